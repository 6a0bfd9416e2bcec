import { useEffect } from 'preact/hooks'
import type { Client } from '../client/client.ts'
import { directPeopleOf } from '../client/direct-people.ts'
import { makeRoomForKeyboard } from './browser/keyboard.ts'
import { hearDrops } from './composer/drops.ts'
import { hearCustomEmoji } from './emoji/hear-custom-emoji.ts'
import { tellScreen } from './notify/screen.ts'
import { useReminders } from './shell/hear-reminders.ts'
import { keepArrangement } from './shell/keep-arrangement.ts'
import { hearBack } from './shell/back.ts'
import { hearLinks } from './shell/links-in-chat.ts'
import { hearRareShortcuts } from './shell/rare-shortcuts.ts'
import { directPeople } from './state/direct-people.ts'
import { warmUp } from './warm-up.ts'

/** Parts for which a conversation does not wait. They are loaded when the page is at rest, and render nothing. */
export function Soon({ client }: { client: Client }) {
  useReminders(client)
  useEffect(hearDrops, [])
  useEffect(hearLinks, [])
  useEffect(hearBack, [])
  useEffect(makeRoomForKeyboard, [])
  useEffect(() => warmUp(client), [client])
  useEffect(() => hearRareShortcuts(client), [client])
  useEffect(() => keepArrangement(client), [client])
  useEffect(() => hearCustomEmoji(client), [client])
  useEffect(() => tellScreen(client), [client])
  useEffect(() => {
    directPeople.value = directPeopleOf(client)
    return () => {
      directPeople.value = undefined
    }
  }, [client])
  return null
}
