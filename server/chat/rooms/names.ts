/** Checks names of rooms, and makes their addresses. */
import { randomBytes } from 'node:crypto'
import { MAX_ROOM_NAME_GRAPHEMES } from '../../../protocol/limits.ts'
import { nameLook } from '../../../protocol/names/looks.ts'
import { tidyName } from '../people/names.ts'

/** Addresses that are no room's. */
const RESERVED = new Set([
  'api',
  'assets',
  'healthz',
  'readyz',
  'owner',
  'invite',
  'sign-in',
  'confirm-mail',
  'new-password',
  'unsubscribe',
  'socket',
  'metrics',
])
const MAX_SLUG = 48

/** Throws `bad_request` with a sentence for people. */
export function prepareRoomName(typed: string): { name: string; look: string; slug: string } {
  const name = tidyName(typed, MAX_ROOM_NAME_GRAPHEMES)
  return { name, look: nameLook(name), slug: slugFrom(name) }
}

/** Letters without their marks, digits, hyphens. A name with none of them gets a meaningless address. */
function slugFrom(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_SLUG)
    .replaceAll(/^-+|-+$/g, '')
  if (slug === '') return `room-${randomBytes(4).toString('hex')}`
  return RESERVED.has(slug) ? `${slug}-room` : slug
}
