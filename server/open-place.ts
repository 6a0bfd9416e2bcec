/** Opens the place where files are kept. The client of the service is loaded only where one was set. */
import { BadConfig, type Config } from './config.ts'
import { openFolder } from './files/folder.ts'
import type { Place } from './files/place.ts'

/** Throws `UnusablePlace` or `BadConfig`. */
export async function openPlace({ filesFolder, filesService }: Config, workFolder: string): Promise<Place> {
  if (filesService) {
    const { openS3 } = await import('./files/s3.ts')
    return openS3(filesService, workFolder)
  }
  return openFolder(filesFolder).catch((error: unknown) => {
    throw new BadConfig(`Files cannot be kept in ${filesFolder}: ${(error as Error).message}`)
  })
}
