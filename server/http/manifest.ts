/** The web app manifest: under which name, colour and picture a device installs this chat. */
import type { ChatLook } from '../../protocol/models.ts'

/** The colours of `web/ui/base.css` and of the icons. */
const PAPER = '#fdfcfa'
const GREEN = '#0f6b5c'

/** The names of the shortcuts. A device shows them in the language in which the app was installed. */
const WORDS = {
  en: { dir: 'ltr', search: 'Search', direct: 'New conversation' },
  ar: { dir: 'rtl', search: 'بحث', direct: 'محادثة جديدة' },
  de: { dir: 'ltr', search: 'Suche', direct: 'Neue Unterhaltung' },
} as const

type Language = keyof typeof WORDS

const isKnown = (language: string): language is Language => Object.hasOwn(WORDS, language)

/** The first of the reader's languages that the page knows. Browsers name them in their order. */
function languageFor(accepted = ''): Language {
  const tags = accepted.slice(0, 200).toLowerCase().split(',')
  return tags.map((tag) => tag.trim().split(/[-;]/, 1)[0] ?? '').find(isKnown) ?? 'en'
}

export function manifestFor(base: string, look: ChatLook = {}, accepted?: string): string {
  const home = `${base}/`
  const lang = languageFor(accepted)
  const { dir, search, direct } = WORDS[lang]
  const icon = { src: `${home}icon-192.png`, sizes: '192x192', type: 'image/png' }
  const name = look.name ?? 'Earshot'
  return JSON.stringify({
    id: home,
    name,
    short_name: name,
    lang,
    dir,
    start_url: home,
    scope: home,
    display: 'standalone',
    background_color: PAPER,
    theme_color: look.accent ?? GREEN,
    icons: look.picture ? [{ src: `${home}picture/${look.picture}`, sizes: 'any' }, icon] : ownIcons(home),
    shortcuts: [
      { name: search, url: `${home}?open=search`, icons: [icon] },
      { name: direct, url: `${home}?open=direct`, icons: [icon] },
    ],
    share_target: {
      action: `${home}share`,
      method: 'POST',
      enctype: 'multipart/form-data',
      params: { title: 'title', text: 'text', url: 'url', files: [{ name: 'files', accept: ['*/*'] }] },
    },
  })
}

const ownIcons = (home: string) => [
  { src: `${home}icon-192.png`, sizes: '192x192', type: 'image/png', purpose: 'any' },
  { src: `${home}icon-512.png`, sizes: '512x512', type: 'image/png', purpose: 'any' },
  { src: `${home}icon-maskable.png`, sizes: '512x512', type: 'image/png', purpose: 'maskable' },
]
