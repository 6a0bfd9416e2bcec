/**
 * The contract of where the bytes of files are kept: uploads that grow, and contents that never change, each named by
 * its SHA-256. A folder and a service with the S3 protocol show the same behaviour (`place.contract.ts`).
 */
/** An upload as a file on this machine, and a folder beside it for what is made of it. Disposing of it removes the folder. */
export type Borrowed = AsyncDisposable & { path: string; folder: string }

/** The bytes from `start` to `end`, both included. */
export type ByteRange = { start: number; end: number }

/** Thrown when a place cannot be opened; the message is one line for the operator. */
export class UnusablePlace extends Error {}

/** Thrown when bytes that should be there are not. */
export class MissingBytes extends Error {}

export interface Place {
  /** A random name of this place, the same for all servers that use it. */
  readonly id: string
  /**
   * Adds bytes to an upload, after the first `from` of them; whatever was behind those is overwritten. Each call of `onSafe`
   * says how many bytes of the upload no crash can take any more. The last one comes before the answer, and also before an
   * error of `bytes` is thrown.
   */
  write(
    upload: string,
    from: number,
    bytes: AsyncIterable<Uint8Array>,
    onSafe: (received: number) => Promise<void>,
  ): Promise<void>
  /** A copy, which no writer changes. Throws `MissingBytes` when the upload has fewer bytes. */
  borrow(upload: string, size: number): Promise<Borrowed>
  /** Removes what is left of an upload, if anything is. */
  discard(upload: string): Promise<void>
  /** The uploads of which something is left. */
  uploads(): Promise<string[]>

  /** Keeps a file of this machine as a content. Answers when no crash can take it any more. */
  keep(hash: string, path: string): Promise<void>
  /** The bytes in pieces, each valid until the next one is asked for. Throws `MissingBytes`. */
  read(hash: string, range?: ByteRange): Promise<AsyncIterable<Uint8Array>>
  /** The number of its bytes; undefined when the content is not there. */
  sizeOf(hash: string): Promise<number | undefined>
  delete(hash: string): Promise<void>
  /** Removes what servers that ended in the middle of something have left, before this moment in ms since 1970. */
  tidy(before: number): Promise<void>
  /** The bytes that are free and in all, where that is known. */
  space(): Promise<{ free: number; all: number } | undefined>
}
