/** Sets an owner code from outside, for an operator who is locked out. The server may be running. */
import { openBeside, type PlaceOfStore } from './open-beside.ts'
import { setOwnerCode } from './sql/people/owners.ts'

/** Throws `UnusableStore` with a sentence for the operator. */
export function putOwnerCode(place: PlaceOfStore, codeHash: Uint8Array): void {
  const database = openBeside(place)
  try {
    setOwnerCode(database, codeHash)
  } finally {
    database.close()
  }
}
