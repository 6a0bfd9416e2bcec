/** The durations of a status, as choices. */

export const LASTS = ['half', 'hour', 'today', 'week', 'time', 'ever'] as const
export type Lasts = (typeof LASTS)[number]

/** The end of a status; `time` is the value of a field for date and time. A week ends with its Sunday. */
export function endOf(lasts: Lasts, time: string, now = new Date()): Date | undefined {
  const end = new Date(now)
  switch (lasts) {
    case 'half':
      end.setMinutes(now.getMinutes() + 30)
      return end
    case 'hour':
      end.setHours(now.getHours() + 1)
      return end
    case 'today':
      end.setHours(23, 59, 59, 999)
      return end
    case 'week':
      end.setDate(now.getDate() + ((7 - now.getDay()) % 7))
      end.setHours(23, 59, 59, 999)
      return end
    case 'time': {
      const chosen = new Date(time)
      return Number.isNaN(chosen.getTime()) ? undefined : chosen
    }
    case 'ever':
      return undefined
  }
}
