import type { CommandName, Payload } from '../../protocol/commands.ts'
import type { Result } from '../../protocol/errors.ts'
import type { Run } from '../run.ts'

type Order = {
  name: CommandName
  payload: Payload<CommandName>
  answer: (result: Result<unknown>) => void
}

export const OVERLOADED = { ok: false, error: { code: 'overloaded', message: 'Later, please.' } } as const

/** A connection whose commands wait until the test answers them, in any order. */
export function fakeLine(): { run: Run; orders: Order[]; cut(): void } {
  const orders: Order[] = []
  const run: Run = async (name, payload) =>
    new Promise((answer) => {
      // The model knows the answer of each name.
      orders.push({ name, payload, answer: (result) => answer(result as never) })
    })
  return {
    run,
    orders,
    cut() {
      for (const order of orders.splice(0)) order.answer(OVERLOADED)
    },
  }
}
