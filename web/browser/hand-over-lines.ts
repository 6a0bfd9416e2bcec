import { forgetUser, keepForUser, recallForUser, userKeys } from './user-storage.ts'

/** Removes a value and answers with it. A caller that stores it elsewhere then needs no room for two. */
export function takeForUser(userId: string, key: string): string {
  const text = recallForUser(userId, key) ?? ''
  keepForUser(userId, key, '')
  return text
}

/** Hands all values of one user to another. Each line goes below the lines that are there. */
export function handOverLines(from: string, to: string): void {
  for (const key of userKeys(from)) {
    const there = recallForUser(to, key)
    const lines = [...(there?.split('\n') ?? []), ...takeForUser(from, key).split('\n')]
    keepForUser(to, key, [...new Set(lines)].join('\n'))
  }
  forgetUser(from)
}
