import assert from 'node:assert/strict'
import { test } from 'node:test'
import { putBeside } from './put-beside.ts'
import { type Shelf, Slots } from './slots.ts'

function shelf(): Shelf & { kept: () => string[] } {
  const texts = new Map<number, string>()
  return {
    recall: (slot) => texts.get(slot) ?? '',
    keep: (slot, text) => {
      texts.set(slot, text)
      return true
    },
    kept: () => [...texts.values()].filter((text) => text !== ''),
  }
}

test('[W80] a draft comes back to whoever opens the room next, and is gone when it is sent', () => {
  const here = shelf()
  const first = new Slots(here)
  assert.equal(first.begin(''), '')
  for (const text of ['h', 'ha', 'half']) first.write(text)
  const next = new Slots(here)
  assert.equal(next.begin(''), 'half')
  next.write('half and half')
  assert.deepEqual(here.kept(), ['half and half'])
  next.write('')
  assert.deepEqual(here.kept(), [])
})

test('[W80] what one tab sends takes away no draft but its own, in whichever order they write', () => {
  const here = shelf()
  const [one, two] = [new Slots(here), new Slots(here)]
  for (const tab of [one, two]) tab.begin('')
  one.write('of one')
  two.write('of two')
  one.write('of one, longer')
  two.write('of two, longer')
  two.write('')
  assert.deepEqual(here.kept(), ['of one, longer'])
  one.write('')
  assert.deepEqual(here.kept(), [], 'and nothing that was sent comes back')
})

test('[W80] after a reload a tab goes on with its own draft, also where another has gone on with it', () => {
  const here = shelf()
  const one = new Slots(here)
  one.begin('')
  one.write('begun')
  const two = new Slots(here)
  assert.equal(two.begin(''), 'begun')
  two.write('become another')
  two.write('')
  const reloaded = new Slots(here)
  assert.equal(reloaded.begin('begun'), 'begun')
  reloaded.write('begun')
  assert.deepEqual(here.kept(), ['begun'])
})

test('[W80] where every slot is taken, nothing is taken away', () => {
  const here = shelf()
  const tabs = Array.from({ length: 6 }, () => new Slots(here))
  for (const tab of tabs) tab.begin('')
  for (const [number, tab] of tabs.entries()) tab.write(`of ${number}`)
  assert.deepEqual(here.kept(), ['of 0', 'of 1', 'of 2', 'of 3'])
  tabs[5]?.write('')
  assert.equal(here.kept().length, 4)
})

test('[W104] what is put beside other texts takes a slot of its own, and without one stands below another', () => {
  const here = shelf()
  const below = (there: string, text: string) => `${there}, ${text}`
  for (const text of ['one', 'two', 'three', 'four']) assert.ok(putBeside(here, text, below))
  assert.ok(!putBeside(here, 'five', below))
  assert.deepEqual(here.kept(), ['one', 'two', 'three', 'four, five'])
})
