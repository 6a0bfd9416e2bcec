import type { Status } from '../../protocol/models.ts'
import { useStatusNow } from './use-status-now.ts'

/** A status beside a name: its emoji, with the text as a tooltip. `isInWords`, or no emoji, shows the text too. */
export function StatusMark({ status, isInWords = false }: { status: Status | undefined; isInWords?: boolean }) {
  const now = useStatusNow(status)
  if (!now) return null
  const { emoji, text } = now
  return (
    <span class="status-mark" title={isInWords ? undefined : text}>
      {emoji}
      {emoji && text && ' '}
      {text && (
        <bdi class={isInWords || !emoji ? 'status-words' : 'unseen'} dir="auto">
          {text}
        </bdi>
      )}
    </span>
  )
}
