import { effect } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import { isAtRest, rememberClick } from '../state/at-rest.ts'
import { isPainted } from '../state/first-paint.ts'

/** A connection may take longer, or not come. */
const LONGEST_MS = 1_000
/** These ask for what answers to them. */
const HANDS = ['pointerdown', 'keydown', 'dragenter']

const rest = () => {
  isAtRest.value = true
}

/** Sees when the page comes to rest. The answer stops it. */
export function watchRest({ connection }: Client): () => void {
  for (const event of HANDS) addEventListener(event, rest, { capture: true, once: true })
  addEventListener('click', rememberClick, { capture: true })
  setTimeout(rest, LONGEST_MS)
  return effect(() => {
    // In a task of its own, after the messages that came with the answer are shown.
    if (isPainted.value && connection.state.value.state !== 'connecting') setTimeout(rest)
  })
}
