/** Flags and environment, checked once. Flags win over the environment, the environment over the defaults. */
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { MAX_FILE_BYTES } from '../protocol/limits.ts'
import type { S3Options } from './files/s3.ts'
import type { Access } from './chat/tools.ts'
import { type MailConfig, NotMail, readMail } from './mail/config.ts'
import { type AllowedHost, readAllowedHost } from './outside/allowed-hosts.ts'

/** Thrown for a bad setting. The message is one line that says what to do. */
export class BadConfig extends Error {}

export type Config = {
  port: number
  /** `localhost` listens on both loopback addresses, `0.0.0.0` on all interfaces. */
  host: string
  dataFolder: string
  /** The database of Postgres that keeps everything, if one was set. Otherwise the data folder does. */
  databaseUrl: string | undefined
  /** Redis or Valkey, by which several nodes hear each other, if one was set. Otherwise Postgres carries that too. */
  redisUrl: string | undefined
  /** Where the bytes of files are. */
  filesFolder: string
  /** The service with the S3 protocol that keeps them in place of a folder, if one was set. */
  filesService: S3Options | undefined
  /** The bytes of one file, at most. */
  maxFileBytes: number
  /** The bytes of all files together, at most, if that was set. Otherwise a tenth of the disk stays free. */
  maxFilesBytes: number | undefined
  access: Access
  /** The public address, if it was set. */
  publicUrl: URL | undefined
  /** The path below which everything is served: empty, or as in `/chat`. */
  base: string
  allowedOrigins: string[]
  /** The number of proxies in front. */
  proxies: number
  limitsOn: boolean
  /** Hosts that the server may reach although they are private. */
  allowedOutside: AllowedHost[]
  /** The secret of whoever reads the metrics, if it was set. Otherwise only programs on this machine read them. */
  metricsToken: string | undefined
  /** How mails leave, if that was set. Otherwise none are sent. */
  mail: MailConfig | undefined
  logLevel: string
}

type Option = { flag: string; env: string; value: string; fallback: string; help: string }

const OPTIONS = {
  port: { flag: 'port', env: 'PORT', value: 'NUMBER', fallback: '5050', help: 'where to listen; 0 picks a free port' },
  host: {
    flag: 'host',
    env: 'HOST',
    value: '[ADDRESS]',
    fallback: 'localhost',
    help: 'which address to listen on; without ADDRESS all of them',
  },
  data: { flag: 'data', env: 'EARSHOT_DATA', value: 'FOLDER', fallback: './data', help: 'where everything is kept' },
  files: {
    flag: 'files',
    env: 'EARSHOT_FILES',
    value: 'FOLDER',
    fallback: '',
    help: 'where files are kept, in place of FOLDER/files of the data; several servers share one',
  },
  maxFile: {
    flag: 'max-file',
    env: 'EARSHOT_MAX_FILE',
    value: 'BYTES',
    fallback: String(MAX_FILE_BYTES),
    help: 'the bytes of one file, at most; 0 for no files',
  },
  maxFiles: {
    flag: 'max-files',
    env: 'EARSHOT_MAX_FILES',
    value: 'BYTES',
    fallback: '',
    help: 'the bytes of all files together, at most; without it a tenth of the disk stays free',
  },
  access: {
    flag: 'access',
    env: 'EARSHOT_ACCESS',
    value: 'open|invite|closed',
    fallback: 'open',
    help: 'who may join: anyone with a name, invited people, people with an account',
  },
  publicUrl: {
    flag: 'public-url',
    env: 'PUBLIC_URL',
    value: 'URL',
    fallback: '',
    help: 'the public address, such as https://chat.example.org',
  },
  base: {
    flag: 'base',
    env: 'EARSHOT_BASE',
    value: 'PATH',
    fallback: '',
    help: 'the path below which the chat is, such as /chat',
  },
  origins: {
    flag: 'origins',
    env: 'EARSHOT_ORIGINS',
    value: 'LIST',
    fallback: '',
    help: 'other pages that may connect, such as https://intranet.example (commas between)',
  },
  trustProxy: {
    flag: 'trust-proxy',
    env: 'TRUST_PROXY',
    value: 'NUMBER',
    fallback: '0',
    help: 'how many proxies stand in front, whose X-Forwarded-For, -Host and -Proto are trusted',
  },
  limits: {
    flag: 'limits',
    env: 'EARSHOT_LIMITS',
    value: 'on|off',
    fallback: 'on',
    help: 'whether users are told to slow down',
  },
  allowOutside: {
    flag: 'allow-outside',
    env: 'EARSHOT_ALLOW_OUTSIDE',
    value: 'LIST',
    fallback: '',
    help: 'private hosts that links may lead this server to, as HOST or HOST:PORT (commas between)',
  },
  metricsToken: {
    flag: 'metrics-token',
    env: 'METRICS_TOKEN',
    value: 'SECRET',
    fallback: '',
    help: 'who shows it may read /metrics; without one, only programs on this machine',
  },
  smtpUrl: {
    flag: 'smtp-url',
    env: 'SMTP_URL',
    value: 'URL',
    fallback: '',
    help: 'the server that takes mails, such as smtp://USER:PASSWORD@HOST:587; without it none are sent',
  },
  mailFrom: {
    flag: 'mail-from',
    env: 'MAIL_FROM',
    value: 'ADDRESS',
    fallback: '',
    help: 'whom mails come from, such as "Book club <chat@example.org>"',
  },
  logLevel: {
    flag: 'log-level',
    env: 'LOG_LEVEL',
    value: 'LEVEL',
    fallback: 'info',
    help: 'silent, fatal, error, warn, info, debug or trace',
  },
} satisfies Record<string, Option>

