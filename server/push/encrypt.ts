/** Encrypts what a push carries for one browser (RFC 8291), as one record of aes128gcm (RFC 8188). */
import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'

/** The keys of a browser, in base64url. */
export type BrowserKeys = { publicKey: string; secret: string }

/** What is drawn anew for each push. The tests of the RFC bring their own. */
export type Drawn = { salt: Buffer; privateKey?: Buffer }

const RECORD_BYTES = 4_096
/** Says that this record is the last one. */
const LAST = Buffer.of(2)

export function encrypt(
  words: Uint8Array,
  { publicKey, secret }: BrowserKeys,
  { salt, privateKey }: Drawn = { salt: randomBytes(16) },
): Buffer {
  const theirs = Buffer.from(publicKey, 'base64url')
  const own = createECDH('prime256v1')
  if (privateKey) own.setPrivateKey(privateKey)
  else own.generateKeys()
  const ours = own.getPublicKey()

  const info = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, ours])
  const shared = hkdf(own.computeSecret(theirs), Buffer.from(secret, 'base64url'), info, 32)
  const key = hkdf(shared, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = hkdf(shared, salt, Buffer.from('Content-Encoding: nonce\0'), 12)

  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  const sealed = Buffer.concat([cipher.update(words), cipher.update(LAST), cipher.final(), cipher.getAuthTag()])
  const size = Buffer.alloc(4)
  size.writeUInt32BE(RECORD_BYTES)
  return Buffer.concat([salt, size, Buffer.of(ours.length), ours, sealed])
}

const hkdf = (key: Buffer, salt: Buffer, info: Buffer, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, info, bytes))
