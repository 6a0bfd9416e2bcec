/** Changes to my messages that are not saved yet: a row that is taken out of the list takes nothing along. */
import type { Room } from '../../client/rooms.ts'

const edits = new Map<string, string>()

const nameOf = (room: Room, seq: number): string => `${room.id}/${seq}`

export const editOf = (room: Room, seq: number): string | undefined => edits.get(nameOf(room, seq))

/** Without a text there is nothing to keep any more. */
export function keepEdit(room: Room, seq: number, text?: string): void {
  if (text === undefined) edits.delete(nameOf(room, seq))
  else edits.set(nameOf(room, seq), text)
}

/** The message is gone: the words that were to stand in it stand where one writes, below what is there. */
export function moveToComposer(text: string): void {
  const field = document.querySelector<HTMLTextAreaElement>('.composer textarea')
  if (!field) return
  const { value } = field
  field.setRangeText(value === '' ? text : `\n${text}`, value.length, value.length, 'end')
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
  field.focus()
}
