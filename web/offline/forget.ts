import { forgetKept } from './kept.ts'
import { unregister } from './register.ts'

/** At sign-out: nothing of the user stays for the next user of this browser. */
export async function forgetAll(): Promise<void> {
  await Promise.allSettled([forgetKept(), unregister()])
}
