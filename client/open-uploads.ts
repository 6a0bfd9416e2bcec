import { UploadDoor, type UploadDoorNeeds } from './upload-door.ts'
import { type UploadStorage, memoryUploads } from './upload-storage.ts'
import { Uploads, type UploadsNeeds } from './uploads.ts'

type Needs = UploadDoorNeeds &
  Omit<UploadsNeeds, 'door' | 'storage'> & { files?: (() => Promise<UploadStorage>) | undefined }

export async function openUploads({ files, online, clock, random, ...door }: Needs): Promise<Uploads> {
  return new Uploads({
    storage: files ? await files() : memoryUploads(),
    door: new UploadDoor(door),
    online,
    clock,
    random,
  })
}
