/** Whether a typed text means a name, and how well: letters in order, in any script, marks and case aside. */

/** `at`: which characters of the name were meant, for showing them. */
export type Match = { score: number; at: number[] }

const START = 8
const NEXT = 5
const LOOSE = -2

/** Letters that are not a plain one with a mark, but are typed as one. */
const plain: Record<string, string> = { đ: 'd', ł: 'l', ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i' }

/** Small letters without the marks that Latin, Greek and Cyrillic put on them. A Thai vowel is no such mark. */
export function folded(text: string): string {
  const small = text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
  return small.replace(/[đłøßæœı]/g, (letter) => plain[letter] ?? letter)
}

/** The name's folded letters with the place of the character that each came from, and whether it begins a word. */
type Letter = { letter: string; at: number; starts: boolean }

function lettersOf(name: string): Letter[] {
  const characters = [...name]
  const isWord = (at: number) => /[\p{L}\p{N}\p{M}]/u.test(characters[at] ?? ' ')
  return characters.flatMap((character, at) => [...folded(character)].map((letter, part) => ({ letter, at, starts: part === 0 && !isWord(at - 1) })))
}

/** How far one word is matched up to a letter of the name: by what score, over how many loose jumps, and which letters. */
type Way = { score: number; loose: number; at: number[] }

/** A jump into the middle of a word is a slip of the finger, or means something else: one is forgiven in three letters. */
const forgiven = (length: number) => Math.floor(length / 3)

function better(a: Way | null, b: Way | null): Way | null {
  return !a || (b && b.score > a.score) ? b : a
}

function matchWord(word: string[], name: Letter[]): Match | null {
  let ways: (Way | null)[] = []
  for (const [count, letter] of word.entries()) {
    let before: Way | null = count === 0 ? { score: 0, loose: 0, at: [] } : null
    ways = name.map((one, at) => {
      const next = ways[at - 1] ?? null
      const way = one.letter === letter ? better(step(before, one, one.starts ? START : LOOSE), step(next, one, NEXT + (one.starts ? 1 : 0))) : null
      before = better(before, next)
      return way && way.loose <= forgiven(word.length) ? way : null
    })
  }
  return ways.reduce(better, null)
}

function step(from: Way | null, { at }: Letter, score: number): Way | null {
  return from && { score: from.score + score, loose: from.loose + (score === LOOSE ? 1 : 0), at: [...from.at, at] }
}

/** Every word of the typed text has to be in the name, in any order. Null when one is not. */
export function match(typed: string, name: string): Match | null {
  const words = folded(typed).split(/\s+/).filter(Boolean)
  const letters = lettersOf(name)
  const found = words.map((word) => matchWord([...word], letters))
  if (!found.every((one) => one !== null)) return null
  return { score: found.reduce((sum, { score }) => sum + score, 0), at: [...new Set(found.flatMap(({ at }) => at))] }
}
