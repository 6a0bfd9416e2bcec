import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { colourPeople, hueOf } from './name-colour.ts'

const people = Array.from({ length: 40 }, (_, index) => `u_${index}`)
const apart = (a: number, b: number) => Math.min(Math.abs(a - b), 360 - Math.abs(a - b))

test('[W230] people seen in one room differ in colour, and keep it while more of them are seen', () => {
  const few = people.slice(0, 8)
  colourPeople('r_one', few)
  const first = few.map(hueOf)
  for (const [index, hue] of first.entries())
    for (const [place, other] of first.slice(index + 1).entries()) {
      // The first five are far apart.
      const least = index + 1 + place < 5 ? 45 : 30
      assert.ok(apart(hue, other) >= least, `${hue} and ${other}`)
    }

  // Older history is loaded, with people whose ids sort before and after.
  colourPeople('r_one', people.slice(0, 24).toReversed())
  assert.deepEqual(few.map(hueOf), first)
  assert.equal(new Set(people.slice(0, 24).map(hueOf)).size, 24)
  colourPeople('r_one', people)
  assert.ok(people.map(hueOf).every((hue) => hue >= 0 && hue < 360))

  // The same people, in another order.
  colourPeople('r_two', few.toReversed())
  assert.deepEqual(few.map(hueOf), first)
  // In a list outside of the room, too.
  colourPeople('r_nobody', [])
  assert.deepEqual(few.map(hueOf), first)
})

test('[W230] the reader’s own colour is the same in every room', () => {
  const mine = hueOf('u_reader')
  for (let room = 0; room < 30; room++) {
    const others = Array.from({ length: 20 }, (_, index) => `a_${room}_${index}`)
    colourPeople(`r_${room}`, others, 'u_reader')
    assert.equal(hueOf('u_reader'), mine)
  }
})

test('[W230] a name can be read in every colour, in both themes, wherever it stands', () => {
  const base = readFileSync(new URL('../ui/base.css', import.meta.url), 'utf8')
  const controls = readFileSync(new URL('../ui/controls.css', import.meta.url), 'utf8')
  const grounds = ['paper', 'surface', 'tint', 'mark', 'side-ground', 'side-hover'].map((name) => {
    const [, light = '', dark = ''] = new RegExp(String.raw`--${name}: light-dark\((\S+), (\S+)\)`).exec(base) ?? []
    return [name, rgbOf(light), rgbOf(dark)] as const
  })
  const [, rule = ''] = /\n\.name \{([^}]*)\}/.exec(controls) ?? []
  const [light, dark] = [...rule.matchAll(/oklch\(([\d.]+) ([\d.]+) var\(--hue\)\)/g)].map(([, l, c]) => [
    Number(l),
    Number(c),
  ])
  assert.ok(light && dark)
  for (let hue = 0; hue < 360; hue += 15) {
    for (const [name, onLight, onDark] of grounds) {
      const looks: [string, number[], Rgb][] = [
        ['light', light, onLight],
        ['dark', dark, onDark],
      ]
      for (const [theme, [l = 0, c = 0], ground] of looks) {
        const contrast = contrastOf(fromOklch(l, c, hue), ground)
        assert.ok(contrast >= 4.5, `hue ${hue} on ${name}, ${theme}: ${contrast.toFixed(2)}`)
      }
    }
  }
})

type Rgb = [number, number, number]

function rgbOf(hex: string): Rgb {
  const full = hex.length === 4 ? hex.replaceAll(/[\da-f]/gi, '$&$&') : hex
  return [1, 3, 5].map((at) => Number.parseInt(full.slice(at, at + 2), 16) / 255) as Rgb
}

/** As a screen shows it: colours outside of its gamut are clipped. */
function fromOklch(lightness: number, chroma: number, hue: number): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((value) => Math.min(1, Math.max(0, value)))
  return linear.map((value) => (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055)) as Rgb
}

function contrastOf(one: Rgb, other: Rgb): number {
  const [light = 0, dark = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminanceOf(rgb: Rgb): number {
  const [r = 0, g = 0, b = 0] = rgb.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
