import { useLayoutEffect, useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { CustomEmoji, Me } from '../../../protocol/models.ts'
import { EmojiPicture } from '../../emoji/custom-emoji.tsx'
import { isModerator, mayAddEmoji } from '../../people/permissions.ts'
import { Confirm } from '../../ui/buttons.tsx'
import { Listed } from '../../ui/loaded-list.tsx'
import { sayAgo, sayMoment } from '../../ui/moments.ts'
import { Done, Section } from '../../ui/section.tsx'
import { useAction, useLoaded } from '../../ui/use-action.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { AddEmoji } from './add-emoji.tsx'
import './emoji.css'

/** The chat’s own emoji: adding one, and all there are. */
export function ChatEmoji({ client, me }: { client: Client; me: Me }) {
  const says = dialogWords.emoji
  const settings = client.settings.value
  const list = useLoaded(() => client.run('emoji:list', {}), [settings?.customEmoji])
  const [removed, setRemoved] = useState<CustomEmoji | undefined>(undefined)
  // Its row goes, at once or with the next list, and with it the button that had the focus.
  useLayoutEffect(() => {
    if (removed && document.activeElement === document.body)
      document.querySelector<HTMLElement>('dialog[open] h1')?.focus()
  }, [removed, list.value])
  return (
    <>
      {mayAddEmoji(me, settings) && <AddEmoji onAdded={list.again} />}
      <Section heading={says.all}>
        <Listed loaded={list} isEmpty={({ emoji }) => emoji.length === 0} empty={says.none}>
          {({ emoji }) => (
            <ul class="lines">
              {emoji.map((one) => (
                <Line
                  key={`${one.name} ${one.picture}`}
                  client={client}
                  emoji={one}
                  mayRemove={isModerator(me) || (one.by?.id === me.user.id && me.role === 'member')}
                  onRemoved={() => {
                    setRemoved(one)
                    list.change((all) => ({ ...all, emoji: all.emoji.filter(({ name }) => name !== one.name) }))
                  }}
                />
              ))}
            </ul>
          )}
        </Listed>
        {removed && <Done>{says.removed(quoted(removed.name))}</Done>}
      </Section>
    </>
  )
}

/** Isolated: it runs from left to right in every sentence. */
const quoted = (name: string): string => `\u2068:${name}:\u2069`

type LineProps = { client: Client; emoji: CustomEmoji; mayRemove: boolean; onRemoved: () => void }

function Line({ client, emoji, mayRemove, onRemoved }: LineProps) {
  const says = dialogWords.emoji
  const remove = useAction(() => client.run('emoji:remove', { name: emoji.name }))
  const shown = quoted(emoji.name)
  return (
    <li class="line emoji-line">
      <span class="emoji-sample" aria-hidden="true">
        <EmojiPicture emoji={emoji} />
      </span>
      <span class="line-words">
        <bdi translate={false}>:{emoji.name}:</bdi>
        <span class="line-note" title={sayMoment(emoji.addedAt)}>
          {emoji.by && says.by(`\u2068${emoji.by.name}\u2069`, sayAgo(emoji.addedAt))}
        </span>
      </span>
      {mayRemove && (
        <Confirm
          label={says.remove}
          name={says.removeOne(shown)}
          doLabel={says.removeOne(shown)}
          question={<p>{says.question(shown)}</p>}
          action={remove}
          onDone={onRemoved}
          isQuiet
        />
      )}
    </li>
  )
}
