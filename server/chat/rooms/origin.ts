import type { Input } from '../../../protocol/commands.ts'
import type { Origin } from '../../../protocol/models.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

export const readOrigin = ({ store }: Tools, caller: Caller, { roomId }: Input<'room:origin'>): Promise<Origin> =>
  store.origin(signed(caller), roomId)
