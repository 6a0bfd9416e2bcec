/** A moment in a sentence for people: `2026-03-05 14:00 UTC`. */
export const readableTime = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`
