/** Custom emoji. All who are connected hear of a change by the settings, which have the version of the list. */
import type { Input } from '../../../protocol/commands.ts'
import { refusal } from '../../../protocol/errors.ts'
import type { CustomEmoji, EmojiList, Settings } from '../../../protocol/models.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { SharedUse } from '../limits.ts'
import type { Tools } from '../tools.ts'

export const listEmoji = ({ store }: Tools, caller: Caller): Promise<EmojiList> => store.customEmoji(signed(caller))

export async function addEmoji(
  { store, delivery, files, limits }: Tools,
  caller: Caller,
  { name, image }: Input<'emoji:add'>,
): Promise<CustomEmoji> {
  await allowInChat({ store }, caller, 'emoji:add')
  if (await isBuiltIn(name)) throw refusal('emoji_taken', { name })
  // The store checks once more when it adds it. Here a refusal costs no picture.
  await store.checkEmoji(signed(caller), name)
  const use: SharedUse = ['emoji', caller.user.id]
  await limits.takeTogether(use)
  let added: Awaited<ReturnType<typeof store.addEmoji>> | undefined
  try {
    const pictures = await files.keepEmoji(Buffer.from(image, 'base64'), caller.user.id)
    added = await store.addEmoji(signed(caller), { name, ...pictures })
  } finally {
    if (!added) await limits.giveBackTogether(use)
  }
  announce({ delivery }, added.settings)
  return added.emoji
}

export async function removeEmoji(
  { store, delivery }: Tools,
  caller: Caller,
  { name }: Input<'emoji:remove'>,
): Promise<undefined> {
  announce({ delivery }, await store.removeEmoji(signed(caller), name))
}

function announce({ delivery }: Pick<Tools, 'delivery'>, settings: Settings): void {
  delivery.publish({ audience: { everyone: true }, event: 'settings:changed', payload: settings })
}

/** The short names of emoji. The list is large, and few add emoji. */
async function isBuiltIn(name: string): Promise<boolean> {
  const { nameToEmoji } = await import('gemoji')
  return Object.hasOwn(nameToEmoji, name)
}
