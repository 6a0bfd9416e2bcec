/** Chosen files on the screen, before the server has them. */
import { type Signal, signal } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import type { DraftFile } from '../../client/outbox.ts'

const urls = new Map<string, Signal<string | undefined>>()

/** An address of the bytes of a chosen file in this page; undefined until they are read. */
export function localUrl(client: Client, { key }: DraftFile): Signal<string | undefined> {
  const known = urls.get(key)
  if (known) return known
  const url = signal<string | undefined>(undefined)
  urls.set(key, url)
  void client.uploads().then(
    async (uploads) => {
      const bytes = await uploads.bytes(key)
      if (bytes) url.value = URL.createObjectURL(bytes)
    },
    () => urls.delete(key),
  )
  return url
}

export function noteUrl(key: string, bytes: Blob): string {
  const url = URL.createObjectURL(bytes)
  urls.set(key, signal(url))
  return url
}

export function forgetUrl(key: string): void {
  const url = urls.get(key)?.peek()
  if (url !== undefined) URL.revokeObjectURL(url)
  urls.delete(key)
}

/** The files of my drafts in this page, by the drafts' clientIds. Their messages begin with these bytes. */
const sent = new Map<string, readonly DraftFile[]>()

export const noteDraft = (clientId: string, files: readonly DraftFile[]): void => void sent.set(clientId, files)

/** The address in this page of a file of my own message, which spares a request. */
export function urlOfSent(clientId: string, { name, size }: { name: string; size: number }): string | undefined {
  const file = sent.get(clientId)?.find((one) => one.name === name && one.size === size)
  return file && urls.get(file.key)?.peek()
}
