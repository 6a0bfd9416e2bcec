import { useRef, useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Settings } from '../../../protocol/models.ts'
import { chatName } from '../../state/chat-look.ts'
import { ChatMark } from '../../ui/chat-mark.tsx'
import { Field } from '../../ui/fields.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Done, Section } from '../../ui/section.tsx'
import { type Action, useAction } from '../../ui/use-action.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { ChooseAccent } from './choose-accent.tsx'
import { toBase64 } from '../picture/to-base64.ts'
import { toSquare } from './square.ts'

/** The chat's own name, picture and colour, which newcomers see first. */
export function LookOfChat({ client, settings }: { client: Client; settings: Settings }) {
  const says = dialogWords.moderation.settings
  const rename = useAction((name: string) => client.run('settings:update', { name }))
  return (
    <Section heading={says.look}>
      <ChoosePicture client={client} hasPicture={settings.chat?.picture !== undefined} />
      <ChatNameField rename={rename} name={settings.chat?.name ?? ''} />
      <ChooseAccent client={client} accent={settings.chat?.accent} />
    </Section>
  )
}

function ChatNameField({ rename, name }: { rename: Action<[name: string], Settings>; name: string }) {
  const says = dialogWords.moderation.settings
  const field = useRef<HTMLInputElement>(null)
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        const wanted = field.current?.value.trim() ?? ''
        if (wanted !== name) void rename.start(wanted)
      }}
    >
      <Field label={says.name} hint={says.nameHint}>
        {(props) => (
          <div class="secret-row">
            <input
              {...props}
              ref={field}
              class="field"
              dir="auto"
              autocomplete="off"
              maxLength={200}
              placeholder={chatName.value}
              defaultValue={name}
            />
            <button type="submit" class="button" aria-disabled={rename.isRunning}>
              {dialogWords.roomSettings.save}
            </button>
          </div>
        )}
      </Field>
      <Problem failure={rename.failure} />
      {rename.acting.state === 'done' && <Done>{dialogWords.roomSettings.saved}</Done>}
    </form>
  )
}

function ChoosePicture({ client, hasPicture }: { client: Client; hasPicture: boolean }) {
  const says = dialogWords.moderation.settings
  const [isUnreadable, setUnreadable] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const set = useAction((image?: string) => client.run('settings:picture', image === undefined ? {} : { image }))

  async function choose(file: File | undefined) {
    if (!file) return
    const square = await toSquare(file)
    setUnreadable(square === undefined)
    if (square) await set.start(await toBase64(square))
    // The same file may be chosen again.
    if (field.current) field.current.value = ''
  }

  return (
    <div class="field-frame">
      <p class="field-name">{says.picture}</p>
      <div class="chat-picture">
        <span class="join-mark">
          <ChatMark />
        </span>
        <div class="acts">
          <button type="button" class="button" aria-disabled={set.isRunning} onClick={() => field.current?.click()}>
            {says.choosePicture}
          </button>
          {hasPicture && (
            <button type="button" class="text-button" aria-disabled={set.isRunning} onClick={() => void set.start()}>
              {says.removePicture}
            </button>
          )}
        </div>
        <input
          ref={field}
          type="file"
          hidden
          accept="image/png, image/jpeg, image/webp"
          aria-label={says.picture}
          onChange={({ currentTarget }) => void choose(currentTarget.files?.[0])}
        />
      </div>
      <p class="hint">{says.pictureHint}</p>
      {isUnreadable && <p role="alert">{says.unreadable}</p>}
      <Problem failure={set.failure} />
    </div>
  )
}
