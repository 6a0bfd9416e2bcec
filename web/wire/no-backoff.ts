/** Our own client decides when to come back (`client/backoff.ts`): the library's way to wait is never asked. */
export class Backoff {
  readonly attempts = 0

  reset(): void {
    // Nothing was counted.
  }

  duration(): number {
    return 0
  }
}
