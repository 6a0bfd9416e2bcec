import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import { lazy } from '../ui/lazy.tsx'
import { CodeBlock } from './code-block.tsx'
import { ACTION, parseMarkdown } from './markdown.ts'
import type { Mark } from './marks.ts'
import type { Named, markMentions } from './mentions.ts'

const EMOJI_ALONE = /^(?:(?:\p{RGI_Emoji}|\p{Extended_Pictographic})\s*){1,3}$/v
/** Few messages begin like a picture. For all others the pattern above, which takes milliseconds to get ready, is not asked. */
const MAY_BE_EMOJI = /^(?:[^\0-\x7f]|[#*\d]\ufe0f?\u20e3)/

/** Of more characters or lines only the beginning is shown: a message of rules alone would be a hundred screens high. */
const MOST_SHOWN = 2_000
const MOST_LINES = 31

const Unfold = lazy(async () => (await import('./unfold.tsx')).Unfold)

const marker = signal<typeof markMentions | undefined>(undefined)
let loading: Promise<void> | undefined

/** Many messages name nobody. What marks names is loaded with the first that does. */
async function loadMarker(): Promise<void> {
  try {
    marker.value = (await import('./mentions.ts')).markMentions
  } catch {
    // Without a network: the next one tries again, and until then names are text.
    loading = undefined
  }
}

type Props = { text: string; author: string } & Partial<Named>

/** A message's text, drawn once for each text. */
export function Body({ text, author, mentions, isToRoom, youId }: Props) {
  const isAction = ACTION.test(text)
  const isEmoji = MAY_BE_EMOJI.test(text) && EMOJI_ALONE.test(text)
  const isNaming = mentions !== undefined || isToRoom === true
  const mark = isNaming ? marker.value : undefined
  if (isNaming && !mark) loading ??= loadMarker()
  const drawn = useMemo(() => {
    const marks = parseMarkdown(text.replace(ACTION, ''))
    return drawAll(mark ? mark(marks, { mentions, isToRoom, youId }) : marks)
  }, [text, mentions, isToRoom, youId, mark])
  const isLong = text.length > MOST_SHOWN || text.split('\n', MOST_LINES).length === MOST_LINES
  return (
    <>
      <div
        class="body"
        dir={isEmoji ? undefined : 'auto'}
        data-kind={isAction ? 'action' : isEmoji ? 'emoji' : undefined}
        data-long={isLong}
      >
        {isAction && <bdi>{author} </bdi>}
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
      // Bold, not a heading: the outline of the page is not for its visitors to write.
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
      return <code>{mark.text}</code>
    case 'mention':
      return (
        <bdi class="mention" data-mine={mark.isMine}>
          {mark.text}
        </bdi>
      )
    case 'code-block':
      return <CodeBlock text={mark.text} language={mark.language} />
    case 'rule':
      return <hr />
    case 'list': {
      const items = mark.items.map((item) => <li>{drawAll(item)}</li>)
      return mark.start === undefined ? (
        <ul dir="auto">{items}</ul>
      ) : (
        <ol dir="auto" start={mark.start}>
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
          {mark.isMisleading && <bdi class="link-target"> ({mark.target})</bdi>}
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
            {head.map((cell) => (
              <th dir="auto">{drawAll(cell)}</th>
            ))}
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
