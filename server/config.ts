/** Flags and environment, checked once. Flags win over the environment, the environment over the defaults. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Access } from './chat/tools.ts'

/** Raised for a bad setting; the message is one line that says what to do. */
export class BadConfig extends Error {}

export type Config = {
  port: number
  /** `localhost` listens on both loopback addresses, `0.0.0.0` on all interfaces. */
  host: string
  dataFolder: string
  access: Access
  allowedOrigins: string[]
  /** How many proxies stand in front. */
  proxies: number
  limitsOn: boolean
  logLevel: string
}

type Option = { flag: string; env: string; value: string; fallback: string; says: string }

const OPTIONS = {
  port: { flag: 'port', env: 'PORT', value: 'NUMBER', fallback: '5050', says: 'where to listen; 0 picks a free port' },
  host: {
    flag: 'host',
    env: 'HOST',
    value: '[ADDRESS]',
    fallback: 'localhost',
    says: 'which address to listen on; without ADDRESS all of them',
  },
  data: { flag: 'data', env: 'EARSHOT_DATA', value: 'FOLDER', fallback: './data', says: 'where everything is kept' },
  access: {
    flag: 'access',
    env: 'EARSHOT_ACCESS',
    value: 'open|invite|closed',
    fallback: 'open',
    says: 'who may come in: anybody with a name, invited people, people with an account',
  },
  origins: {
    flag: 'origins',
    env: 'EARSHOT_ORIGINS',
    value: 'LIST',
    fallback: '',
    says: 'further pages that may connect, such as https://intranet.example (commas between)',
  },
  trustProxy: {
    flag: 'trust-proxy',
    env: 'TRUST_PROXY',
    value: 'NUMBER',
    fallback: '0',
    says: 'how many proxies stand in front, whose X-Forwarded-For is believed',
  },
  limits: {
    flag: 'limits',
    env: 'EARSHOT_LIMITS',
    value: 'on|off',
    fallback: 'on',
    says: 'whether anybody is told to slow down',
  },
  logLevel: {
    flag: 'log-level',
    env: 'LOG_LEVEL',
    value: 'LEVEL',
    fallback: 'info',
    says: 'silent, fatal, error, warn, info, debug or trace',
  },
} satisfies Record<string, Option>

export const HELP = `Earshot: a chat you start with one command and own.

  npm start -- [options]
  npm start -- owner-link [--data FOLDER]    a new link by which you become an owner, also while it runs

${Object.values(OPTIONS).map(describe).join('\n')}
  --help                         this text
  --version                      which Earshot this is

Environment only: DATABASE_URL names a Postgres database; this version keeps everything in the data folder and refuses it.
`

/** Throws `BadConfig`. */
export function readConfig(
  args: string[],
  env: NodeJS.ProcessEnv,
): Config | { show: 'help' | 'version' } | { makeOwnerLink: { dataFolder: string; port: number } } {
  const { flags, order } = readFlags(args)
  if (flags.help) return { show: 'help' }
  if (flags.version) return { show: 'version' }

  const read = ({ flag, env: name, fallback }: Option) => {
    const given = flags[flag]
    if (typeof given === 'string') return { from: `--${flag}`, text: given }
    return { from: name, text: env[name] || fallback }
  }
  if (env.DATABASE_URL) {
    throw new BadConfig(
      'DATABASE_URL is set, but this version of Earshot keeps everything in its data folder. Unset it, and choose a folder with --data.',
    )
  }
  if (order === 'owner-link') {
    const dataFolder = resolve(notEmpty(read(OPTIONS.data)))
    return { makeOwnerLink: { dataFolder, port: wholeNumber(read(OPTIONS.port), 65_535) } }
  }
  return {
    port: wholeNumber(read(OPTIONS.port), 65_535),
    host: notEmpty(read(OPTIONS.host)),
    dataFolder: resolve(notEmpty(read(OPTIONS.data))),
    access: oneOf(read(OPTIONS.access), ['open', 'invite', 'closed']),
    allowedOrigins: origins(read(OPTIONS.origins)),
    proxies: wholeNumber(read(OPTIONS.trustProxy), 100),
    limitsOn: oneOf(read(OPTIONS.limits), ['on', 'off']) === 'on',
    logLevel: oneOf(read(OPTIONS.logLevel), ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']),
  }
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
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
      allowPositionals: true,
    })
    const [order, ...more] = positionals
    if (order !== undefined && (order !== 'owner-link' || more.length > 0))
      throw new BadConfig(`Unknown order "${positionals.join(' ')}". See npm start -- --help.`)
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

function describe({ flag, env, value, fallback, says }: Option): string {
  const left = `  --${flag} ${value}`.padEnd(31)
  return `${left}${says} (${env}${fallback && `, ${fallback}`})`
}
