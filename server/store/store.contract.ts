/** The behaviour that every store must show. A title begins with its rule in docs/spec.md. */
import { describe } from 'node:test'
import { describeArriving } from './contract/arriving.contract.ts'
import { describeEditing } from './contract/editing.contract.ts'
import { describeCarriers } from './contract/carriers.contract.ts'
import { describeEmoji } from './contract/emoji.contract.ts'
import { describeFiles } from './contract/files.contract.ts'
import { describeOlderFiles } from './contract/older-files.contract.ts'
import { describeFinding } from './contract/finding.contract.ts'
import { describeForwarding } from './contract/forwarding.contract.ts'
import { describeGroups } from './contract/groups.contract.ts'
import { describeLimits } from './contract/limits.contract.ts'
import { describeLook } from './contract/look.contract.ts'
import { describeMail } from './contract/mail.contract.ts'
import { describeMentions } from './contract/mentions.contract.ts'
import { describeMessages } from './contract/messages.contract.ts'
import { describeModeration } from './contract/moderation.contract.ts'
import { describeNotices } from './contract/notices.contract.ts'
import { describePeople } from './contract/people.contract.ts'
import { describePreviews } from './contract/previews.contract.ts'
import { describePictures } from './contract/pictures.contract.ts'
import { describePosters } from './contract/posters.contract.ts'
import { describeProfiles } from './contract/profiles.contract.ts'
import { describeReminders } from './contract/reminders.contract.ts'
import { describeRequests } from './contract/requests.contract.ts'
import { describeRooms } from './contract/rooms.contract.ts'
import { describeTurns } from './contract/turns.contract.ts'
import { type MakeFolder, THOROUGH } from './contract/stage.ts'
import { describeWork } from './contract/work.contract.ts'

export function describeStore(kind: string, makeFolder: MakeFolder, effort = THOROUGH): void {
  describe(`${kind} store`, () => {
    describeMessages(makeFolder)
    describeGroups(makeFolder)
    describeEditing(makeFolder, effort)
    describeMentions(makeFolder)
    describeArriving(makeFolder)
    describePeople(makeFolder)
    describeRooms(makeFolder, effort)
    describeRequests(makeFolder)
    describeModeration(makeFolder, effort)
    describeFinding(makeFolder, effort)
    describeFiles(makeFolder)
    describeOlderFiles(makeFolder)
    describeCarriers(makeFolder)
    describeForwarding(makeFolder)
    describeLook(makeFolder)
    describePictures(makeFolder)
    describeEmoji(makeFolder)
    describePosters(makeFolder)
    describeProfiles(makeFolder)
    describeReminders(makeFolder)
    describeNotices(makeFolder)
    describePreviews(makeFolder)
    describeMail(makeFolder)
    describeWork(makeFolder)
    describeTurns(makeFolder)
    describeLimits(makeFolder)
  })
}
