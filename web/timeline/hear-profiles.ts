/** Opens a person's profile from names, pictures and mentions in the list of messages, by click or keyboard. */
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { User } from '../../protocol/models.ts'
import { takeClick } from '../state/at-rest.ts'
import { openCard } from '../state/open-card.ts'

const NAME = '.by > .name'
const PERSON = `${NAME}, .gutter > .avatar, .mention[data-user]`

export function hearProfiles(list: HTMLElement, client: Client, room: Room, signal: AbortSignal): void {
  function open(clicked: Element): void {
    const user = personOf(clicked)
    if (!user) return
    // The card later returns the focus to the element that has it now. A picture cannot have it.
    const name = clicked.matches('.avatar') ? clicked.closest('article')?.querySelector<HTMLElement>(NAME) : undefined
    name?.focus({ preventScroll: true })
    openCard(user, clicked, room.id)
  }

  function personOf(clicked: Element): User | undefined {
    const id = clicked.getAttribute('data-user')
    const message = room.timeline.find(Number(clicked.closest('article')?.getAttribute('data-seq') ?? 0))
    // A draft of mine has no number yet.
    if (id === null) return message ? message.author : client.you.peek()
    const mention = message?.mentions?.find((one) => one.id === id)
    return client.people.get(id) ?? (mention && { ...mention, kind: 'person' })
  }

  function hear(target: EventTarget | null): void {
    const clicked = target instanceof Element ? target.closest(PERSON) : null
    // The reader may have selected text that ends here.
    if (clicked && list.contains(clicked) && getSelection()?.isCollapsed !== false) open(clicked)
  }

  hear(takeClick())
  list.addEventListener('click', ({ target }) => hear(target), { signal })
  list.addEventListener(
    'keydown',
    (event) => {
      const { key, target } = event
      if ((key !== 'Enter' && key !== ' ') || !(target instanceof Element) || !target.matches(PERSON)) return
      event.preventDefault()
      open(target)
    },
    { signal },
  )
}
