/** Colours code in a worker, one text after the other, and renders the result. */
import { type ComponentChildren, h } from 'preact'
import { basePath } from '../browser/base-path.ts'
import type { Asked, Told } from './colouring.ts'
// oxlint-disable-next-line import/default -- Vite puts the address of the built thread in its place.
import colouring from './colouring.ts?worker&url'
import type { CodeLanguage } from './languages.ts'

/** A text that takes longer, in ms, stays without colours, and its worker is terminated. */
const MOST_MS = 2_000
/** Each coloured word is an element, so their number is limited. */
const MOST_WORDS = 3_000

type Child = NonNullable<Exclude<Told, 'begins'>['tree']>['children'][number]
type Waiting = Asked & { give: (coloured: ComponentChildren) => void }

type Rules = { createScriptURL: (input: string) => string }
type Policies = { createPolicy: (name: string, rules: Rules) => Rules }

/** The security policy allows one Trusted Types policy for script addresses. It has only this one address. */
const rules: Rules = { createScriptURL: () => basePath + colouring }
const { trustedTypes } = globalThis as { trustedTypes?: Policies }
const policy = trustedTypes?.createPolicy('colouring', rules) ?? rules

const waiting: Waiting[] = []
let thread: Worker | undefined
let isBusy = false

/** Passes the coloured text to `give`. The returned function cancels that. */
export function highlight(
  text: string,
  language: CodeLanguage,
  give: (coloured: ComponentChildren) => void,
): () => void {
  const one = { text, language, give }
  waiting.push(one)
  void colourNext()
  return () => {
    const at = waiting.indexOf(one)
    if (at >= 0) waiting.splice(at, 1)
    one.give = () => undefined
  }
}

async function colourNext(): Promise<void> {
  const next = isBusy ? undefined : waiting.shift()
  if (!next) return
  isBusy = true
  const children = await coloured(next)
  isBusy = false
  if (children && countOf(children) <= MOST_WORDS) next.give(draw(children))
  void colourNext()
}

function coloured({ text, language }: Asked): Promise<readonly Child[] | undefined> {
  thread ??= new Worker(policy.createScriptURL(''), { type: 'module' })
  const busy = thread
  return new Promise((done) => {
    let late: ReturnType<typeof setTimeout> | undefined
    const end = (children?: readonly Child[]) => {
      clearTimeout(late)
      done(children)
    }
    const giveUp = () => {
      busy.terminate()
      thread = undefined
      end()
    }
    busy.onerror = giveUp
    busy.onmessage = ({ data }: MessageEvent<Told>) => {
      if (data === 'begins') late = setTimeout(giveUp, MOST_MS)
      else end(data.tree?.children)
    }
    busy.postMessage({ text, language } satisfies Asked)
  })
}

const countOf = (children: readonly Child[]): number =>
  children.reduce((sum, child) => sum + (child.type === 'element' ? 1 + countOf(child.children) : 0), 0)

/** Creates only text and elements with a class: text of a message is never parsed as HTML. */
function draw(children: readonly Child[]): ComponentChildren[] {
  return children.map((child) => {
    if (child.type === 'text') return child.value
    if (child.type !== 'element') return ''
    const { className } = child.properties
    return h('span', { class: Array.isArray(className) ? className.join(' ') : undefined }, draw(child.children))
  })
}