export const HELP = `Earshot: a chat you start with one command and own.

  npm start -- [options]
  npm start -- owner-link [--data FOLDER]    a new link by which you become an owner, also while it runs
  npm start -- check-files [--data FOLDER]   reads all files, and says which are missing or damaged, also while it runs
  npm start -- move --from PLACE --to PLACE  moves the whole chat while no server runs; goes on after an interruption
                                             PLACE: a data folder, or postgres://USER:PASSWORD@HOST/DATABASE

${Object.values(OPTIONS).map(describe).join('\n')}
  --help                         this text
  --version                      which Earshot this is

Environment only: DATABASE_URL=postgres://USER:PASSWORD@HOST/DATABASE keeps everything in Postgres, for any number of
servers, each with a data folder of its own, which then holds only what can be made again. With many servers,
REDIS_URL=redis://HOST lets them hear each other by Redis or Valkey. FILES_URL=s3://KEY:SECRET@HOST/BUCKET keeps files
with a service that speaks the S3 protocol (?region=REGION, &style=host for the bucket in the host name, &tls=off).
`

/** A data folder, or the address of a database of Postgres. */
type Place = { folder: string } | { url: string }

type OwnerLinkConfig = Pick<Config, 'dataFolder' | 'databaseUrl' | 'port' | 'publicUrl' | 'base'>

