import { roomOf } from './room-of.ts'

/** The room of files while their code is loaded. */
export const FilesRoom = ({ files }: { files: Parameters<typeof roomOf>[0] }) => (
  <div class="files" style={roomOf(files)} />
)
