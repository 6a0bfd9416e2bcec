/** Texts that a user keeps in this browser, under their own id: other users of this browser do not see them. */
import { keep, recall } from './storage.ts'

const nameOf = (userId: string, key: string): string => `${userId}/${key}`

export const recallForUser = (userId: string, key: string): string | undefined => recall(nameOf(userId, key))

export const keepForUser = (userId: string, key: string, value: string): boolean => keep(nameOf(userId, key), value)

/** The keys of all values that a user keeps. */
export const userKeys = (userId: string): string[] => keysIn(() => localStorage, userId)

/** The same for values in this tab alone. */
export const keysInTab = (userId: string): string[] => keysIn(() => sessionStorage, userId)

export function forgetUser(userId: string): void {
  for (const key of userKeys(userId)) keepForUser(userId, key, '')
  for (const key of keysInTab(userId)) keepInTab(userId, key, '')
}

/** For this tab alone, until it is closed. A reload keeps it. */
export function keepInTab(userId: string, key: string, value: string): void {
  try {
    if (value === '') sessionStorage.removeItem(nameOf(userId, key))
    else sessionStorage.setItem(nameOf(userId, key), value)
  } catch {
    // Blocked or full: then the value lasts only as long as the page.
  }
}

export function recallInTab(userId: string, key: string): string {
  try {
    return sessionStorage.getItem(nameOf(userId, key)) ?? ''
  } catch {
    // Blocked storage throws on access.
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
    // Blocked storage throws on access, and holds nothing.
    return []
  }
}
