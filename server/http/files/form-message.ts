/** Posts a message whose files come with it in one request. */
import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Refusal, type Result } from '../../../protocol/errors.ts'
import type { Message } from '../../../protocol/models.ts'
import { allowInRoom } from '../../chat/access.ts'
import { type Caller, signed } from '../../chat/caller.ts'
import { run } from '../../chat/run.ts'
import type { Tools } from '../../chat/tools.ts'
import { readDetails } from './details.ts'
import { readForm } from './form.ts'

export async function postForm(
  tools: Tools,
  caller: Caller,
  roomId: string,
  request: IncomingMessage,
): Promise<Result<Message>> {
  // Refused early: nobody should send a hundred megabytes to a room in which they may not write.
  await allowInRoom(tools, caller, 'message:send', roomId)
  using _uploading = tools.limits.take('file:bytes', caller.user.kind === 'guest' ? caller.network : caller.user.id)
  await tools.files.requireRoom(Number(request.headers['content-length'] ?? 0))
  await using aside = await tools.files.aside()
  const form = await readForm(request, {
    folder: aside.folder,
    maxFileBytes: tools.maxFileBytes,
    requireRoom: (bytes) => tools.files.requireRoom(bytes),
  })
  const { replyTo, alt, original, width, height, duration, ...said } = form.fields
  const details = readDetails(new Map(Object.entries({ original, width, height, duration })))
  const files: { id: string; alt?: string }[] = []
  for (const file of form.files) {
    const announced = await run(tools, 'file:upload', caller, {
      name: file.name,
      type: file.type,
      size: file.size,
      ...details,
    })
    if (!announced.ok) throw Refusal.from(announced.error)
    const { id } = announced.value
    if (file.size > 0) await tools.files.receive(signed(caller), id, { from: 0, bytes: createReadStream(file.path) })
    files.push({ id, ...(alt !== undefined && { alt }) })
  }
  const draft = {
    clientId: randomUUID(),
    ...said,
    ...(replyTo !== undefined && { replyTo: Number(replyTo) }),
    roomId,
    files,
  }
  const result = await run(tools, 'message:send', caller, draft)
  // Without a message nobody would ever see them.
  if (!result.ok) for (const { id } of files) await tools.files.remove(signed(caller), id).catch(() => 'taken already')
  return result
}
