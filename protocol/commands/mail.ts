/** Commands about mail. A server without a mail server refuses them. */
import * as v from 'valibot'
import { Address, Code, MailLanguage, MissedAfter, Password, WeeklyMail } from '../fields.ts'
import { MailSettings } from '../models.ts'
import { command } from './command.ts'

export const mailCommands = {
  'mail:get': command({
    does: 'My mail address, and what I get mails about.',
    input: {},
    output: MailSettings,
  }),
  'mail:give': command({
    does: 'Gives my mail address, with my password. A link is mailed there, and the address counts once I have opened it; until then my former one does.',
    input: { address: Address, password: Password, language: v.optional(MailLanguage, 'en') },
    output: MailSettings,
  }),
  'mail:confirm': command({
    does: 'Confirms my mail address by the code of the mailed link, once, within a day.',
    input: { code: Code },
    output: MailSettings,
  }),
  'mail:update': command({
    does: 'Changes what I get mails about. It counts once I have a confirmed address.',
    input: {
      missedAfter: v.optional(MissedAfter),
      weekly: v.optional(WeeklyMail),
      language: v.optional(MailLanguage),
    },
    output: MailSettings,
  }),
  'mail:remove': command({
    does: 'Removes my mail address, with my password. No mails are sent to me any more.',
    input: { password: Password },
    output: v.undefined(),
  }),
}
