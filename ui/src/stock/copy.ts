/** Copying a range as a table that spreadsheets read; empty where the shop tells no level. */
import { app } from '../app.svelte'
import { copyComing } from '../clipboard'
import { leftOut } from './folding'
import { gestureText } from './gestureText'
import { isSingle, widthOf } from './ranges'
import type { Range, Shelf } from './shelf.svelte'
import { writeTable } from './tsv'
import { numbersHere, readNumbers } from './writing'

const tableOf = (numbers: (number | null)[][]) => writeTable(numbers.map((line) => line.map((number) => (number === null ? '' : String(number)))))

const cellsOf = ({ foldedRows }: Shelf, range: Range) => foldedRows.skus(range) * widthOf(range)
const copiedOf = (shelf: Shelf, range: Range) => gestureText.copied(cellsOf(shelf, range)) + leftOut(shelf, range)

/** What is read and could not be put on the clipboard: a web view may let only a fresh key do that. */
type Ready = { text: string; range: string; drafts: number; list: unknown }
let ready: Ready | null = null

const stateOf = (shelf: Shelf) => ({ range: JSON.stringify([shelf.shop, shelf.range]), drafts: shelf.draftsVersion, list: shelf.list.opened })

/** The range as a text, for a clipboard that takes it at once; null where it has to be read first. */
export function copied(shelf: Shelf): string | null {
  const here = numbersHere(shelf, shelf.range)
  const text = here ? tableOf(here) : readyText(shelf)
  if (text !== null && !isSingle(shelf.range)) app.announce(copiedOf(shelf, shelf.range))
  return text
}

function readyText(shelf: Shelf): string | null {
  const { range, drafts, list } = stateOf(shelf)
  const isStill = ready?.range === range && ready.drafts === drafts && ready.list === list
  const text = isStill ? (ready?.text ?? null) : null
  ready = null
  if (app.problem?.message === gestureText.copyAgain) app.problem = null
  return text
}

/** Reads the range and puts it on the clipboard then. */
export async function copyFar(shelf: Shelf) {
  const { range } = shelf
  const state = stateOf(shelf)
  app.announce(gestureText.copying(cellsOf(shelf, range)))
  const reading = textOf(shelf, range)
  const isCopied = await copyComing(reading).catch(() => null)
  if (isCopied) app.announce(copiedOf(shelf, range))
  if (isCopied !== false) return
  ready = { text: await reading, ...state }
  app.warn(gestureText.copyAgain)
}

/** Throws where it was stopped or could not be read, which is said already. */
async function textOf(shelf: Shelf, range: Range): Promise<string> {
  const numbers = await readNumbers(shelf, range, gestureText.notCopied)
  if (!numbers) throw new Error('nothing was read')
  return tableOf(numbers)
}
