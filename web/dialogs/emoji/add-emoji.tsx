import { useEffect, useRef, useState } from 'preact/hooks'
import { MAX_EMOJI_BYTES } from '../../../protocol/limits.ts'
import { Field } from '../../ui/fields.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Done, Section } from '../../ui/section.tsx'
import { useAction } from '../../ui/use-action.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { nameOfFile } from './name-of-file.ts'
import { postEmoji } from './post-emoji.ts'

const MOST_KB = MAX_EMOJI_BYTES / 1_000

/** Adds an emoji by a file. Its name suggests that of the emoji. */
export function AddEmoji({ onAdded }: { onAdded: () => void }) {
  const says = dialogWords.emoji
  const [file, setFile] = useState<File | undefined>(undefined)
  const [name, setName] = useState('')
  const [mistake, setMistake] = useState<string | undefined>(undefined)
  const files = useRef<HTMLInputElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const add = useAction(postEmoji)
  const address = useAddressOf(file)

  function choose(chosen: File | undefined) {
    if (!chosen) return
    add.forget()
    const isTooLarge = chosen.size > MAX_EMOJI_BYTES
    setMistake(isTooLarge ? says.tooLarge(MOST_KB) : undefined)
    setFile(isTooLarge ? undefined : chosen)
    if (!isTooLarge && name === '') setName(nameOfFile(chosen.name))
    // The same file may be chosen again.
    if (files.current) files.current.value = ''
  }

  async function send() {
    if (!file) {
      setMistake(says.noPicture)
      opener.current?.focus()
      return
    }
    const result = await add.start(name.trim().replaceAll(':', ''), file)
    if (!result?.ok) return
    setFile(undefined)
    setName('')
    opener.current?.focus()
    onAdded()
  }

  return (
    <Section heading={says.add}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <div class="emoji-choice">
          <span class="emoji-sample">{address !== undefined && <img src={address} alt="" />}</span>
          <div>
            <button
              type="button"
              class="button"
              ref={opener}
              aria-disabled={add.isRunning}
              onClick={() => files.current?.click()}
            >
              {file ? says.another : says.choose}
            </button>
            {file && (
              <p class="hint">
                <bdi>{says.chosen(file.name)}</bdi>
              </p>
            )}
          </div>
        </div>
        <input
          ref={files}
          type="file"
          hidden
          accept="image/png, image/jpeg, image/gif, image/webp, image/avif"
          aria-label={says.choose}
          onChange={({ currentTarget }) => choose(currentTarget.files?.[0])}
        />
        <p class="hint">{says.pictureHint(MOST_KB)}</p>
        {mistake !== undefined && <p role="alert">{mistake}</p>}
        <Field label={says.name} hint={says.nameHint}>
          {(props) => (
            <div class="secret-row">
              <input
                {...props}
                class="field"
                dir="ltr"
                autocomplete="off"
                autocapitalize="off"
                spellcheck={false}
                maxLength={40}
                value={name}
                onInput={({ currentTarget }) => setName(currentTarget.value)}
              />
              <button type="submit" class="button button-main" aria-disabled={add.isRunning}>
                {says.button}
              </button>
            </div>
          )}
        </Field>
        <Problem failure={add.failure} />
        {add.acting.state === 'done' && <Done>{says.added(`\u2068:${add.acting.value.name}:\u2069`)}</Done>}
      </form>
    </Section>
  )
}

/** An address under which this page shows the file, as long as it is chosen. */
function useAddressOf(file: File | undefined): string | undefined {
  const [address, setAddress] = useState<string | undefined>(undefined)
  useEffect(() => {
    if (!file) return
    const made = URL.createObjectURL(file)
    setAddress(made)
    return () => {
      URL.revokeObjectURL(made)
      setAddress(undefined)
    }
  }, [file])
  return address
}
