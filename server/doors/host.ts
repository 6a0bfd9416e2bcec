/** The host names of this server. A page of another name that leads to this machine must not count as our own. */
import { isIPv4 } from 'node:net'
import { hostname } from 'node:os'

/** Endings that cannot be registered: such a name comes from our own network. */
const OF_THE_NETWORK = ['', '.local', '.home.arpa', '.internal']

/** A host from a Host header, with its port; undefined for an invalid one. */
export function parseHost(text: string | undefined): URL | undefined {
  if (text === undefined || !/^[^\s/?#@\\]+$/.test(text)) return undefined
  return URL.parse(`http://${text}`) ?? undefined
}

/** An address, unlike a name, cannot lead to another machine. */
const isAddress = (name: string): boolean => isIPv4(name) || name.startsWith('[')

export class OwnNames {
  readonly #names: ReadonlySet<string>

  /** `set` are the names that the operator has set. */
  constructor(set: readonly string[], machine: string = hostname()) {
    const [label = ''] = machine.toLowerCase().split('.')
    const ofMachine = label === '' ? [] : OF_THE_NETWORK.map((ending) => label + ending)
    this.#names = new Set(['localhost', ...ofMachine, ...set.map((name) => name.toLowerCase())])
  }

  has({ hostname: name }: URL): boolean {
    return isAddress(name) || this.#names.has(name)
  }
}
