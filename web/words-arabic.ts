/**
 * The page in Arabic: a chunk of its own, loaded before anything is drawn by whom it is for. It and what it imports know
 * the English modules by their types alone, since those wait for it.
 */
import { actions } from './arabic/actions.ts'
import { around } from './arabic/around.ts'
import { finding } from './arabic/finding.ts'
import { overlays } from './arabic/overlays.ts'
import { words } from './arabic/words.ts'
import { writing } from './arabic/writing.ts'
import './arabic/rtl.css'

export const arabic = { words, around, actions, overlays, finding, writing }
