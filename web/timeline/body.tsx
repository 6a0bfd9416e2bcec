import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import { Broken } from '../ui/broken.tsx'
import { lazy } from '../ui/lazy.tsx'
import { customEmoji, drawEmoji } from '../state/custom-emoji.ts'
import { CodeBlock } from './code-block.tsx'
import { ACTION, parseMarkdown } from '../../protocol/markdown/markdown.ts'
import type { Mark } from '../../protocol/markdown/marks.ts'
import type { Named, namesOf } from '../../protocol/markdown/mentions.ts'

const EMOJI_ALONE = /^(?:(?:\p{RGI_Emoji}|\p{Extended_Pictographic})\s*){1,3}$/v
/** Most messages do not begin with an emoji. They skip the pattern above, which takes milliseconds to compile. */
const MAY_BE_EMOJI = /^(?:[^\0-\x7f]|[#*\d]\ufe0f?\u20e3)/

/** A message with more characters or lines is cut off: one made of rules alone would be a hundred screens high. */
const MOST_SHOWN = 2_000
const MOST_LINES = 31

const Unfold = lazy(async () => (await import('./unfold.tsx')).Unfold)

const reader = signal<typeof namesOf | undefined>(undefined)
let loading: Promise<void> | undefined

/** Most messages mention no one. The code that finds mentions is loaded with the first message that does. */
async function loadReader(): Promise<void> {
  try {
    reader.value = (await import('../../protocol/markdown/mentions.ts')).namesOf
  } catch {
    // Offline: the next message tries again. Until then mentions are plain text.
    loading = undefined
  }
}

type Props = { text: string; author: string } & Partial<Named>

/** A message's text. If it cannot be rendered, it is shown as it was typed. */
export function Body(props: Props) {
  return (
    <Broken instead={<div class="body">{props.text}</div>}>
      <Drawn {...props} />
    </Broken>
  )
}

/** Rendered once for each text. */
function Drawn({ text, author, mentions, isToRoom, youId }: Props) {
  const isAction = ACTION.test(text)
  const custom = customEmoji.value
  const seen = custom?.asUnicode(text) ?? text
  const isEmoji = MAY_BE_EMOJI.test(seen) && EMOJI_ALONE.test(seen)
  const isNaming = mentions !== undefined || isToRoom === true
  const finder = isNaming ? reader.value : undefined
  if (isNaming && !finder) loading ??= loadReader()
  const drawn = useMemo(
    () => drawAll(parseMarkdown(text.replace(ACTION, ''), finder?.({ mentions, isToRoom, youId }), custom?.find)),
    [text, mentions, isToRoom, youId, finder, custom],
  )
  const isLong = text.length > MOST_SHOWN || text.split(/\r\n?|\n/, MOST_LINES).length === MOST_LINES
  return (
    <>
      <div
        class="body"
        dir={isEmoji ? undefined : 'auto'}
        data-kind={isAction ? 'action' : isEmoji ? 'emoji' : undefined}
        data-long={isLong}
      >
        {isAction && <bdi translate={false}>{author} </bdi>}
        {drawn}
      </div>
      {isLong && <Unfold />}
    </>
  )
}

const drawAll = (marks: Mark[]): ComponentChildren => marks.map(draw)

function draw(mark: Mark): ComponentChildren {
  if (typeof mark === 'string') return mark
  switch (mark.kind) {
    case 'paragraph':
      return <p>{drawAll(mark.children)}</p>
    case 'heading':
      // Bold, not a heading: messages must not change the page's outline.
      return (
        <p>
          <strong>{drawAll(mark.children)}</strong>
        </p>
      )
    case 'quote':
      return <blockquote dir="auto">{drawAll(mark.children)}</blockquote>
    case 'strong':
      return <strong>{drawAll(mark.children)}</strong>
    case 'em':
      return <em>{drawAll(mark.children)}</em>
    case 'del':
      return <del>{drawAll(mark.children)}</del>
    case 'code':
      return <code translate={false}>{mark.text}</code>
    case 'mention':
      return (
        <bdi
          class="mention"
          translate={false}
          data-mine={mark.isMine}
          {...(mark.userId !== undefined && { role: 'button', tabIndex: 0, 'data-user': mark.userId })}
        >
          {mark.text}
        </bdi>
      )
    case 'emoji':
      return drawEmoji(mark.text)
    case 'code-block':
      return <CodeBlock text={mark.text} language={mark.language} />
    case 'rule':
      return <hr />
    case 'list': {
      const items = mark.items.map((item, at) => <li value={mark.numbers[at]}>{drawAll(item)}</li>)
      return mark.numbers.length === 0 ? (
        <ul dir="auto">{items}</ul>
      ) : (
        <ol dir="auto" data-wide={mark.numbers.some((number) => number > 99)}>
          {items}
        </ol>
      )
    }
    case 'table':
      return <Table head={mark.head} rows={mark.rows} />
    case 'link':
      return (
        <>
          <a href={mark.href} title={mark.target} target="_blank" rel="noopener noreferrer nofollow">
            {drawAll(mark.children)}
          </a>
          {mark.isMisleading && (
            <bdi class="link-target" translate={false}>
              {' '}
              ({mark.target})
            </bdi>
          )}
        </>
      )
  }
}

function Table({ head, rows }: { head: Mark[][]; rows: Mark[][][] }) {
  return (
    <div class="table-frame">
      <table>
        <thead>
          <tr>
            {head.map((cell) =>
              // An empty heading cell is no header, so that a screen reader does not read it.
              cell.length === 0 ? <td /> : <th dir="auto">{drawAll(cell)}</th>,
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {row.map((cell) => (
                <td dir="auto">{drawAll(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
