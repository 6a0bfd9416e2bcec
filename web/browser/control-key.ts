/** A Mac has another key for commands; its Ctrl moves the caret. Only the old property works in every browser. */
const isMac = /mac|iphone|ipad/i.test(navigator.platform)

export const hasCommand = ({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  (isMac ? metaKey : ctrlKey) && !altKey

export const controlKey = isMac ? '⌘' : 'Ctrl'
