/** Sends a draft with files: first their bytes, then the message that names them. */
import type { Result } from '../protocol/errors.ts'
import type { Message } from '../protocol/models.ts'
import type { Clock } from './clock.ts'
import type { Drafts, QueuedDraft } from './outbox-drafts.ts'
import type { DraftFile } from './outbox-storage.ts'
import type { Turn } from './outbox-turn.ts'
import type { Run } from './run.ts'
import { noAnswer } from './upload-door.ts'
import type { Uploads } from './uploads.ts'

type FilesNeeds = { drafts: Drafts; turn: Turn; uploads: (() => Promise<Uploads>) | undefined; run: Run; clock: Clock }

/** The other tabs are told so often, in ms, that this one works: of a leader without a word they take over. */
const SIGN_MS = 3_000

export async function sendWithFiles(queued: QueuedDraft, needs: FilesNeeds): Promise<Result<Message>> {
  const { drafts, run } = needs
  const uploads = await needs.uploads?.()
  if (!uploads) throw new Error('This outbox has no place for files.')
  const { files = [], ...words } = queued.draft
  for (let isAgain = false; ; isAgain = true) {
    if (!queued.fileIds) {
      const uploaded = await upload(queued, files, needs, uploads)
      if (!uploaded.ok) return uploaded
      if (!drafts.has(queued)) return { ok: false, error: noAnswer() }
      queued.fileIds = uploaded.value
    }
    drafts.become(queued, { state: 'sending' })
    // From now on the server may have it. It is sent with these ids or not at all, also after a crash.
    await drafts.store(queued)
    const carried = queued.fileIds.map((id, place) => ({ id, alt: files[place]?.alt ?? '' }))
    const result = await run('message:send', { ...words, files: carried })
    if (result.ok || isAgain || !isLost(result.error)) return result
    // They waited so long that the server has deleted them. No message has them, so they may get other ids.
    await uploads.announceAnew(files.map(({ key }) => key))
    queued.fileIds = undefined
  }
}

const isLost = ({ reason }: { reason?: string }): boolean => reason === 'no_such_file' || reason === 'file_unfinished'

async function upload(
  queued: QueuedDraft,
  files: readonly DraftFile[],
  { drafts, turn, clock }: FilesNeeds,
  uploads: Uploads,
): Promise<Result<string[]>> {
  const abort = new AbortController()
  let cancelSign: (() => void) | undefined
  const sign = () => {
    turn.tell({ kind: 'working' })
    cancelSign = clock.after(SIGN_MS, sign)
  }
  queued.stopUpload = () => abort.abort()
  drafts.become(queued, { state: 'uploading', sent: 0 })
  sign()
  try {
    const ids: string[] = []
    let before = 0
    for (const file of files) {
      const end = uploads.of(file.key).subscribe(({ sent }) => {
        if (queued.status.state === 'uploading') drafts.become(queued, { state: 'uploading', sent: before + sent })
      })
      const result = await uploads.upload(file, abort.signal)
      end()
      if (!result.ok) return result.error.code === 'conflict' ? { ok: false, error: noAnswer() } : result
      before += file.size
      ids.push(result.value)
    }
    return { ok: true, value: ids }
  } finally {
    queued.stopUpload = undefined
    cancelSign?.()
  }
}
