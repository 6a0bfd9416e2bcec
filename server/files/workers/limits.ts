/** The limits of one worker process. */

/** Bytes of memory, at most. A photo of 48 megapixels that has to be turned takes 550 million. */
export const MOST_MEMORY = 800_000_000
/** The exit code of a process that has more. */
export const TOO_MUCH_MEMORY = 77
