import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Result } from '../../../protocol/errors.ts'
import { Avatar } from '../../people/avatar.tsx'
import { lazy } from '../../ui/lazy.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Done, Section } from '../../ui/section.tsx'
import { useAction } from '../../ui/use-action.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { toBase64 } from './to-base64.ts'

const Crop = lazy(async () => (await import('./crop.tsx')).Crop, { isLoud: true })

type Props = {
  /** The user or the room, for the picture that is drawn where there is none. */
  of: { id: string; name: string; picture?: string | undefined }
  hint: string
  /** Without an image, the picture is removed. */
  set: (image?: string) => Promise<Result<unknown>>
}

/** The picture of a user or a room: choosing one, cutting it to a square, and removing it again. */
export function PictureField({ of: { id, name, picture }, hint, set }: Props) {
  const says = dialogWords.moderation.settings
  const [chosen, setChosen] = useState<ImageBitmap | undefined>(undefined)
  const [isUnreadable, setUnreadable] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const wasChosen = useRef(false)
  const change = useAction(set)

  // The button that had the focus was away meanwhile.
  useLayoutEffect(() => {
    if (!chosen && wasChosen.current) opener.current?.focus()
    wasChosen.current = chosen !== undefined
  }, [chosen])

  async function choose(file: File | undefined) {
    if (!file) return
    change.forget()
    const read = await createImageBitmap(file).catch(() => undefined)
    setUnreadable(read === undefined)
    setChosen(read)
    // The same file may be chosen again.
    if (field.current) field.current.value = ''
  }

  async function use(square: Blob | undefined) {
    setUnreadable(square === undefined)
    const result = square && (await change.start(await toBase64(square)))
    if (!square || result?.ok) setChosen(undefined)
  }

  return (
    <Section heading={says.picture}>
      {chosen ? (
        <Crop
          picture={chosen}
          isBusy={change.isRunning}
          onDone={(square) => void use(square)}
          onCancel={() => setChosen(undefined)}
        />
      ) : (
        <div class="chat-picture">
          <Avatar name={name} id={id} picture={picture} />
          <div class="acts">
            <button
              type="button"
              class="button"
              ref={opener}
              aria-disabled={change.isRunning}
              onClick={() => field.current?.click()}
            >
              {says.choosePicture}
            </button>
            {picture !== undefined && (
              <button
                type="button"
                class="text-button"
                aria-disabled={change.isRunning}
                onClick={() => {
                  opener.current?.focus()
                  void change.start()
                }}
              >
                {says.removePicture}
              </button>
            )}
          </div>
        </div>
      )}
      <input
        ref={field}
        type="file"
        hidden
        accept="image/png, image/jpeg, image/webp, image/gif, image/avif"
        aria-label={says.picture}
        onChange={({ currentTarget }) => void choose(currentTarget.files?.[0])}
      />
      <p class="hint">{hint}</p>
      {isUnreadable && <p role="alert">{says.unreadable}</p>}
      <Problem failure={change.failure} />
      {change.acting.state === 'done' && <Done>{dialogWords.roomSettings.saved}</Done>}
    </Section>
  )
}
