import type { Room } from '../../client/rooms.ts'
import { chatLook } from '../state/chat-look.ts'
import { type AnyDialog, openDialog } from '../state/open-dialog.ts'
import { dialogWords } from '../words/dialogs.ts'
import { Icon } from '../ui/icon.tsx'
import './first-steps.css'

/** First steps for owners of an empty chat: how to set it up and how to invite others. */
export function FirstSteps({ room }: { room: Room }) {
  const says = dialogWords.firstSteps
  return (
    <section class="first-steps" aria-label={says.label}>
      <Step
        {...says.invite}
        path="M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM3 20c.7-3.5 3.4-5.5 7-5.5 1.6 0 3 .4 4.2 1.1M18 14v6M15 17h6"
        to={{ kind: 'room', roomId: room.id, tab: 'invite' }}
      />
      {chatLook.value.name === undefined && (
        <Step {...says.name} path="M4 20l1-4L16 5l3 3L8 19ZM14 7l3 3" to={{ kind: 'moderation', tab: 'settings' }} />
      )}
      <Step {...says.room} path="M9 4 7 20M17 4l-2 16M4.5 9h16M3.5 15h16" to={{ kind: 'new-room' }} />
    </section>
  )
}

function Step({ title, hint, path, to }: { title: string; hint: string; path: string; to: AnyDialog }) {
  return (
    <button type="button" class="first-step" onClick={() => openDialog(to)}>
      <Icon path={path} />
      <span>
        <b>{title}</b>
        <span class="first-hint">{hint}</span>
      </span>
    </button>
  )
}
