/** A page of any engine, as far as checks need it. */
export type InPage = {
  /** Runs in the page. The argument and the answer are JSON. */
  evaluate: {
    <T>(inPage: string | (() => T | Promise<T>)): Promise<T>
    <T, Given>(inPage: (given: Given) => T | Promise<T>, given: Given): Promise<T>
  }
}
