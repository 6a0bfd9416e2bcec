/** Everybody on two nodes writes to the same room as fast as it is accepted. */
import { CrowdRun } from '../../crowd-run.ts'
import { Cluster } from '../../support/cluster.ts'
import { scenario } from '../scenario.ts'

type Options = { clients: number; messages: number }

export const race = scenario<Options>({
  name: 'nodes-race',
  fault: 'two nodes writing to one room as fast as they can',
  promises: 'C3, C4, C5, C6, H19',
  short: { clients: 20, messages: 20 },
  long: { clients: 60, messages: 100 },
  async run({ clients, messages }, random, progress) {
    const run = await CrowdRun.before(await Cluster.make({ size: 2 }), clients, random)
    const { crowd, supervisor } = run
    progress(`${supervisor.balancer.taken.join(' and ')} clients are connected`)
    const beganAt = performance.now()
    for (const member of crowd.members) for (let number = 0; number < messages; number++) member.say()
    await crowd.settle(120_000)
    const seconds = (performance.now() - beganAt) / 1_000
    const notes = [
      `${clients} clients with one message under way each, ${Math.round((clients * messages) / seconds)} messages a second`,
    ]
    return run.judge({ failures: [], notes })
  },
})
