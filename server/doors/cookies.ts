/** The session cookie: what it is called, how it is set, how it is read. */
const ONE_YEAR_S = 365 * 24 * 60 * 60

// The prefix makes a browser insist on Secure, Path=/ and no Domain, which only HTTPS can offer.
const nameFor = (isSecure: boolean) => (isSecure ? '__Host-earshot' : 'earshot')

export const sessionCookie = (token: string, isSecure: boolean): string => setCookie(token, ONE_YEAR_S, isSecure)

export const forgetSessionCookie = (isSecure: boolean): string => setCookie('', 0, isSecure)

function setCookie(value: string, seconds: number, isSecure: boolean): string {
  const attributes = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${isSecure ? '; Secure' : ''}`
  return `${nameFor(isSecure)}=${value}; ${attributes}`
}

/** The token in a Cookie header, or undefined. */
export function readSessionCookie(header: string | undefined): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim())
  for (const name of [nameFor(true), nameFor(false)]) {
    const pair = pairs.find((candidate) => candidate.startsWith(`${name}=`))
    if (pair) return pair.slice(name.length + 1)
  }
  return undefined
}
