/** The moment in so many minutes, as the store keeps it. */
export const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString()
