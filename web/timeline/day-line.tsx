import { dayTitle } from '../ui/time.ts'

export function DayLine({ time }: { time: string }) {
  return (
    <div class="day-line">
      <time dateTime={time.slice(0, 10)}>{dayTitle(time)}</time>
    </div>
  )
}
