/** Prepares files as the server does, in the real processes. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Preparation, type PreparationOptions, type Prepared } from '../../../server/files/prepare.ts'
import type { FileDetails, FileForm } from '../../../server/store/files-store.ts'
import { temporaryFolder } from '../server.ts'

export type Kept = Prepared['facts'] & {
  forms: Partial<Record<FileForm, { bytes: Buffer; type: string; hash: string }>>
}
type Said = { type?: string; details?: FileDetails; whose?: string }

export const preparation = (options: Partial<PreparationOptions> = {}): Preparation =>
  new Preparation({ onBug: (error) => assert.fail(`a bug: ${String(error)}`), ...options })

const root = temporaryFolder()

/** The facts and the bytes that would be kept. */
export async function kept(by: Preparation, name: string, bytes: Uint8Array | string, said: Said = {}): Promise<Kept> {
  const folder = mkdtempSync(join(root, 'file-'))
  const path = join(folder, 'upload')
  writeFileSync(path, bytes)
  const { type = '', details, whose = 'u_ann' } = said
  const size = Buffer.byteLength(bytes)
  const { facts, forms } = await by.prepare({ path, folder, name, type, size, details }, whose)
  const read = forms.map(({ form, path: at, ...form_ }) => [form, { ...form_, bytes: readFileSync(at) }] as const)
  return { ...facts, forms: Object.fromEntries(read) }
}
