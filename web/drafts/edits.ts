/** Unsaved edits of my messages. They stay when a row is removed from the list. */
import { type Signal, effect, useSignalEffect } from '@preact/signals'
import type { RefObject } from 'preact'
import type { Room } from '../../client/rooms.ts'
import { note } from '../state/command-note.ts'
import { laterWords as words } from '../words/later.ts'
import { editedSeq } from '../state/active-message.ts'

const edits = new Map<string, string>()

const nameOf = (room: Room, seq: number): string => `${room.id}/${seq}`

export const editOf = (room: Room, seq: number): string | undefined => edits.get(nameOf(room, seq))

/** Keeps the text of an edit. Without a text, forgets it. */
export function keepEdit(room: Room, seq: number, text?: string): void {
  if (text === undefined) edits.delete(nameOf(room, seq))
  else edits.set(nameOf(room, seq), text)
}

/** The number of the current edit. Each edit counts, also of the same message, or of the same seq in another room. */
let current = 0
let begun = 0
effect(() => {
  void editedSeq.value
  current++
})

export const currentEdit = (): number => current

/** Whether the edit has just begun; else its row has only returned to the list. */
export function beginEdit(): boolean {
  const isFresh = begun !== current
  begun = current
  return isFresh
}

/** When an edited message is deleted, on or off the screen, the edit moves to the composer, below the text there. */
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
