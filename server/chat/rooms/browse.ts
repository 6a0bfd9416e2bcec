import type { Input } from '../../../protocol/commands.ts'
import type { RoomsPage } from '../../../protocol/models.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

export async function browseRooms({ store }: Tools, caller: Caller, asked: Input<'rooms:browse'>): Promise<RoomsPage> {
  const { onlyRoomId } = await allowInChat({ store }, caller, 'rooms:browse')
  return onlyRoomId === undefined ? store.browse(signed(caller), asked) : { rooms: [] }
}
