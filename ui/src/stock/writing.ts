/** Writing into many cells as one step back, however few of them are here, and reading many. */
import { app } from '../app.svelte'
import { asAppError } from '../host'
import { Sight, type LevelRow } from './cells'
import { gestureText } from './gestureText'
import type { OpenStep } from './openStep'
import { Reach, type Rows } from './reach'
import type { Entry } from './sheet'
import type { Range, Shelf } from './shelf.svelte'

/** `before`: how many rows of SKUs came before it. */
type EntriesOf = (row: LevelRow, before: number) => (Entry | null)[]

/**
 * Writes what `entriesOf` makes of each of the rows: before this returns where they are here, and what is here at once
 * in any case. Null when it failed or was stopped: everything is as it was then, and that was said.
 */
export async function writeRows(shelf: Shelf, rows: Rows, entriesOf: EntriesOf, sight = new Sight(shelf)): Promise<OpenStep | null> {
  const step = shelf.sheet.begin()
  const write = (row: LevelRow, _: number, before: number) => {
    for (const entry of entriesOf(row, before)) if (entry) step.write(entry)
  }
  const isOver = await overAll(shelf, new Reach(sight.list, rows, write), () => (step.show(), !step.isOver), gestureText.notRead)
  if (step.isOver) return null
  if (!isOver) return step.takeBack(), null
  step.end()
  return step
}

/** The numbers of a range, row by row; null for a level that the shop doesn't tell. Null as a whole where `writeRows` gives it. */
export async function readNumbers(shelf: Shelf, range: Range, notRead = gestureText.notRead): Promise<(number | null)[][] | null> {
  const numbers: (number | null)[][] = []
  const isOver = await overAll(shelf, numbersInto(numbers, new Sight(shelf), range), () => true, notRead)
  return isOver ? numbers : null
}

/** The same where all of it is here; null where it isn't. */
export function numbersHere(shelf: Shelf, range: Range): (number | null)[][] | null {
  const numbers: (number | null)[][] = []
  return numbersInto(numbers, new Sight(shelf), range).begin() ? numbers : null
}

function numbersInto(numbers: (number | null)[][], sight: Sight, range: Range): Reach {
  const { left, right } = range
  return new Reach(sight.list, range, (row) => {
    const line: (number | null)[] = []
    for (let col = left; col <= right; col += 1) line.push(sight.number(row, col))
    numbers.push(line)
  })
}

/** `goesOn` is asked after each piece. False when it failed or was stopped, which is said here. */
async function overAll(shelf: Shelf, reach: Reach, goesOn: () => boolean, notRead: (why: string) => string): Promise<boolean> {
  const isHere = reach.begin()
  if (!goesOn()) return false
  if (isHere) return true
  try {
    if (await shelf.bulk.finish(reach, goesOn)) return true
    app.announce(gestureText.stopped)
  } catch (thrown) {
    app.warn(notRead(asAppError(thrown).message))
  }
  return false
}
