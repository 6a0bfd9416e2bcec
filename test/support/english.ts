/** The English words of the screen: they reveal an untranslated part in a language of Latin letters. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './root.ts'

/** Words that stand in the English sentences, and in no sentence of the other language. */
export function wordsOnlyInEnglish(other: string): Set<string> {
  return new Set(wordsOf(sentencesOf('english'))).difference(new Set(wordsOf(sentencesOf(other))))
}

/** The strings in the modules of a language, without the values filled in and the names of emoji. */
export function sentencesOf(folder: string): string[] {
  return globSync(`web/words/${folder}/!(emoji-names).ts`, { cwd: ROOT }).flatMap((file) => {
    const source = readFileSync(join(ROOT, file), 'utf8').replaceAll(/^import .*|^\s*(?:\/\*)?\*.*|\/\/ .*/gm, '')
    const quoted = [...source.matchAll(/'([^'\n]+)'(?!:)/g)].map(([, text = '']) => text)
    const filled = source.replaceAll(/\$\{[^{}]*\}/g, ' ').matchAll(/`([^`]+)`/g)
    return [...quoted, ...[...filled].map(([, text = '']) => text)]
  })
}

const wordsOf = (sentences: string[]): string[] =>
  sentences.flatMap((sentence) => sentence.toLowerCase().match(/\p{Script=Latin}[\p{Script=Latin}’'-]+/gu) ?? [])
