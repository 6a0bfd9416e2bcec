import { effect } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { chatName } from '../state/chat-look.ts'
import { words } from '../words/first.ts'
import { newsOf } from './room-order.ts'

let isMarked = false

/** The tab's title and icon show the number of unread messages in all rooms. */
export function useTabTitle(client: Client, room: Room | undefined): void {
  function show() {
    let count = 0
    let mentions = 0
    for (const one of client.rooms.all.value) {
      const news = newsOf(one)
      count += news.count
      mentions += news.mentions
    }
    const name = room ? words.title(room.name.value, chatName.value) : chatName.value
    document.title = count > 0 ? `(${count}) ${name}` : name
    // Most visits never need another icon.
    if (count > 0 || isMarked) void import('./tab-icon.ts').then(({ showIcon }) => showIcon(count, mentions))
    isMarked = count > 0
  }
  useEffect(() => effect(show), [client, room])
}
