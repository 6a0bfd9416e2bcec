/** The behaviour that every store must show. A title begins with its rule in docs/spec.md. */
import { describe } from 'node:test'
import { describeArriving } from './contract/arriving.contract.ts'
import { describeEditing } from './contract/editing.contract.ts'
import { describeFinding } from './contract/finding.contract.ts'
import { describeMentions } from './contract/mentions.contract.ts'
import { describeMessages } from './contract/messages.contract.ts'
import { describeModeration } from './contract/moderation.contract.ts'
import { describePeople } from './contract/people.contract.ts'
import { describeRooms } from './contract/rooms.contract.ts'
import type { MakeFolder } from './contract/stage.ts'

export function describeStore(kind: string, makeFolder: MakeFolder): void {
  describe(`${kind} store`, () => {
    describeMessages(makeFolder)
    describeEditing(makeFolder)
    describeMentions(makeFolder)
    describeArriving(makeFolder)
    describePeople(makeFolder)
    describeRooms(makeFolder)
    describeModeration(makeFolder)
    describeFinding(makeFolder)
  })
}
