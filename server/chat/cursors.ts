/**
 * Seals the end of a page for a client. The text inside may count messages in hidden rooms. So no client can read it,
 * make one, or use that of another user or another list (docs/decisions/sealed-cursors.md).
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
import { Refusal } from '../../protocol/errors.ts'
import type { Caller } from './caller.ts'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** A sealed text is as long as a whole number of these, so that a count does not show how many digits it has. */
const STEP_BYTES = 32
const END = 1

export class Cursors {
  readonly #key: Buffer
  readonly #nonceKey: Buffer
  readonly #nameKey: Buffer

  /** `secret` is the data folder’s own, so that a cursor holds over a restart. */
  constructor(secret: Uint8Array) {
    const keyFor = (use: string) => createHmac('sha256', secret).update(use).digest()
    this.#key = keyFor('seal a cursor')
    this.#nonceKey = keyFor('draw a nonce')
    this.#nameKey = keyFor('name an entry')
  }

  /**
   * The same place in the same list makes the same cursor: the nonce comes from the text, so two texts never share one.
   */
  seal(list: string, { user }: Caller, place: string): string {
    const whose = `${list} ${user.id}`
    const nonce = createHmac('sha256', this.#nonceKey).update(`${whose} ${place}`).digest().subarray(0, NONCE_BYTES)
    const cipher = createCipheriv(CIPHER, this.#key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(whose))
    const sealed = [nonce, cipher.update(filled(place)), cipher.final(), cipher.getAuthTag()]
    return Buffer.concat(sealed).toString('base64url')
  }

  /** Throws `bad_request` for a text that was not sealed for this caller and this list. */
  open(list: string, { user }: Caller, cursor: string): string {
    const sealed = Buffer.from(cursor, 'base64url')
    const text = sealed.subarray(NONCE_BYTES, -TAG_BYTES)
    if (sealed.length < NONCE_BYTES + TAG_BYTES || sealed.toString('base64url') !== cursor) throw notOurs()
    const decipher = createDecipheriv(CIPHER, this.#key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    decipher.setAAD(Buffer.from(`${list} ${user.id}`)).setAuthTag(sealed.subarray(-TAG_BYTES))
    try {
      const place = Buffer.concat([decipher.update(text), decipher.final()])
      return place.toString('utf8', 0, place.lastIndexOf(END))
    } catch {
      // The cursor was changed, made up, or belongs to another user. The client need not know which.
      throw notOurs()
    }
  }

  /** Reads a page of a list: its `after` as the store takes it, its `next` sealed for the client. */
  async page<Asked extends { after?: string | undefined }, Page extends { next?: string }>(
    list: string,
    caller: Caller,
    asked: Asked,
    read: (asked: Asked) => Promise<Page>,
  ): Promise<Page> {
    const opened = asked.after === undefined ? asked : { ...asked, after: this.open(list, caller, asked.after) }
    const page = await read(opened)
    return page.next === undefined ? page : { ...page, next: this.seal(list, caller, page.next) }
  }

  /**
   * A name for an entry that is numbered inside. It is the same for all readers, and hides how many entries lie between
   * two.
   */
  nameOf(list: string, place: string): string {
    return createHmac('sha256', this.#nameKey)
      .update(`${list} ${place}`)
      .digest()
      .subarray(0, NONCE_BYTES)
      .toString('base64url')
  }
}

function filled(place: string): Buffer {
  const length = Buffer.byteLength(place)
  const steps = Buffer.alloc(Math.ceil((length + 1) / STEP_BYTES) * STEP_BYTES)
  steps.write(place)
  steps[length] = END
  return steps
}

const notOurs = (): Refusal => new Refusal('bad_request', 'after: Use the `next` of the page before.')
