/**
 * The page behind the link “stop these mails”, and the one click of mail programs (RFC 8058). Opening it changes nothing:
 * programs that look at links in mails open them too. It works without a script and without a session.
 */
import type { Context } from 'hono'
import { Refusal } from '../../protocol/errors.ts'
import { readStopToken, stopMails } from '../chat/mail/unsubscribe.ts'
import type { Tools } from '../chat/tools.ts'
import type { Env } from './env.ts'

type Words = { dir: string; title: string; missed: string; weekly: string; stop: string; done: string; wrong: string }

const WORDS: Record<string, Words> = {
  en: {
    dir: 'ltr',
    title: 'Stop mails',
    missed: 'Do you want no more mails about missed messages?',
    weekly: 'Do you want no more weekly summaries?',
    stop: 'Stop these mails',
    done: 'You get no more of these mails. You can turn them on again in your account.',
    wrong: 'This link doesn’t work. You can turn mails off in your account.',
  },
  de: {
    dir: 'ltr',
    title: 'E-Mails abbestellen',
    missed: 'Möchtest du keine E-Mails über verpasste Nachrichten mehr?',
    weekly: 'Möchtest du keine wöchentliche Zusammenfassung mehr?',
    stop: 'Diese E-Mails abbestellen',
    done: 'Du bekommst diese E-Mails nicht mehr. In deinem Konto kannst du sie wieder einschalten.',
    wrong: 'Dieser Link funktioniert nicht. In deinem Konto kannst du E-Mails abschalten.',
  },
  ar: {
    dir: 'rtl',
    title: 'إيقاف رسائل البريد',
    missed: 'هل تريد ألا تصلك رسائل بريد عن الرسائل الفائتة؟',
    weekly: 'هل تريد ألا يصلك ملخص أسبوعي؟',
    stop: 'إيقاف هذه الرسائل',
    done: 'لن تصلك هذه الرسائل بعد الآن. يمكنك تشغيلها مجددًا في حسابك.',
    wrong: 'هذا الرابط لا يعمل. يمكنك إيقاف رسائل البريد في حسابك.',
  },
}

export function showStopPage(c: Context<Env>, tools: Tools) {
  const found = readStopToken(tools, c.req.query('of') ?? '')
  return page(c, found ? 200 : 400, (words) =>
    // The form goes to the address that it stands at.
    found
      ? `<p>${words[found.kind]}</p><form method="post"><button>${words.stop}</button></form>`
      : `<p>${words.wrong}</p>`,
  )
}

export async function stopByLink(c: Context<Env>, tools: Tools, network: string) {
  try {
    const isGood = await stopMails(tools, network, c.req.query('of') ?? '')
    return page(c, isGood ? 200 : 400, (words) => `<p>${isGood ? words.done : words.wrong}</p>`)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return c.text(`${error.message}\n`, error.code === 'rate_limited' ? 429 : 503, { 'Retry-After': '10' })
  }
}

function page(c: Context, status: 200 | 400, body: (words: Words) => string) {
  const wished = (c.req.header('Accept-Language') ?? '').split(',').map((tag) => tag.trim().slice(0, 2).toLowerCase())
  const lang = wished.find((tag) => Object.hasOwn(WORDS, tag)) ?? 'en'
  const words = WORDS[lang]!
  const html = `<!doctype html>
<html lang="${lang}" dir="${words.dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><title>${words.title}</title></head>
<body><main><h1>${words.title}</h1>${body(words)}</main></body></html>
`
  return c.html(html, status, { 'Cache-Control': 'no-store' })
}
