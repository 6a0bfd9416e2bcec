/** The tasks of the worker processes, and their answers. */
import { type Bounded, type BoundedTask, makeBounded } from '../making/bounded.ts'
import { type FileTask, makeFile, type Prepared } from '../making/file.ts'

export type Asked = { task: 'file'; given: FileTask } | { task: 'bounded'; given: BoundedTask }
export type AnswerTo = { file: Prepared; bounded: Bounded | null }

/** A fault with `code` is one of the disk. */
export type Answered =
  | { value: AnswerTo[keyof AnswerTo] }
  | { fault: { message: string; stack?: string; code?: string } }

export async function carryOut(asked: Asked): Promise<Answered> {
  try {
    return { value: await (asked.task === 'file' ? makeFile(asked.given) : makeBounded(asked.given)) }
  } catch (error) {
    const { message, stack, code } = error as NodeJS.ErrnoException
    return { fault: { message, ...(stack !== undefined && { stack }), ...(code !== undefined && { code }) } }
  }
}
