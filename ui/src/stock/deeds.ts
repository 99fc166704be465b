/** What can be asked for on the stock screen, and in its grid. */
import type { Action } from '../actions/action'
import { described } from '../actions/catalogue'
import { evenInText } from '../actions/keyboard'
import { app } from '../app.svelte'
import { text } from '../text'
import { cellsOf, fillDown } from './ranges'
import { reviewText } from './reviewText'
import type { CellRef } from './sheet'
import type { Shelf } from './shelf.svelte'

/** What is being typed counts as a change: it is taken before it is saved. */
function againstSaving(shelf: Shelf): string | null {
  if (shelf.saving) return text.not.saving
  const { changes } = shelf.summary
  if (changes && changes === shelf.moved.length && shelf.editor.mode === 'idle') return reviewText.not.moved
  return changes || shelf.editor.mode !== 'idle' ? null : text.not.noSave
}

export function onShelf(shelf: Shelf, { focusGrid }: { focusGrid: () => void }): Action[] {
  return described({
    'stock.save': { run: () => void save(shelf).then(focusGrid), when: () => againstSaving(shelf), hears: evenInText },
    'stock.review': { run: () => review(shelf), when: () => (shelf.sheet.all().length || shelf.editor.mode !== 'idle' ? null : text.not.noSave), hears: evenInText },
    'stock.discard': { run: () => discard(shelf), when: () => (shelf.sheet.all().length ? null : text.not.noSave) },
    'stock.history': { run: () => (shelf.showsHistory = !shelf.showsHistory), hears: evenInText },
  })
}

/** The field gives up its text first, so that what is being typed is saved too. */
function takeTyped() {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}

async function save(shelf: Shelf) {
  takeTyped()
  await shelf.save()
}

function review(shelf: Shelf) {
  takeTyped()
  shelf.isReviewing = true
}

export function discard(shelf: Shelf) {
  shelf.sheet.discard()
  app.announce(text.stock.discarded)
}

/** `field`: where the grid is typed into. `moved`: the active cell is another one. */
export type Ways = { field: () => HTMLElement | undefined; focus: () => void; moved: () => void; edit: () => void }

export function inGrid(shelf: Shelf, { field, focus, moved, edit }: Ways): Action[] {
  // While a level is being typed its keys belong to the text.
  const hears = (target: EventTarget | null) => target === field() && shelf.editor.mode === 'idle'
  const doing = (work: () => void, when: () => string | null) => ({ run: () => (focus(), work()), when, hears, repeats: true })
  const travel = (to: () => CellRef[]) => () => {
    if (follow(shelf, to())) moved()
  }
  const undo = () => (shelf.conflicts.isLast ? void shelf.conflicts.undo() : travel(() => shelf.sheet.undo())())
  return described({
    'stock.undo': doing(undo, () => (shelf.conflicts.isLast || shelf.sheet.canUndo ? null : text.not.noStep)),
    'stock.redo': doing(travel(() => shelf.sheet.redo()), () => (shelf.sheet.canRedo ? null : text.not.noRedo)),
    'stock.edit': doing(edit, () => (shelf.level(shelf.active) ? null : text.not.noLevel)),
    'stock.revert': doing(() => shelf.sheet.revert(selected(shelf)), () => (selected(shelf).some((ref) => shelf.draft(ref)) ? null : text.not.noDraft)),
    'stock.fill': doing(() => fillDown(shelf), () => (shelf.range.bottom > shelf.range.top ? null : text.not.oneRow)),
  })
}

const selected = (shelf: Shelf): CellRef[] => cellsOf(shelf.range).flatMap((at) => shelf.ref(at) ?? [])

/** Goes to the first of the cells that an undo touched. True when that is another one. */
function follow(shelf: Shelf, touched: CellRef[]): boolean {
  const first = touched[0]
  if (!first) return false
  const before = shelf.active
  const row = shelf.list.find(shelf.active.row, `${first.productId}\u001f${first.skuId}`)
  const col = shelf.warehouses.findIndex(({ id }) => id === first.warehouseId)
  if (row !== null && col >= 0) shelf.moveTo(row, col)
  return shelf.active !== before
}
