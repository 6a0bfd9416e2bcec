/** Whether no part of the page has to come from the network any more. */
export let isWhole = false

/** From now on the parts of the page are there, also without a network. */
export const noteWhole = (): boolean => (isWhole = true)

/** Chrome never asks again for a module that it could not fetch. So none is asked for before there is a network. */
export const untilOnline = (): Promise<unknown> | boolean =>
  isWhole || navigator.onLine || new Promise((online) => addEventListener('online', online, { once: true }))
