/** What can be asked for on the stock screen, and in its grid. */
import type { Action } from '../actions/action'
import { described } from '../actions/catalogue'
import { evenInText } from '../actions/keyboard'
import { app } from '../app.svelte'
import { text } from '../text'
import { farWriting, fillDown, fillRight, mayFillDown, mayFillRight, nudge, revert } from './fill'
import { fillOn } from './fillOn'
import { againstFold, againstFoldAll, againstLevels, againstUnfold, againstUnfoldAll, foldAll, foldRow, isHidden, leftOut, sumSentence, unfoldFor } from './folding'
import { gestureText } from './gestureText'
import { columnsOf, sizeOf } from './ranges'
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

export type ShelfWays = { focusGrid: () => void; openReplace: () => void; openImport: () => void; openExport: () => void; count: () => void }

export function onShelf(shelf: Shelf, { focusGrid, openReplace, openImport, openExport, count }: ShelfWays): Action[] {
  return described({
    'stock.save': { run: () => void save(shelf).then(focusGrid), when: () => againstSaving(shelf), hears: evenInText },
    'stock.review': { run: () => review(shelf), when: () => (shelf.sheet.size || shelf.editor.mode !== 'idle' ? null : text.not.noSave), hears: evenInText },
    'stock.discard': { run: () => discard(shelf), when: () => (shelf.sheet.size ? null : text.not.noSave) },
    'stock.count': { run: count, when: () => (shelf.warehouses.length ? null : gestureText.noLevels) },
    'stock.replace': { run: openReplace, when: () => (shelf.list.total ? null : gestureText.noLevels), hears: evenInText },
    'stock.safety': { run: () => (takeTyped(), (shelf.isSettingRules = true)), hears: evenInText },
    'stock.historyOfSku': { run: () => historyOfSku(shelf), hears: evenInText },
    'stock.import': { run: () => (takeTyped(), openImport()), hears: evenInText },
    'stock.export': { run: () => (takeTyped(), openExport()), when: () => (shelf.list.total ? null : gestureText.noLevels), hears: evenInText },
    'stock.history': { run: () => (shelf.showsHistory = !shelf.showsHistory), hears: evenInText },
  })
}

/** Shows the history of the active SKU in all warehouses, and that of the active level again. */
function historyOfSku(shelf: Shelf) {
  shelf.pastOf = shelf.showsHistory && shelf.pastOf === 'sku' ? 'level' : 'sku'
  shelf.showsHistory = true
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
  shelf.editor.farWriting = farWriting
  // While a level is being typed its keys belong to the text.
  const hears = (target: EventTarget | null) => target === field() && shelf.editor.mode === 'idle'
  const doing = (work: () => void, when: () => string | null) => ({ run: () => (focus(), work()), when, hears, repeats: true })
  const travel = (to: () => CellRef[], said: (cells: number) => string) => () => {
    const touched = to()
    const [first] = touched
    const go = () => {
      if (follow(shelf, first)) moved()
      if (touched.length > 1) app.announce(said(touched.length))
    }
    if (first && find(shelf, first) === null && isHidden(shelf, first)) void unfoldFor(shelf, first).then(go)
    else go()
  }
  const level = () => {
    const folded = shelf.foldedAt(shelf.active)
    return folded ? sumSentence(folded.skus) : shelf.level(shelf.active) ? null : text.not.noLevel
  }
  const levels = () => (shelf.foldedAt(shelf.active) ? againstLevels(shelf) : level())
  // A held key asks for more before the last of it is done: it waits, and no queue grows.
  const step = (by: number) => doing(() => void nudge(shelf, by), () => (shelf.bulk.isBusy ? gestureText.busy : levels()))
  const once = (work: () => unknown, when: () => string | null) => ({ ...doing(() => void work(), when), repeats: false })
  const byGrid = { hears: () => false }
  const undo = () => (shelf.conflicts.isLast ? void shelf.conflicts.undo() : travel(() => shelf.sheet.undo(), gestureText.undone)())
  return described({
    'stock.undo': doing(undo, () => (shelf.conflicts.isLast || shelf.sheet.canUndo ? null : text.not.noStep)),
    'stock.redo': doing(travel(() => shelf.sheet.redo(), gestureText.redone), () => (shelf.sheet.canRedo ? null : text.not.noRedo)),
    'stock.edit': doing(edit, level),
    'stock.more': step(1),
    'stock.less': step(-1),
    'stock.tenMore': step(10),
    'stock.tenLess': step(-10),
    'stock.revert': once(() => revert(shelf), () => (mayRevert(shelf) ? null : text.not.noDraft)),
    'stock.selectAll': once(() => selectAll(shelf), () => (shelf.list.total ? null : gestureText.noLevels)),
    'stock.fill': once(() => fillDown(shelf), () => (mayFillDown(shelf) ? null : gestureText.nothingAbove)),
    'stock.fillRight': { ...once(() => fillRight(shelf), () => (mayFillRight(shelf) ? null : gestureText.nothingLeft)), ...byGrid },
    'stock.fillOn': once(() => fillOn(shelf), () => (shelf.sheet.size ? null : gestureText.nothingBeside)),
    'stock.pasteAdjust': { ...once(() => adjustNext(shelf), levels), ...byGrid },
    'stock.fold': once(() => foldRow(shelf, shelf.active.row, true).then(moved), () => againstFold(shelf)),
    'stock.unfold': once(() => foldRow(shelf, shelf.active.row, false).then(moved), () => againstUnfold(shelf)),
    'stock.foldAll': once(() => foldAll(shelf, true).then(moved), () => againstFoldAll(shelf)),
    'stock.unfoldAll': once(() => foldAll(shelf, false).then(moved), () => againstUnfoldAll(shelf)),
  })
}

function selectAll(shelf: Shelf) {
  shelf.selectAll()
  const { range } = shelf
  app.announce(gestureText.selectedAll(shelf.foldedRows.skus(range), shelf.warehouses.length) + leftOut(shelf, range))
}

/** The clipboard is read by a paste alone: a web view asks before it lets anything else see what is on it. */
function adjustNext(shelf: Shelf) {
  shelf.hand.adjustsNext = true
  app.announce(gestureText.adjustNext)
}

/** So many cells are looked through before a key is answered; of more than these any may have a draft. */
const LOOKED_THROUGH = 1000

function mayRevert(shelf: Shelf): boolean {
  const { range } = shelf
  if (!shelf.sheet.size || sizeOf(range) > LOOKED_THROUGH) return shelf.sheet.size > 0
  for (let row = range.top; row <= range.bottom; row += 1) if (columnsOf(range).some((col) => shelf.draftAt({ row, col }))) return true
  return false
}

const find = (shelf: Shelf, { productId, skuId }: CellRef) => shelf.list.find(shelf.active.row, `${productId}\u001f${skuId}`)

/** Goes to the first of the cells that an undo touched. True when that is another one. */
function follow(shelf: Shelf, first: CellRef | undefined): boolean {
  if (!first) return false
  const before = shelf.active
  const row = find(shelf, first)
  const col = shelf.warehouses.findIndex(({ id }) => id === first.warehouseId)
  if (row !== null && col >= 0) shelf.moveTo(row, col)
  return shelf.active !== before
}
