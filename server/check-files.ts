/** Reads the bytes of all files, and says which are missing or damaged. The server may be running. */
import { createHash } from 'node:crypto'
import { MissingBytes, type Place } from './files/place.ts'
import { count, type Output, Progress } from './progress.ts'
import type { ContentsBeside, KnownContent } from './store/contents-beside.ts'

type Fault = 'missing' | 'damaged'

/** Answers whether all files are as they were. */
export async function checkFiles(contents: ContentsBeside, place: Place, output: Output): Promise<boolean> {
  const all = [...contents.all()]
  const progress = new Progress('Checking', { all: all.length, unit: 'contents' }, output)
  let faults = 0
  for (const content of all) {
    const fault = await check(place, content)
    progress.tell('files', 1)
    // It may have been deleted meanwhile.
    const files = fault ? contents.filesOf(content.hash) : []
    if (!fault || files.length === 0) continue
    faults++
    progress.end()
    for (const { name, at } of files) output.write(`${fault}: “${name}”, ${at ?? 'not sent yet'} (${content.hash})\n`)
  }
  progress.end()
  output.write(
    faults === 0
      ? `All ${count(all.length)} contents are as they were.\n`
      : `${count(faults)} of ${count(all.length)} contents are missing or damaged. Put them back from a backup, then check again.\n`,
  )
  return faults === 0
}

async function check(place: Place, { hash }: KnownContent): Promise<Fault | undefined> {
  try {
    const found = createHash('sha256')
    for await (const piece of await place.read(hash)) found.update(piece)
    return found.digest('hex') === hash ? undefined : 'damaged'
  } catch (error) {
    if (error instanceof MissingBytes) return 'missing'
    throw error
  }
}
