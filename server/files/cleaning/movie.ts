/** Blanks what MP4, QuickTime and 3GPP files tell of the place where they were taken, and of the device. */
import type { Box, Boxes } from './boxes.ts'
import { blankSamples } from './samples.ts'

/** Boxes of boxes in which something may be told. */
const OUTER = new Set(['moov', 'trak', 'mdia', 'moof', 'traf'])

/** The parts that stay of the box for users' data: titles, chapters, and how the text is to be read. All others may tell anything. */
const TITLES = new Set(['meta', 'name', 'titl', 'chpl', 'kind', '\u00a9nam', '\u00a9ART', '\u00a9alb'])

/** Places that some write beside the users' data. */
const PLACES = new Set(['\u00a9xyz', 'loci', 'XMP_', 'gps ', 'GPS ', 'xml ', 'bxml'])

/** Boxes with a type of their own tell anything, too. This one says that a film is a sphere. */
const SPHERE = 'ffcc8263f8554a938814587a02521fdd'

export function blankMovie(boxes: Boxes): void {
  for (const box of boxes.all()) visit(boxes, box)
}

function visit(boxes: Boxes, box: Box): void {
  if (box.type === 'trak' && tellsAbout(boxes, box)) {
    blankSamples(boxes, box)
    boxes.blank(box)
  } else if (OUTER.has(box.type)) for (const inner of boxes.in(box)) visit(boxes, inner)
  else if (box.type === 'udta') for (const inner of boxes.in(box)) visitTitle(boxes, inner)
  else if (box.type === 'meta') visitMeta(boxes, box)
  else if (box.type === 'free' || box.type === 'skip') boxes.zero(box.body, box.end)
  else if (PLACES.has(box.type) || (box.type === 'uuid' && boxes.read(box.body, 16).toString('hex') !== SPHERE))
    boxes.blank(box)
}

function visitTitle(boxes: Boxes, box: Box): void {
  if (box.type === 'meta') visitMeta(boxes, box)
  else if (!TITLES.has(box.type)) boxes.blank(box)
}

/** A track of what was measured while the film was taken: places, speeds, the camera's settings. */
const tellsAbout = (boxes: Boxes, track: Box): boolean => {
  const handler = boxes.first(track, 'mdia', 'hdlr')
  return handler !== undefined && boxes.read(handler.body + 8, 4).toString('latin1') === 'meta'
}

/** Facts by names, as phones write them, go. Titles as players write them stay. */
function visitMeta(boxes: Boxes, box: Box): void {
  const inside = insideMeta(boxes, box)
  const found = [...boxes.in(inside)]
  if (found.some(({ type }) => type === 'keys')) return boxes.blank(box)
  for (const inner of found) {
    if (inner.type === 'ilst') for (const item of boxes.in(inner)) visitItem(boxes, item)
    else visit(boxes, inner)
  }
}

/** In QuickTime the boxes begin at once, elsewhere after a version. */
export function insideMeta(boxes: Boxes, { body, end }: Box): { body: number; end: number } {
  const isQuickTime = boxes.read(body + 4, 4).toString('latin1') === 'hdlr'
  return { body: isQuickTime ? body : body + 4, end }
}

/** Items under names that anybody may choose. */
function visitItem(boxes: Boxes, item: Box): void {
  if (item.type === '----' || PLACES.has(item.type)) boxes.blank(item)
}
