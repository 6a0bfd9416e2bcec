/** Describes a device in a few words that its owner recognizes in a list: "Firefox on Linux", "curl". */
const BROWSERS: [RegExp, string][] = [
  // Each of them also claims to be the ones below it.
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const SYSTEMS: [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]
const MAX_LENGTH = 40

/** @param userAgent the header, which may be anything or missing. */
export function deviceOf(userAgent: string | undefined): string {
  const browser = BROWSERS.find(([sign]) => sign.test(userAgent ?? ''))?.[1]
  const system = SYSTEMS.find(([sign]) => sign.test(userAgent ?? ''))?.[1]
  if (browser !== undefined) return system === undefined ? browser : `${browser} on ${system}`
  const program = /^[\w.+-]+/.exec(userAgent ?? '')?.[0].slice(0, MAX_LENGTH)
  return program ?? 'A program'
}
