/** The words of mails, in each language of the page. */
import type { MailLanguage } from '../../store/mail-store.ts'
import { arabic } from './arabic.ts'
import { english } from './english.ts'
import { german } from './german.ts'
import type { MailWords } from './mail-words.ts'

export const WORDS: Record<MailLanguage, MailWords> = { en: english, ar: arabic, de: german }
