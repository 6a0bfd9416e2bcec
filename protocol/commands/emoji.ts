/** Commands about custom emoji: pictures with a name, for messages and reactions. */
import * as v from 'valibot'
import { EmojiName, EmojiPicture } from '../fields.ts'
import { CustomEmoji, EmojiList } from '../models.ts'
import { command } from './command.ts'

export const emojiCommands = {
  'emoji:list': command({
    does: 'All custom emoji. The settings say when the list has changed.',
    input: {},
    output: EmojiList,
  }),
  'emoji:add': command({
    does: 'Adds a custom emoji. What moves goes on moving. A packet has no room for a large picture: it comes by HTTP.',
    input: { name: EmojiName, image: EmojiPicture },
    output: CustomEmoji,
  }),
  'emoji:remove': command({
    does: 'Removes a custom emoji. Messages and reactions keep its name, and show it again once another has this name.',
    input: { name: EmojiName },
    output: v.undefined(),
  }),
}
