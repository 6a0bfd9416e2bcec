/** The languages whose code is coloured, with all names that are used after a fence. */
const LANGUAGES = [
  'bash',
  'c',
  'cpp',
  'csharp',
  'css',
  'diff',
  'go',
  'ini',
  'java',
  'javascript',
  'json',
  'kotlin',
  'php',
  'python',
  'ruby',
  'rust',
  'sql',
  'swift',
  'typescript',
  'xml',
  'yaml',
] as const

export type CodeLanguage = (typeof LANGUAGES)[number]

const ALIASES: Record<string, CodeLanguage> = {
  sh: 'bash',
  shell: 'bash',
  zsh: 'bash',
  h: 'c',
  'c++': 'cpp',
  cc: 'cpp',
  hpp: 'cpp',
  'c#': 'csharp',
  cs: 'csharp',
  patch: 'diff',
  golang: 'go',
  toml: 'ini',
  js: 'javascript',
  jsx: 'javascript',
  mjs: 'javascript',
  kt: 'kotlin',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  ts: 'typescript',
  tsx: 'typescript',
  html: 'xml',
  svg: 'xml',
  yml: 'yaml',
}

export function languageOf(written: string): CodeLanguage | undefined {
  const name = written.toLowerCase()
  const known = Object.hasOwn(ALIASES, name) ? ALIASES[name] : name
  return known !== undefined && isLanguage(known) ? known : undefined
}

const isLanguage = (name: string): name is CodeLanguage => (LANGUAGES as readonly string[]).includes(name)
