declare module 'unicode-confusables' {
  /** Each character replaced by the one it can be mistaken for: the skeleton of UTS #39. */
  export function rectifyConfusion(text: string): string
}
