/** My saved messages, for the marks of their rows; absent until they are known. */
import { signal } from '@preact/signals'
import type { Client } from '../../client/client.ts'

export const savedRows = signal<{ of: Client; has: (roomId: string, seq: number) => boolean } | undefined>(undefined)
