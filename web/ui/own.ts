/** What somebody wrote and keeps in this browser, under their own name: nobody else who uses it comes to see it. */
import { keep, recall } from './kept.ts'

const nameOf = (userId: string, key: string): string => `${userId}/${key}`

export const recallOwn = (userId: string, key: string): string | undefined => recall(nameOf(userId, key))

export const keepOwn = (userId: string, key: string, value: string): boolean => keep(nameOf(userId, key), value)

/** The keys under which somebody keeps something. */
export function ownKeys(userId: string): string[] {
  const begins = `earshot:${nameOf(userId, '')}`
  try {
    return Object.keys(localStorage).flatMap((key) => (key.startsWith(begins) ? key.slice(begins.length) : []))
  } catch {
    // Blocked storage throws where it is touched, and holds nothing.
    return []
  }
}

export function forgetOwn(userId: string): void {
  for (const key of ownKeys(userId)) keepOwn(userId, key, '')
}

/** A guest whose session is gone cannot come back as the same one: what they kept goes to whom they are now. */
export function handOver(from: string, to: string): void {
  for (const key of ownKeys(from)) {
    const value = recallOwn(from, key) ?? ''
    if (recallOwn(to, key) === undefined) keepOwn(to, key, value)
    keepOwn(from, key, '')
  }
}
