/** My mail address, and what I get mails about. Without a mail server all of it is refused. */
import type { Input } from '../../../protocol/commands.ts'
import { refusal } from '../../../protocol/errors.ts'
import { mailboxKey } from '../../../protocol/mailboxes.ts'
import type { MailSettings } from '../../../protocol/models.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import { oneMail } from '../limits.ts'
import { requirePassword } from '../people/require-password.ts'
import { hashSecret } from '../people/secrets.ts'
import type { Tools } from '../tools.ts'

export function requireMail({ hasMail }: Pick<Tools, 'hasMail'>): void {
  if (!hasMail) throw refusal('mail_off')
}

export async function readMailSettings(tools: Tools, caller: Caller): Promise<MailSettings> {
  requireMail(tools)
  return tools.store.mailSettings(signed(caller))
}

/**
 * Asks for the password: an address gives a new one, so a stolen session must not give an address. Whether somebody else
 * has this address makes no difference, and so is not told.
 */
export async function giveAddress(
  tools: Tools,
  caller: Caller,
  { address, password, language }: Input<'mail:give'>,
): Promise<MailSettings> {
  requireMail(tools)
  await allowInChat(tools, caller, 'mail:give')
  await requirePassword(tools, caller, password)
  await tools.limits.takeTogether(
    ['mail', caller.network],
    ...oneMail('given', mailboxKey(address)!),
    ...oneMail('given', caller.user.id),
  )
  return tools.store.giveAddress(signed(caller), address, language)
}

export async function confirmAddress(
  tools: Tools,
  caller: Caller,
  { code }: Input<'mail:confirm'>,
): Promise<MailSettings> {
  requireMail(tools)
  return tools.store.confirmAddress(signed(caller), hashSecret(code))
}

export async function updateMail(tools: Tools, caller: Caller, patch: Input<'mail:update'>): Promise<MailSettings> {
  requireMail(tools)
  return tools.store.updateMail(signed(caller), patch)
}

export async function removeAddress(
  tools: Tools,
  caller: Caller,
  { password }: Input<'mail:remove'>,
): Promise<undefined> {
  requireMail(tools)
  await allowInChat(tools, caller, 'mail:remove')
  await requirePassword(tools, caller, password)
  await tools.store.removeAddress(signed(caller))
}
