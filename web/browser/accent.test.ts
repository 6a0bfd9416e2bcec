import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

const BASE = readFileSync(new URL('../ui/base.css', import.meta.url), 'utf8')

type Rgb = [red: number, green: number, blue: number]

/** Linear RGB, clipped as a browser clips colours outside of the screen's range. */
function fromOklch(lightness: number, chroma: number, hue: number): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const parts: Rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
  return parts.map((part) => Math.min(1, Math.max(0, part))) as Rgb
}

const fromHex = (colour: string): Rgb =>
  [1, 3, 5].map((at) => {
    const digits = colour.length === 4 ? (colour[(at + 1) / 2] ?? '').repeat(2) : colour.slice(at, at + 2)
    const value = parseInt(digits, 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as Rgb

function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [one, other]
    .map(([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue)
    .toSorted((left, right) => left - right)
  return (light + 0.05) / (dark + 0.05)
}

const OWN = /:root\[data-accent='own'\] \{([^}]*)\}/.exec(BASE)?.[1] ?? ''

/** The styles' colours for a hue: one for the light theme, one for the dark one. */
function variants(name: string, hue: number, chroma: number): Rgb[] {
  const value = new RegExp(`--${name}: light-dark\\(([^;]*)\\);`).exec(OWN)?.[1] ?? ''
  const colours = [...value.matchAll(/#[0-9a-f]+|oklch\(from var\(--chosen\) ([\d.]+) min\(c, ([\d.]+)\) h\)/g)]
  assert.equal(colours.length, 2, name)
  return colours.map(([whole, lightness, most]) =>
    lightness === undefined ? fromHex(whole) : fromOklch(Number(lightness), Math.min(chroma, Number(most)), hue),
  )
}

function grounds(name: string): Rgb[] {
  const [, light = '', dark = ''] = new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(BASE) ?? []
  return [fromHex(light), fromHex(dark)]
}

test('[W286] whatever colour the owners choose, words in it and on it can be read in both themes', () => {
  for (let hue = 0; hue < 360; hue += 3) {
    for (const chroma of [0, 0.04, 0.08, 0.12, 0.3]) {
      const accent = variants('accent', hue, chroma)
      const onAccent = variants('on-accent', hue, chroma)
      const mark = variants('mark', hue, chroma)
      const pairs: [string, Rgb[], Rgb[]][] = [
        ['on the accent', onAccent, accent],
        ['accent on its mark', accent, mark],
        ['ink on the mark', grounds('ink'), mark],
        ['soft on the mark', grounds('soft'), mark],
        ...['paper', 'surface', 'tint', 'side-ground', 'side-hover'].map((ground): [string, Rgb[], Rgb[]] => [
          `accent on ${ground}`,
          accent,
          grounds(ground),
        ]),
      ]
      for (const [what, words, under] of pairs)
        for (const theme of [0, 1]) {
          const found = contrast(words[theme]!, under[theme]!)
          assert.ok(found >= 4.5, `${what}, hue ${hue}, chroma ${chroma}, theme ${theme}: ${found.toFixed(2)}`)
        }
    }
  }
})
