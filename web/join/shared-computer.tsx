import { isShared, setShared } from '../offline/shared-computer.ts'
import { laterWords } from '../words/later.ts'

/** Before signing in: this computer may be one of many people. */
export const SharedComputer = () => (
  <label class="join-note">
    <input
      type="checkbox"
      checked={isShared.value}
      onChange={({ currentTarget }) => setShared(currentTarget.checked)}
    />{' '}
    {laterWords.sharedComputer}
  </label>
)
