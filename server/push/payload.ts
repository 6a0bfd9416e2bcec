/**
 * What a push says: a notification in the form of Declarative Web Push, which Safari shows without a worker, and which
 * our worker shows elsewhere. A room has one notification, replaced by the next.
 */
import { preview } from '../../protocol/markdown/plain-words.ts'
import type { HeldNotice } from '../store/notices-store.ts'
import { wordsFor } from './words.ts'

/** The bytes of a payload, at most: push services take 4,096 of what is encrypted. */
export const MAX_PAYLOAD_BYTES = 3_900
const MOST_TITLE = 100

type Notification = { title: string; body: string; tag: string; navigate: string; lang?: string; silent?: true }
/** `read` are the tags of notifications to close: their messages were read. */
export type Payload = { web_push: 8030; notification: Notification; app_badge?: number; read?: string[] }

/** The page’s address, or only the path to it while the chat does not know its own. */
export type Address = (path: string) => string

export const SUMMARY_TAG = 'summary'

export function payloadOf(notice: HeldNotice, language: string, address: Address): Payload {
  const words = wordsFor(language)
  const { room, count, last, reason, about, settings, badge } = notice
  const isDirect = room.kind === 'direct'
  const author = last?.authorName ?? ''
  // A direct room may have no name of its own.
  const place = isDirect && room.name === '' ? author : room.name
  const text = last ? preview(last) || (last.files.length > 0 ? words.file : '') : ''
  // A reaction names who reacted, and its words are the reader's own.
  const said = reason === 'reaction' || (isDirect && place === author) ? text : `${author}: ${text}`
  const title =
    reason === 'reaction'
      ? settings.showWords
        ? words.reacted(about.slice(about.indexOf(' ') + 1), about.slice(0, about.indexOf(' ')))
        : words.one(place)
      : reason === 'reminder'
        ? words.reminder(place)
        : count > 1
          ? words.several(count, place)
          : settings.showWords
            ? place
            : words.one(place)
  return {
    web_push: 8030,
    notification: {
      title,
      body: settings.showWords ? said : '',
      tag: room.id,
      navigate: address(`/${room.slug}/${last?.seq ?? notice.lastSeq}`),
      ...(language !== '' && { lang: language }),
    },
    app_badge: badge,
  }
}

/** What waited for one person, in several rooms. */
export function summaryOf(notices: HeldNotice[], language: string, address: Address): Payload {
  const count = notices.reduce((sum, notice) => sum + notice.count, 0)
  const names = notices.map(({ room, last, count: here }) => `${room.name || (last?.authorName ?? '')} (${here})`)
  return {
    web_push: 8030,
    notification: {
      title: wordsFor(language).summary(count, notices.length),
      body: names.join('\n'),
      tag: SUMMARY_TAG,
      navigate: address('/'),
      ...(language !== '' && { lang: language }),
    },
    app_badge: Math.max(...notices.map(({ badge }) => badge)),
  }
}

/** Takes a notification back that was read elsewhere. */
export const readPayload = ({ room, lastSeq, badge }: HeldNotice, address: Address): Payload => ({
  web_push: 8030,
  notification: {
    title: room.name,
    body: '',
    tag: room.id,
    navigate: address(`/${room.slug}/${lastSeq}`),
    silent: true,
  },
  app_badge: badge,
  read: [room.id],
})

/** As JSON, with as much of its words as fit. A character that people see is never cut in two. */
export function toBytes(payload: Payload): Buffer {
  const title = cut(payload.notification.title, MOST_TITLE, MAX_PAYLOAD_BYTES / 2)
  const bare = { ...payload, notification: { ...payload.notification, title, body: '' } }
  const left = MAX_PAYLOAD_BYTES - Buffer.byteLength(JSON.stringify(bare))
  const body = cut(payload.notification.body, MAX_PAYLOAD_BYTES, left)
  return Buffer.from(JSON.stringify({ ...bare, notification: { ...bare.notification, body } }))
}

let segmenter: Intl.Segmenter | undefined

function cut(text: string, graphemes: number, bytes: number): string {
  if (text.length <= graphemes && bytesOf(text) <= bytes) return text
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  let kept = ''
  let left = bytes - bytesOf('…')
  let count = 0
  for (const { segment } of segmenter.segment(text.slice(0, MAX_PAYLOAD_BYTES))) {
    left -= bytesOf(segment)
    if (left < 0 || ++count > graphemes) break
    kept += segment
  }
  return `${kept.trimEnd()}…`
}

/** In JSON, where quotes and controls take more. */
const bytesOf = (text: string): number => Buffer.byteLength(JSON.stringify(text)) - 2

export const testPayload = (language: string, address: Address): Payload => ({
  web_push: 8030,
  notification: {
    title: 'Earshot',
    body: wordsFor(language).test,
    tag: 'test',
    navigate: address('/'),
    ...(language !== '' && { lang: language }),
  },
})
