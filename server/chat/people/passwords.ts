/** Passwords: hashed with argon2id as OWASP's Password Storage Cheat Sheet advises (19 MiB, two passes, one lane). */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Refusal } from '../../../protocol/errors.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }
/** Each takes 19 MiB and a core for some 30 ms: more at once would only be slower, and a way to exhaust us. */
const MOST_AT_ONCE = 4
const MOST_WAITING = 200

const derive = promisify(argon2)
let running = 0
const waiting: (() => void)[] = []

/** In the PHC string format, so that the cost can be raised later without asking anybody. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const { memory, passes, parallelism } = COST
  const hash = await inTurn(() => derive('argon2id', { ...COST, message: password, nonce: salt }))
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${toText(salt)}$${toText(hash)}`
}

/** Takes as long for nobody’s hash (undefined) as for somebody’s. */
export async function isPassword(password: string, phc: string | undefined): Promise<boolean> {
  const { memory, passes, parallelism, salt, hash } = read(phc ?? NOBODY)
  const cost = { memory, passes, parallelism, tagLength: hash.length }
  const found = await inTurn(() => derive('argon2id', { ...cost, message: password, nonce: salt }))
  return timingSafeEqual(found, hash) && phc !== undefined
}

/** Throws `forbidden` when this is not the caller's own password. */
export async function requirePassword({ store, limits }: Tools, caller: Caller, password: string): Promise<void> {
  limits.take('account', caller.user.id)
  const hash = await store.passwordHashOf(signed(caller))
  if (!(await isPassword(password, hash))) throw new Refusal('forbidden', 'That is not your password.')
}

const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replaceAll('=', '')

const NOBODY = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${toText(randomBytes(16))}$${toText(randomBytes(32))}`

function read(phc: string) {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(phc)
  if (!parts) throw new Error('A stored password hash is not in the format that this version writes.')
  const [memory, passes, parallelism] = parts.slice(1, 4).map(Number) as [number, number, number]
  const [salt, hash] = parts.slice(4).map((text) => Buffer.from(text, 'base64')) as [Buffer, Buffer]
  return { memory, passes, parallelism, salt, hash }
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= MOST_AT_ONCE) {
    if (waiting.length >= MOST_WAITING) throw new Refusal('overloaded', 'Too many sign in at this moment.', 2_000)
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else {
    running++
  }
  try {
    return await work()
  } finally {
    // The place is handed on, not given up, when somebody waits for it.
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
