/** Whether a typed text means a name, and how well: letters in order, in any script, marks and case aside. */

/** `at`: which characters of the name were meant, for showing them. */
export type Match = { score: number; at: number[] }

/** A letter that goes on where the last one was counts most, then one that begins a word. */
const NEXT = 10
const START = 8
/** For a letter that begins the whole name, besides. */
const FIRST = 1
const LOOSE = -2
/** A word that is not in the name, but begins one of the words that the name stands for. */
const OTHER = 2

/** Letters that are not a plain one with a mark, but are typed as one. */
const plain: Record<string, string> = { đ: 'd', ł: 'l', ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i' }

/** Small letters without the marks that Latin, Greek and Cyrillic put on them. A Thai vowel is no such mark. */
export function folded(text: string): string {
  const small = text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
  return small.replace(/[đłøßæœı]/g, (letter) => plain[letter] ?? letter)
}

/** One of the name's folded letters: which character it came from, and whether that begins a word. */
type Letter = { letter: string; at: number; starts: boolean }

const isOfWord = (character = ' ') => /[\p{L}\p{N}\p{M}]/u.test(character)
/** Scripts that put no blanks between words: any letter may begin one. */
const isUnspaced = (character: string) => /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u.test(character)

function lettersOf(name: string): Letter[] {
  const characters = [...name]
  return characters.flatMap((character, at) =>
    [...folded(character)].map((letter, part) => ({ letter, at, starts: part === 0 && (isUnspaced(character) || !isOfWord(characters[at - 1])) })),
  )
}

/** How what was typed so far is matched up to a letter of the name: by what score, with how many letters left out, and which. */
type Way = { score: number; skips: number; at: number[] }

const better = (a: Way | null, b: Way | null): Way | null => (!a || (b && b.score > a.score) ? b : a)

function extend(from: Way | null, { at }: Letter, score: number): Way | null {
  return from && { score: from.score + score, skips: from.skips + (score === LOOSE ? 1 : 0), at: [...from.at, at] }
}

/** The best ways to a letter of the name, one after the other, from those to the letter typed before it. */
function advance(before: (Way | null)[], begin: Way | null, letter: string, name: Letter[], forgiven: number): (Way | null)[] {
  let any = begin
  let sameWord = begin
  return name.map((one, at) => {
    const last = before[at - 1] ?? null
    if (one.starts) sameWord = begin
    const jump = one.starts ? extend(any, one, START + (at === 0 ? FIRST : 0)) : extend(sameWord, one, LOOSE)
    const way = one.letter === letter ? better(extend(last, one, NEXT), jump) : null
    const here = before[at] ?? null
    any = better(any, here)
    sameWord = better(sameWord, here)
    return way && way.skips <= forgiven ? way : null
  })
}

/** One typed word in the name. Letters may be left out inside a word, one in four: more means something else. */
function inName(word: string, name: Letter[]): Match | null {
  const typed = [...word]
  const nothing: Way = { score: 0, skips: 0, at: [] }
  const ways = typed.reduce<(Way | null)[]>(
    (before, letter, count) => advance(before, count ? null : nothing, letter, name, Math.floor(typed.length / 4)),
    [],
  )
  return ways.reduce(better, null)
}

/** Every typed word has to be in the name, in any order, or to begin one of `others`. Null when one is neither. */
export function match(typed: string, name: string, others = ''): Match | null {
  const letters = lettersOf(name)
  const words = folded(others).split(/\s+/)
  const inOthers = (word: string): Match | null => (words.some((other) => other.startsWith(word)) ? { score: OTHER, at: [] } : null)
  const found = folded(typed).split(/\s+/).filter(Boolean).map((word) => inName(word, letters) ?? inOthers(word))
  if (!found.every((one) => one !== null)) return null
  return { score: found.reduce((sum, { score }) => sum + score, 0), at: [...new Set(found.flatMap(({ at }) => at))] }
}
