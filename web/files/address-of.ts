import { basePath } from '../browser/base-path.ts'

type Form = 'view' | 'thumbnail' | 'poster'

/** The address of a file's bytes, or of a smaller picture of it. */
export const addressOf = ({ id }: { id: string }, form?: Form | false): string =>
  `${basePath}/api/files/${id}${form ? `/${form}` : ''}`
