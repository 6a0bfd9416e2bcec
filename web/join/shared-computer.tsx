import { isShared, setShared } from '../offline/shared-computer.ts'
import { laterWords } from '../words/later.ts'

/** Beside a password: who signs in here may be one of many. */
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
