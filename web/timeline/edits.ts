/** Changes to my messages that are not saved yet: a row that is taken out of the list takes nothing along. */
import { type Signal, effect, useSignalEffect } from '@preact/signals'
import type { RefObject } from 'preact'
import type { Room } from '../../client/rooms.ts'
import { note } from '../composer/note.ts'
import { aroundWords as words } from '../words-around.ts'
import { editedSeq } from './active-row.ts'

const edits = new Map<string, string>()

const nameOf = (room: Room, seq: number): string => `${room.id}/${seq}`

export const editOf = (room: Room, seq: number): string | undefined => edits.get(nameOf(room, seq))

/** Without a text there is nothing to keep any more. */
export function keepEdit(room: Room, seq: number, text?: string): void {
  if (text === undefined) edits.delete(nameOf(room, seq))
  else edits.set(nameOf(room, seq), text)
}

/** Which change it is that is being made: each is counted, also one of the same message, or of the same number elsewhere. */
let current = 0
let begun = 0
effect(() => {
  void editedSeq.value
  current++
})

export const currentEdit = (): number => current

/** Whether the change has just begun; else its row has only come back to the list. */
export function beginEdit(): boolean {
  const isFresh = begun !== current
  begun = current
  return isFresh
}

/** The message is gone, on the screen or off it: the words that were to stand in it stand where one writes, below what is there. */
export function useRescue(room: Room, text: Signal<string>, field: RefObject<HTMLElement | null>): void {
  useSignalEffect(() => {
    const seq = editedSeq.value
    if (seq === undefined || !room.timeline.find(seq)?.deletedAt) return
    const written = editOf(room, seq)?.trim() ?? ''
    keepEdit(room, seq)
    const { activeElement } = document
    if (activeElement === document.body || activeElement?.closest('.edit')) field.current?.focus()
    editedSeq.value = undefined
    if (written === '') return
    text.value = [text.peek(), written].filter((part) => part !== '').join('\n')
    note.value = words.composer.editGone
  })
}
