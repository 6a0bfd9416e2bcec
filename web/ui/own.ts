/** What somebody wrote and keeps in this browser, under their own name: nobody else who uses it comes to see it. */
import { keep, recall } from './kept.ts'

const nameOf = (userId: string, key: string): string => `${userId}/${key}`

export const recallOwn = (userId: string, key: string): string | undefined => recall(nameOf(userId, key))

export const keepOwn = (userId: string, key: string, value: string): boolean => keep(nameOf(userId, key), value)

/** The keys under which somebody keeps something. */
export const ownKeys = (userId: string): string[] => keysIn(() => localStorage, userId)

/** The same for what is kept in this tab alone. */
export const keysInTab = (userId: string): string[] => keysIn(() => sessionStorage, userId)

export function forgetOwn(userId: string): void {
  for (const key of ownKeys(userId)) keepOwn(userId, key, '')
  for (const key of keysInTab(userId)) keepInTab(userId, key, '')
}

/** Takes it away and answers with it: whoever keeps it elsewhere then needs no room for two. */
export function takeOwn(userId: string, key: string): string {
  const text = recallOwn(userId, key) ?? ''
  keepOwn(userId, key, '')
  return text
}

/** All that somebody keeps goes to somebody else, each line below what is there. */
export function handOverLines(from: string, to: string): void {
  for (const key of ownKeys(from)) {
    const there = recallOwn(to, key)
    const lines = [...(there?.split('\n') ?? []), ...takeOwn(from, key).split('\n')]
    keepOwn(to, key, [...new Set(lines)].join('\n'))
  }
  forgetOwn(from)
}

/** As long as this tab is open, over any reload, and for this tab alone. */
export function keepInTab(userId: string, key: string, value: string): void {
  try {
    if (value === '') sessionStorage.removeItem(nameOf(userId, key))
    else sessionStorage.setItem(nameOf(userId, key), value)
  } catch {
    // Blocked or full: then it is kept as long as the page.
  }
}

export function recallInTab(userId: string, key: string): string {
  try {
    return sessionStorage.getItem(nameOf(userId, key)) ?? ''
  } catch {
    // Blocked storage throws where it is touched.
    return ''
  }
}

function keysIn(storage: () => Storage, userId: string): string[] {
  const begins = nameOf(userId, '')
  try {
    return Object.keys(storage()).flatMap((key) => {
      const at = key.indexOf(begins)
      return at < 0 ? [] : key.slice(at + begins.length)
    })
  } catch {
    // Blocked storage throws where it is touched, and holds nothing.
    return []
  }
}
