/** The words of the grid's gestures. */
import { count, counted } from '../format'

const cells = (number: number) => counted(number, 'cell')
const refused = (wrong: number) => (wrong ? `, ${count(wrong)} refused` : '')
/** One decimal at most: an average of pieces is read, not counted with. */
const average = (value: number) => count(Math.round(value * 10) / 10)

export const gestureText = {
  roundedDown: 'rounded down',

  // What was done, said once and aloud.
  selectedAll: (skus: number, warehouses: number) =>
    `${cells(skus * warehouses)} selected: ${counted(skus, 'SKU')} in ${counted(warehouses, 'warehouse')}.`,
  pasted: (taken: number, wrong: number) => `${cells(taken)} pasted${refused(wrong)}.`,
  adjusted: (taken: number, wrong: number) => `${cells(taken)} adjusted${refused(wrong)}.`,
  filled: (taken: number, wrong: number) => `${cells(taken)} filled${refused(wrong)}.`,
  replaced: (taken: number, wrong: number) => `${cells(taken)} replaced${refused(wrong)}.`,
  nudged: (by: number, taken: number, left: number) =>
    `${by < 0 ? `−${count(-by)}` : `+${count(by)}`} in ${cells(taken)}${left ? `, ${count(left)} left as they are` : ''}.`,
  reverted: (taken: number) => `${cells(taken)} back to the shop’s level.`,
  copying: (number: number) => `Copying ${cells(number)}…`,
  copied: (number: number) => `${cells(number)} copied.`,
  undone: (number: number) => `Undone in ${cells(number)}.`,
  redone: (number: number) => `Done again in ${cells(number)}.`,

  // Long work over more than a screen holds.
  reading: (done: number, of: number) => `${count(done)} of ${counted(of, 'SKU')} done, Esc stops`,
  stopped: 'Stopped. Everything is as it was.',
  moved: 'The list has changed meanwhile. Do it again.',
  notRead: (why: string) => `Not all of the cells could be read, so nothing was changed. ${why}`,
  notCopied: (why: string) => `Not all of the cells could be read, so nothing was copied. ${why}`,
  busy: 'The last change is still under way. Esc stops it.',
  copyAgain: 'Ready to copy. Press the keys for copying once more.',

  // Why a gesture is not possible.
  nothingBeside: 'Nothing unsaved in the column beside it tells how far.',
  nothingAbove: 'There is no level above to copy.',
  nothingLeft: 'There is no level to the left to copy.',
  noLevels: 'There are no levels here.',

  handle: 'Drag to copy, double-click to fill down as far as the unsaved changes beside it',
  adjustNext: 'Now paste: what you paste is added to the levels. Esc calls it off.',

  paste: {
    title: 'Paste more than is selected?',
    titleOutside: 'Paste past the end of the table?',
    copied: (rows: number, columns: number) => `You copied ${counted(rows, 'row')} × ${counted(columns, 'column')}.`,
    selected: (rows: number, columns: number) =>
      `Selected are ${counted(rows, 'row')} × ${counted(columns, 'column')}. All that you copied goes in from the first selected cell on.`,
    outside: (number: number) => `${cells(number)} would lie past the last row or column and ${number === 1 ? 'is' : 'are'} left out.`,
    act: (number: number) => `Paste ${cells(number)}`,
  },

  replace: {
    bar: 'Find and replace levels',
    find: 'Find',
    findHint: '0, <5, >=100',
    by: 'Replace by',
    byHint: '10, +5, *2',
    noFind: 'Type a level, or a comparison such as <5.',
    counting: 'Counting…',
    matches: (number: number, within: boolean) => `${cells(number)} ${number === 1 ? 'matches' : 'match'}${within ? ' in the selection' : ''}`,
    act: 'Replace all',
    close: 'Close find and replace',
  },

  sums: {
    cells,
    sum: (value: number) => `sum ${count(value)}`,
    average: (value: number) => `average ${average(value)}`,
    smallest: (value: number) => `smallest ${count(value)}`,
    largest: (value: number) => `largest ${count(value)}`,
    counting: '…',
  },
}
