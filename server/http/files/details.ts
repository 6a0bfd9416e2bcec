/** Reads what senders say of a file beside its name: in the metadata of an upload, or in the fields of a form. */
import { Refusal } from '../../../protocol/errors.ts'
import type { FileDetails } from '../../store/files-store.ts'

const MOST_PIXELS = 65_535
/** Thirty days. */
const MOST_SECONDS = 2_592_000

/** `original` is `1` where the metadata of a picture or a film stays. */
export function readDetails(said: { get: (name: string) => string | undefined }): FileDetails | undefined {
  const details = {
    ...(said.get('original') === '1' && { keepsMetadata: true }),
    ...measure(said, 'width', MOST_PIXELS),
    ...measure(said, 'height', MOST_PIXELS),
    ...measure(said, 'duration', MOST_SECONDS),
  }
  return Object.keys(details).length === 0 ? undefined : details
}

/** Pixels are whole, and seconds have milliseconds. */
function measure(
  said: { get: (name: string) => string | undefined },
  name: string,
  most: number,
): Record<string, number> {
  const text = said.get(name)
  if (text === undefined || text === '') return {}
  const number = Number(text)
  const isRight = /^\d{1,8}(?:\.\d{1,20})?$/.test(text) && number <= most && number > 0
  if (!isRight) throw new Refusal('bad_request', `${name} must be a number up to ${most}.`)
  return { [name]: name === 'duration' ? Math.round(number * 1_000) / 1_000 : Math.round(number) }
}
