/** A worker process that fails at some tasks, as `name` says, and does all others as the real one does. */
import { carryOut, type Answered, type Asked } from '../../../server/files/workers/tasks.ts'

process.on('message', (asked: Asked) => void answer(asked))
process.once('disconnect', () => process.exit())

async function answer(asked: Asked): Promise<void> {
  const { name, care } = asked.task === 'file' ? asked.given : { name: '', care: 'kept' }
  if (name.startsWith('hangs') && care === 'all') for (;;);
  if (name.startsWith('hangs twice') && care === 'cleaned') for (;;);
  if (name.startsWith('crashes') && care === 'all') process.abort()
  process.send?.(faultOf(name, care) ?? (await carryOut(asked)))
}

function faultOf(name: string, care: string): Answered | undefined {
  if (name.startsWith('throws') && care === 'all') return { fault: { message: 'a bug' } }
  if (name.startsWith('full')) return { fault: { message: 'no space', code: 'ENOSPC' } }
  const settings = JSON.stringify({ env: process.env, args: process.argv, execArgs: process.execArgv })
  return name.startsWith('tells') ? { fault: { message: settings, code: 'told' } } : undefined
}
