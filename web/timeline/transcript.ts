/** Copying from the list of messages: several with author and time, a single one as text alone. */
import { computed } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { hourCycle, locale, numberingSystem } from '../ui/time.ts'

// With the date: a line may be pasted and read much later.
const time = computed(
  () =>
    new Intl.DateTimeFormat(locale(), {
      dateStyle: 'medium',
      timeStyle: 'short',
      hourCycle: hourCycle.value,
      numberingSystem,
    }),
)

/** Parts of the page, not of the message. */
const OURS = 'figcaption, button, .unseen, .link-target'
/** Elements that only colour, set a direction, or were added by a translator. */
const BARE = 'span, bdi, font'
const KEPT = ['href', 'value']
const BLOCKS = /^(?:P|PRE|UL|OL|LI|BLOCKQUOTE|FIGURE|DIV|TABLE|TR|HR)$/

type Part = { row: Element; body: Element; said: DocumentFragment }

/** Copies the selected messages to the clipboard, as text and as HTML. */
export function hearCopy(list: HTMLElement, client: Client, room: Room, signal: AbortSignal): void {
  document.addEventListener(
    'copy',
    (event) => {
      const { target, clipboardData } = event
      if (!clipboardData || (target instanceof Element && target.closest('input, textarea'))) return
      const parts = selectedIn(list)
      if (parts.length === 0) return
      clipboardData.setData('text/plain', parts.map((part) => lineOf(part, parts.length > 1)).join('\n'))
      clipboardData.setData('text/html', parts.map((part) => htmlOf(part, parts.length > 1)).join('\n'))
      event.preventDefault()
    },
    { signal },
  )

  function lineOf({ row, body, said }: Part, isOneOfSeveral: boolean): string {
    const text = textOf(said)
    if (!isOneOfSeveral) return text
    const { name, sentAt } = sayer(row)
    const words = isAction(body) ? text : `${name}: ${text}`
    return sentAt === undefined ? words : `[${sentAt}] ${words}`
  }

  function htmlOf({ row, body, said }: Part, isOneOfSeveral: boolean): string {
    const frame = document.createElement('div')
    frame.append(said)
    for (const element of frame.querySelectorAll('*')) {
      for (const { name } of Array.from(element.attributes)) if (!KEPT.includes(name)) element.removeAttribute(name)
      if (element.matches(BARE)) element.replaceWith(...element.childNodes)
    }
    const [doer] = frame.childNodes
    if (isAction(body) && doer instanceof Text) frame.querySelector('p')?.prepend(doer)
    if (isOneOfSeveral) {
      const { name, sentAt } = sayer(row)
      const by = document.createElement('p')
      const who = document.createElement('b')
      who.append(name)
      by.append(...(sentAt === undefined ? [] : [`[${sentAt}] `]), ...(isAction(body) ? [] : [who, ':']))
      frame.prepend(by)
    }
    return frame.outerHTML
  }

  /** A draft of mine that the server has not accepted yet has no time. */
  function sayer(row: Element): { name: string; sentAt?: string } {
    const message = room.timeline.find(Number(row.getAttribute('data-seq') ?? 0))
    if (!message) return { name: client.you.peek()?.name ?? '' }
    return { name: message.author.name, sentAt: time.value.format(new Date(message.sentAt)) }
  }
}

/** The author's name is a part of an action's text. */
const isAction = (body: Element): boolean => body.getAttribute('data-kind') === 'action'

function selectedIn(list: HTMLElement): Part[] {
  const selection = getSelection()
  const ranges = Array.from({ length: selection?.rangeCount ?? 0 }, (_, index) => selection?.getRangeAt(index))
  return Array.from(list.querySelectorAll('article')).flatMap((row) => {
    const body = row.querySelector('.body')
    const range = body && ranges.find((one) => one?.intersectsNode(body))
    if (!body || !range) return []
    const said = within(range, body).cloneContents()
    for (const picture of said.querySelectorAll('img')) picture.replaceWith(picture.alt)
    for (const ours of said.querySelectorAll(OURS)) ours.remove()
    return said.textContent.trim() === '' ? [] : { row, body, said }
  })
}

/** The part of a range inside an element. */
function within(range: Range, element: Element): Range {
  const part = document.createRange()
  part.selectNodeContents(element)
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0)
    part.setStart(range.startContainer, range.startOffset)
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset)
  return part
}

/** The text as displayed: blocks on their own lines, marks of lists and quotes, and addresses of links. */
function textOf(said: Node): string {
  let text = ''
  const toNewLine = () => {
    if (text !== '' && !text.endsWith('\n')) text += '\n'
  }
  const write = (node: Node): void => {
    if (node instanceof Text) text += node.data
    if (!(node instanceof Element)) return
    // In an action, the author's name is on the same line.
    const isBlock = BLOCKS.test(node.tagName) && node.previousElementSibling?.tagName !== 'BDI'
    if (isBlock) toNewLine()
    if (node.tagName === 'P' && node.previousElementSibling?.tagName === 'P') text += '\n'
    const before = text
    node.childNodes.forEach(write)
    const inner = text.slice(before.length)
    text = before + marked(node, inner)
    if (isBlock) toNewLine()
  }
  said.childNodes.forEach(write)
  return text.replace(/^\n+|\n+$/g, '')
}

function marked(element: Element, inner: string): string {
  switch (element.tagName) {
    case 'BR':
      return '\n'
    case 'HR':
      return '---'
    case 'LI':
      return `${bulletOf(element)} ${inner.trimEnd().replaceAll('\n', '\n  ')}`
    case 'BLOCKQUOTE':
      return inner.trimEnd().replaceAll(/^/gm, '> ')
    case 'TH':
    case 'TD':
      return element.nextElementSibling ? `${inner}\t` : inner
    case 'A': {
      const { href } = element as HTMLAnchorElement
      return bare(href) === bare(inner) ? inner : `${inner} (${href})`
    }
    default:
      return inner
  }
}

/** The item's number in a numbered list, else a dash. */
function bulletOf(item: Element): string {
  const number = item.getAttribute('value')
  return number === null ? '-' : `${number}.`
}

/** An address without the parts that are not displayed. */
const bare = (address: string): string => address.replace(/^(?:https?:\/\/|mailto:)/, '').replace(/\/$/, '')
