/** Reads Server-Sent Events line by line, as any program can. */
import type { Change } from '../../protocol/models.ts'
import { eventually } from './eventually.ts'

type StreamEvent = { event: string; id: string; change: Change }

class EventStream {
  readonly events: StreamEvent[] = []
  readonly response: Response
  /** Ended by the server, or cut off. */
  isOver = false
  readonly #bell: AbortController

  constructor(response: Response, bell: AbortController) {
    this.response = response
    this.#bell = bell
    // Cut off in the middle is over too; what is no such thing is a mistake of ours.
    this.#read().catch((error: unknown) => {
      if (!bell.signal.aborted && !(error instanceof TypeError && error.message === 'terminated')) throw error
      this.isOver = true
    })
  }

  /** The messages heard, in the order they came. */
  get bodies(): string[] {
    return this.events.flatMap(({ change }) => change.messages.map(({ body }) => body))
  }

  /** The id to come back with. */
  get lastId(): string {
    return this.events.at(-1)?.id ?? ''
  }

  async hears(body: string): Promise<void> {
    await eventually(() => {
      if (!this.bodies.includes(body))
        throw new Error(`“${body}” did not come as an event: ${this.bodies.slice(-5).join(', ')}`)
    })
  }

  close(): void {
    this.#bell.abort()
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder()
    let rest = ''
    for await (const chunk of this.response.body ?? []) {
      rest += decoder.decode(chunk as Uint8Array, { stream: true })
      const blocks = rest.split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) this.#take(block)
    }
    this.isOver = true
  }

  #take(block: string): void {
    const fields = new Map(block.split('\n').map((line) => [line.split(':')[0] ?? '', line.replace(/^[^:]*: ?/, '')]))
    const data = fields.get('data')
    if (data === undefined) return
    this.events.push({
      event: fields.get('event') ?? 'message',
      id: fields.get('id') ?? '',
      change: JSON.parse(data) as Change,
    })
  }
}

export async function openStream(url: string, headers: Record<string, string>): Promise<EventStream> {
  const bell = new AbortController()
  const response = await fetch(url, { headers, signal: bell.signal })
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return new EventStream(response, bell)
}