/** Throws `BadConfig`. */
export function readConfig(
  args: string[],
  env: NodeJS.ProcessEnv,
):
  | Config
  | { show: 'help' | 'version' }
  | { makeOwnerLink: OwnerLinkConfig }
  | { checkFiles: Config }
  | { move: { from: Place; to: Place } } {
  const { flags, order } = readFlags(args)
  if (flags.help) return { show: 'help' }
  if (flags.version) return { show: 'version' }

  if (order === 'move') return { move: ends(flags) }
  if (flags.from !== undefined || flags.to !== undefined)
    throw new BadConfig('--from and --to belong to a move: npm start -- move --from PLACE --to PLACE.')

  const read = ({ flag, env: name, fallback }: Option) => {
    const given = flags[flag]
    if (typeof given === 'string') return { from: `--${flag}`, text: given }
    return { from: name, text: env[name] || fallback }
  }
  const databaseUrl = env.DATABASE_URL ? postgresUrl({ from: 'DATABASE_URL', text: env.DATABASE_URL }) : undefined
  if (order === 'owner-link') {
    const dataFolder = resolve(notEmpty(read(OPTIONS.data)))
    const port = wholeNumber(read(OPTIONS.port), 65_535)
    return { makeOwnerLink: { dataFolder, databaseUrl, port, ...address(read(OPTIONS.publicUrl), read(OPTIONS.base)) } }
  }
  const dataFolder = resolve(notEmpty(read(OPTIONS.data)))
  const config: Config = {
    port: wholeNumber(read(OPTIONS.port), 65_535),
    host: notEmpty(read(OPTIONS.host)),
    dataFolder,
    filesFolder: resolve(read(OPTIONS.files).text.trim() || join(dataFolder, 'files')),
    maxFilesBytes: read(OPTIONS.maxFiles).text === '' ? undefined : wholeNumber(read(OPTIONS.maxFiles), 1e15),
    filesService: s3Service(env.FILES_URL),
    maxFileBytes: wholeNumber(read(OPTIONS.maxFile), 1e12),
    databaseUrl,
    redisUrl: redisUrl(env.REDIS_URL, databaseUrl),
    access: oneOf(read(OPTIONS.access), ['open', 'invite', 'closed']),
    ...address(read(OPTIONS.publicUrl), read(OPTIONS.base)),
    allowedOrigins: origins(read(OPTIONS.origins)),
    proxies: wholeNumber(read(OPTIONS.trustProxy), 100),
    limitsOn: oneOf(read(OPTIONS.limits), ['on', 'off']) === 'on',
    allowedOutside: hosts(read(OPTIONS.allowOutside)),
    metricsToken: secret(read(OPTIONS.metricsToken)),
    mail: mail(read(OPTIONS.smtpUrl), read(OPTIONS.mailFrom), read(OPTIONS.publicUrl)),
    logLevel: oneOf(read(OPTIONS.logLevel), ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']),
  }
  return order === 'check-files' ? { checkFiles: config } : config
}

function postgresUrl({ from, text }: Given): string {
  const isGood =
    URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol) && new URL(text).pathname.length > 1
  // The text is not repeated: it may hold a password.
  if (!isGood)
    throw new BadConfig(
      `${from} is no address of a database: it must look like postgres://user:password@host/database.`,
    )
  return text
}

/** The text is not repeated: it holds a secret. */
const NOT_S3 = new BadConfig(
  'FILES_URL is no address of a service for files: it must look like s3://KEY:SECRET@HOST/BUCKET?region=REGION.',
)

function s3Service(text: string | undefined): S3Options | undefined {
  if (!text) return undefined
  const url = URL.parse(text)
  const [, bucket, ...prefix] = url?.pathname.split('/') ?? []
  if (url?.protocol !== 's3:' || !url.username || !url.password || !bucket) throw NOT_S3
  const { tls = 'on', style = 'path', region = 'us-east-1', ...more } = Object.fromEntries(url.searchParams)
  if (!['on', 'off'].includes(tls) || !['path', 'host'].includes(style) || Object.keys(more).length > 0) throw NOT_S3
  return {
    endpoint: `${tls === 'on' ? 'https' : 'http'}://${url.host}`,
    bucket,
    prefix: prefix
      .filter(Boolean)
      .map((part) => `${part}/`)
      .join(''),
    region,
    accessKey: decodeURIComponent(url.username),
    secretKey: decodeURIComponent(url.password),
    pathStyle: style === 'path',
  }
}

function redisUrl(text: string | undefined, databaseUrl: string | undefined): string | undefined {
  if (!text) return undefined
  if (!URL.canParse(text) || !/^rediss?:$/.test(new URL(text).protocol) || new URL(text).hostname === '')
    throw new BadConfig('REDIS_URL is no address of Redis: it must look like redis://user:password@host:6379.')
  if (databaseUrl === undefined)
    throw new BadConfig('REDIS_URL is for several servers on one database. Set DATABASE_URL too, or leave it out.')
  return text
}

function ends(flags: Flags): { from: Place; to: Place } {
  const other = Object.keys(flags).find((flag) => flag !== 'from' && flag !== 'to')
  if (other !== undefined) throw new BadConfig(`A move takes --from and --to, not --${other}.`)
  const place = (flag: 'from' | 'to'): Place => {
    const text = flags[flag]
    if (typeof text !== 'string' || text.trim() === '')
      throw new BadConfig(`A move needs --${flag}: a data folder, or postgres://user:password@host/database.`)
    if (/^[a-z][\w+.-]+:/i.test(text)) return { url: postgresUrl({ from: `--${flag}`, text }) }
    return { folder: resolve(text) }
  }
  return { from: place('from'), to: place('to') }
}

type Flags = Record<string, string | boolean | undefined>

