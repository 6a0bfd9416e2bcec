/** The part of the store's contract that is about files: uploads, what messages carry, and where the bytes are. */
import type { File } from '../../protocol/files.ts'
import type { FileDeletion, FilesUsage } from '../../protocol/models.ts'
import type { Changed, Signed } from './terms.ts'

/** A file that a message carries. An empty `alt` is none. */
export type FileToCarry = { id: string; alt?: string | undefined }
/** The sender's word for a file before its bytes come. `type` is only their word for it. */
export type NewFile = { name: string; type: string; size: number; details?: FileDetails | undefined }
/** A film’s size and length, which the sender’s page knows, and whether its metadata stays. */
export type FileDetails = {
  keepsMetadata?: boolean | undefined
  width?: number | undefined
  height?: number | undefined
  /** In seconds. */
  duration?: number | undefined
}
/**
 * A file that waits for its bytes, or for a message. `received` counts the bytes that are safe, and `holder` is the
 * person, or the guest’s network, for whom it counts.
 */
export type Upload = NewFile & { id: string; holder: string; received: number; isComplete: boolean }
/** Bytes that may be announced in a day: by a person, and by all guests of a network. */
export type UploadLimits = Record<'guest' | 'person', { bytesADay: number }>
export type FileForm = 'original' | 'view' | 'thumbnail' | 'poster'
/** The bytes of one form, named by their SHA-256. */
export type Content = { hash: string; type: string; size: number }
/** All that is known of a file whose bytes are here, and where they are. */
export type ArrivedFile = { facts: Omit<File, 'id' | 'alt'>; forms: (Content & { form: FileForm })[] }
/** A picture for a film: the facts of the film that it changes, and its forms. */
export type ArrivedPoster = { thumbhash: string; forms: (Content & { form: FileForm })[] }
/** The files of messages sent before a moment, in all rooms and of all people unless one is named. */
export type OlderFiles = { before: string; roomId?: string | undefined; userId?: string | undefined }
/** The part of `FilesUsage` that the database knows. */
export type KeptFiles = Omit<FilesUsage, 'free' | 'all' | 'limit'>
export type FileToServe = Content & { name: string }

export interface FilesStore {
  /**
   * Announces a file whose bytes will come. `bad_request` for a name that is too long, and `rate_limited` when it is too
   * much for today.
   */
  addFile(who: Signed, file: NewFile, limits?: UploadLimits): Promise<Upload>
  /** `not_found` for a file that is not one's own, or that a message has taken. So do the next two. */
  upload(who: Signed, id: string): Promise<Upload>
  /** From now on only this writer, a random name, adds bytes. */
  takeOverUpload(who: Signed, id: string, writer: string): Promise<Upload>
  removeFile(who: Signed, id: string): Promise<void>
  /** Records that so many bytes are safe. False when another writer has taken over, or the file is gone. */
  noteReceived(id: string, writer: string, received: number): Promise<boolean>
  /** All bytes are here and kept. Doing it twice does no harm. `not_found` for a file that is gone. */
  completeFile(id: string, arrived: ArrivedFile): Promise<void>
  /** Gives a film of one's own, which no message has taken, its poster. `bad_request` for a file that is no film. */
  addPoster(who: Signed, id: string, poster: ArrivedPoster): Promise<void>
  /** Those of these uploads that still need their bytes. */
  uploadsUnderWay(ids: string[]): Promise<string[]>
  /** Where the bytes of a file are, for a user who sees a message that carries it; otherwise `not_found`. */
  fileToServe(who: Signed, id: string, form: FileForm): Promise<FileToServe>
  /** The use of the disk. Rooms that the reader does not see have no names. */
  fileUsage(who: Signed): Promise<KeptFiles>
  /** The outcome of a deletion before it is done: its files, their bytes, and the bytes that no other file needs. */
  olderFiles(who: Signed, older: OlderFiles): Promise<{ files: number; bytes: number; frees: number }>
  /**
   * Takes the files off older messages and keeps them for undo for a while: a thousand at once, and the rest by
   * `goOnWithFiles`. Each message gets a new rev. Audited.
   */
  deleteOlderFiles(who: Signed, older: OlderFiles): Promise<{ deletion: FileDeletion; changes: Changed[] }>
  /**
   * Undoes that, likewise in parts. A message that was edited or deleted meanwhile stays as it is. `not_found` for a
   * deletion that is unknown, undone or too old. Audited.
   */
  restoreFiles(who: Signed, deletionId: string): Promise<Changed[]>
  /** Announces bytes that will be kept. False while the same bytes are being deleted: try again. */
  announceContent(hash: string, size: number): Promise<boolean>
  /**
   * Marks some contents that no file names, and that nobody has announced since then. Their bytes can be deleted, and
   * then they must be forgotten. Until they are, each call answers with them again.
   */
  takeUnusedContents(since: string, limit: number): Promise<string[]>
  forgetContents(hashes: string[]): Promise<void>
  /** The bytes of all contents together. */
  keptBytes(): Promise<number>
  /** All contents after this hash, in their order. */
  contentsAfter(hash: string, limit: number): Promise<{ hash: string; size: number }[]>
}
