/** A command as data: what it does, its fields, and its answer. */
import * as v from 'valibot'

// A client may send a whole message back as a draft. The fields that only the server sets are ignored.
const GIVEN_BY_SERVER =
  'author seq rev sentAt editedAt deletedAt pinnedAt isForwarded reactions mentions mentionsRoom role'.split(' ')

/** A longer key is no typing mistake, and a refusal need not repeat it. */
const LONGEST_KEY_SAID = 50

/** An unknown field is refused, because it is nearly always a typing mistake. */
export function command<Entries extends v.ObjectEntries, Output extends v.GenericSchema>(spec: {
  does: string
  input: Entries
  output: Output
}) {
  const taken = Object.keys(spec.input)
  const known = new Set([...taken, ...GIVEN_BY_SERVER])
  const unknownIn = (given: unknown) => Object.keys(given ?? {}).find((key) => !known.has(key))
  const sayUnknown = (given: unknown) => {
    const key = JSON.stringify(unknownIn(given)?.slice(0, LONGEST_KEY_SAID))
    return `Unknown field ${key}. ${taken.length === 0 ? 'This command takes no fields.' : `The fields are ${taken.join(', ')}.`}`
  }
  const fields = v.object(spec.input)
  const input = v.pipe(
    v.unknown(),
    v.check((given) => !Array.isArray(given), 'A payload must be an object.'),
    v.check(
      (given) => unknownIn(given) === undefined,
      ({ input: given }) => sayUnknown(given),
    ),
    fields,
  )
  return { does: spec.does, fields, input, output: spec.output }
}
