import type { Signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { useRescue } from '../drafts/edits.ts'
import { takeFiles } from './drops.ts'
import { hearPaste } from './paste.ts'

type Props = { client: Client; room: Room; field: RefObject<HTMLTextAreaElement | null>; text: Signal<string> }

/** Takes dropped and pasted files, and keeps pasted code and the edit of a deleted message intact. Renders nothing. */
export function Care({ client, room, field, text }: Props) {
  useRescue(room, text, field)
  useEffect(() => {
    const { current } = field
    current?.addEventListener('paste', hearPaste)
    return () => current?.removeEventListener('paste', hearPaste)
  }, [])
  useEffect(
    () => takeFiles((files) => void import('../files/attach.ts').then(({ attach }) => attach(client, room, files))),
    [client, room],
  )
  return null
}
