/** What a room may be called, and what its address is made of. */
import { randomBytes } from 'node:crypto'
import { MAX_ROOM_NAME_GRAPHEMES } from '../../../protocol/limits.ts'
import { nameLook, tidyName } from '../people/names.ts'

/** Addresses that lead to something else than a room. */
const RESERVED = new Set(['api', 'assets', 'healthz', 'readyz', 'owner', 'invite', 'sign-in', 'socket', 'metrics'])
const MAX_SLUG = 48

/** Throws `bad_request` with a sentence for the person who chose it. */
export function prepareRoomName(typed: string): { name: string; look: string; slug: string } {
  const name = tidyName(typed, MAX_ROOM_NAME_GRAPHEMES)
  return { name, look: nameLook(name), slug: slugFrom(name) }
}

/** Letters without their marks, digits, hyphens. A name with none of them gets an address that means nothing. */
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
