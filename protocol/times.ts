/** A moment, for a sentence that tells somebody until when: `2026-03-05 14:00 UTC`. */
export const readableTime = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`