function readFlags(args: string[]): { flags: Flags; order: string | undefined } {
  // `--host` alone means all interfaces, as in Vite; parseArgs knows no option with an optional value.
  const isBareHost = (arg: string, index: number) => arg === '--host' && (args[index + 1]?.startsWith('-') ?? true)
  const strings = Object.values(OPTIONS).map(({ flag }) => [flag, { type: 'string' }] as const)
  try {
    const { values, positionals } = parseArgs({
      args: args.map((arg, index) => (isBareHost(arg, index) ? '--host=0.0.0.0' : arg)),
      options: {
        ...Object.fromEntries(strings),
        from: { type: 'string' },
        to: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
      allowPositionals: true,
    })
    const [order, ...more] = positionals
    if (order !== undefined && (!['owner-link', 'move', 'check-files'].includes(order) || more.length > 0))
      throw new BadConfig(`Unknown command "${positionals.join(' ')}". See npm start -- --help.`)
    return { flags: values as Flags, order }
  } catch (error) {
    if (error instanceof BadConfig) throw error
    const [firstSentence] = (error as Error).message.split(/\.\s|\n/)
    throw new BadConfig(`${firstSentence}. See npm start -- --help.`)
  }
}

type Given = { from: string; text: string }

function wholeNumber({ from, text }: Given, most: number): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && number <= most) return number
  throw new BadConfig(`${from} takes a whole number from 0 to ${most}, not "${text}".`)
}

function oneOf<T extends string>({ from, text }: Given, allowed: T[]): T {
  const found = allowed.find((candidate) => candidate === text)
  if (found !== undefined) return found
  throw new BadConfig(`${from} takes one of ${allowed.join(', ')}, not "${text}".`)
}

function notEmpty({ from, text }: Given): string {
  if (text.trim() !== '') return text
  throw new BadConfig(`${from} is empty.`)
}

function secret({ from, text }: Given): string | undefined {
  if (text === '' || /^[!-~]{16,}$/.test(text)) return text || undefined
  // The text is not repeated: it was meant to be one.
  throw new BadConfig(
    `${from} takes 16 or more letters, digits and signs without a space, such as the output of openssl rand -hex 16.`,
  )
}

function mail(smtp: Given, from: Given, publicUrl: Given): MailConfig | undefined {
  try {
    return readMail(smtp, from, publicUrl)
  } catch (error) {
    throw error instanceof NotMail ? new BadConfig(error.message) : error
  }
}

/** The path of a public URL is the base, unless the base says so itself. */
function address(publicUrl: Given, base: Given): Pick<Config, 'publicUrl' | 'base'> {
  const path = pathOf(base)
  if (publicUrl.text === '') return { publicUrl: undefined, base: path }
  const url = URL.parse(publicUrl.text)
  const isPlain = url && /^https?:$/.test(url.protocol) && url.href === url.origin + url.pathname
  if (!isPlain)
    throw new BadConfig(`${publicUrl.from} takes an address such as https://chat.example.org, not "${publicUrl.text}".`)
  const ownPath = pathOf({ from: publicUrl.from, text: url.pathname })
  if (base.text !== '' && path !== ownPath)
    throw new BadConfig(
      `${base.from} says "${base.text}", but the path of ${publicUrl.from} is "${url.pathname}". Give one of the two.`,
    )
  return { publicUrl: url, base: ownPath }
}

/** `/chat` and `/chat/` as `/chat`, and `/` as nothing. */
function pathOf({ from, text }: Given): string {
  const path = text.replace(/\/$/, '')
  if (/^(?:\/[\w~-][\w.~-]*)*$/.test(path)) return path
  throw new BadConfig(`${from} takes a path such as /chat, not "${text}".`)
}

function origins({ from, text }: Given): string[] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((origin) => {
      const url = URL.parse(origin)
      if (url && /^https?:$/.test(url.protocol) && url.pathname === '/') return url.origin
      throw new BadConfig(`${from} takes origins such as https://intranet.example, not "${origin}".`)
    })
}

function hosts({ from, text }: Given): AllowedHost[] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((host) => {
      const found = readAllowedHost(host)
      if (found) return found
      throw new BadConfig(`${from} takes hosts such as intranet.example or 10.0.0.7:8080, not "${host}".`)
    })
}

function describe({ flag, env, value, fallback, help }: Option): string {
  const left = `  --${flag} ${value}`.padEnd(31)
  return `${left}${help} (${env}${fallback && `, ${fallback}`})`
}
