/** Requests that may be long: those which bring files. All others are short, and read at once. */
import type { IncomingMessage } from 'node:http'

const UPLOAD = /\/api\/files\/f_[\w-]+$/
const POSTER = /\/api\/files\/f_[\w-]+\/poster$/
const EMOJI = /\/api\/emoji$/
const MESSAGES = /\/api\/rooms\/[^/]+\/messages$/

export function isUpload(request: IncomingMessage): boolean {
  return (request.method === 'PATCH' && UPLOAD.test(pathOf(request))) || isForm(request)
}

export function isForm(request: IncomingMessage): boolean {
  const isOne = /^multipart\/form-data\b/i.test(request.headers['content-type'] ?? '')
  return isOne && request.method === 'POST' && MESSAGES.test(pathOf(request))
}

/** A picture for a film comes with one request that is larger than others. */
export const isPoster = (request: IncomingMessage): boolean => request.method === 'PUT' && POSTER.test(pathOf(request))

/** The picture of a custom emoji, in base64. */
export const isNewEmoji = (request: IncomingMessage): boolean =>
  request.method === 'POST' && EMOJI.test(pathOf(request))

const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0]!
