/** The options of the emoji picker. */
export type Picking = {
  /** The picker opens beside this element. On a phone it opens at the bottom, under the thumb. */
  anchor: HTMLElement
  /** The user whose recent emoji are offered. */
  userId: string
  /** Whether the chat’s own emoji are offered: messages and reactions take them. */
  hasCustom?: boolean
  onPick: (emoji: string) => void
  /** The element that gets the focus after closing, if nothing else has it. Default: the element with the focus now. */
  back?: () => HTMLElement | null
}
