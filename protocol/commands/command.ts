import * as v from 'valibot'

// A message sent back as a draft is no mistake, but what the server gives it is not for the client to say.
const GIVEN_BY_SERVER = 'author seq rev sentAt editedAt deletedAt pinnedAt reactions mentions mentionsRoom role'.split(
  ' ',
)

/** An order as data: what it does, what goes in, what comes back. A key that it does not know is a mistake. */
export function command<Entries extends v.ObjectEntries, Output extends v.GenericSchema>(spec: {
  does: string
  input: Entries
  output: Output
}) {
  const known = new Set([...Object.keys(spec.input), ...GIVEN_BY_SERVER])
  const knowsEveryKey = (given: unknown) => Object.keys(given ?? {}).every((key) => known.has(key))
  const fields = v.object(spec.input)
  const input = v.pipe(
    v.unknown(),
    v.check((given) => !Array.isArray(given), 'A payload is an object.'),
    v.check(knowsEveryKey, 'There is a key that this command does not know.'),
    fields,
  )
  return { does: spec.does, fields, input, output: spec.output }
}
