import type { Client } from './client.ts'

/** One of something for each client, made on first use. */
export function perClient<T extends object>(make: (client: Client) => T): (client: Client) => T {
  const known = new WeakMap<Client, T>()
  return (client) => {
    const found = known.get(client) ?? make(client)
    known.set(client, found)
    return found
  }
}
