/** How keys move about in the stock grid and take what is typed. What else can be done there are actions, in `deeds.ts`. */
import { isMac, strokeOf } from '../actions/stroke'
import { app } from '../app.svelte'
import { fillRight, mayFillRight } from './fill'
import { gestureText } from './gestureText'
import { isSingle } from './ranges'
import type { Shelf } from './shelf.svelte'

export type Grid = { page: () => number; leave: () => void; openNote: () => boolean }

type Stroke = { key: string; shift: boolean; command: boolean }

const steps: Record<string, [down: number, right: number]> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
}

function move(shelf: Shelf, down: number, right: number, extend = false) {
  const { row, col } = shelf.active
  shelf.moveTo(row + down, col + right, extend)
}

/** Tab goes on in the next row at the end of this one, as reading does. Where a run of them began is remembered. */
function tab(shelf: Shelf, by: 1 | -1) {
  const { row, col } = shelf.active
  const width = shelf.warehouses.length
  const from = shelf.hand.tabbedFrom ?? col
  if (col + by >= 0 && col + by < width) shelf.moveTo(row, col + by)
  else if (row + by >= 0 && row + by < shelf.list.total) shelf.moveTo(row + by, by > 0 ? 0 : width - 1)
  shelf.hand.tabbedFrom = from
}

/** Enter goes down; after a run of Tabs to the column where that began. */
function enter(shelf: Shelf, shift: boolean) {
  const { row, col } = shelf.active
  if (shift) shelf.moveTo(row - 1, col)
  else shelf.moveTo(row + 1, shelf.hand.tabbedFrom ?? col)
}

/** Keys that take the text being typed and move on. */
function committing(shelf: Shelf, { key, shift, command }: Stroke): boolean {
  if (key === 'Enter') {
    shelf.editor.commit(command)
    if (!command) enter(shelf, shift)
  } else if (key === 'Tab') {
    shelf.editor.commit()
    tab(shelf, shift ? -1 : 1)
  } else if (steps[key] && shelf.editor.mode === 'typing') {
    shelf.editor.commit()
    move(shelf, ...steps[key])
  } else if (key === 'Escape') {
    shelf.editor.cancel()
  } else return false
  return true
}

function jump(shelf: Shelf, key: string, grid: Grid, extend: boolean, command: boolean): boolean {
  const { row, col } = shelf.active
  const last = shelf.list.total - 1
  const right = shelf.warehouses.length - 1
  if (key === 'PageDown') shelf.moveTo(row + grid.page(), col, extend)
  else if (key === 'PageUp') shelf.moveTo(row - grid.page(), col, extend)
  else if (key === 'Home') shelf.moveTo(command ? 0 : row, 0, extend)
  else if (key === 'End') shelf.moveTo(command ? last : row, right, extend)
  else return false
  return true
}

/** With a command key an arrow goes to the edge. */
function toEdge(shelf: Shelf, { key, shift }: Stroke): boolean {
  const step = steps[key]
  if (!step) return false
  move(shelf, step[0] * shelf.list.total, step[1] * shelf.warehouses.length, shift)
  return true
}

function idle(shelf: Shelf, stroke: Stroke, grid: Grid): boolean {
  const { key, shift, command } = stroke
  if (jump(shelf, key, grid, shift, command)) return true
  if (command) return toEdge(shelf, stroke)
  if (steps[key]) move(shelf, ...steps[key], shift)
  else if (key === 'Tab') tab(shelf, shift ? -1 : 1)
  else if (key === 'Enter') return grid.openNote() || (enter(shelf, shift), true)
  else if (key === 'Escape' && calledOff(shelf)) return true
  else if (key === 'Escape' && !isSingle(shelf.range)) shelf.moveTo(shelf.active.row, shelf.active.col)
  else if (key === 'Escape' || key === 'F6') grid.leave()
  else return false
  return true
}

/** Ends what goes on or was announced, before the range and the grid are left. */
function calledOff({ hand, bulk }: Shelf): boolean {
  const isMeant = hand.filling !== null || hand.adjustsNext || bulk.isBusy
  hand.filling = null
  hand.adjustsNext = false
  bulk.stop()
  return isMeant
}

/** Keys that elsewhere are the app's or the web view's. */
function own(shelf: Shelf, event: KeyboardEvent): boolean {
  const stroke = strokeOf(event, isMac())
  // Left to the web view, which pastes by it, or doesn't: then the next paste is what is meant.
  if (stroke === 'Mod+Shift+V') shelf.hand.adjustsNext = true
  if (stroke !== 'Mod+R') return false
  if (mayFillRight(shelf)) void fillRight(shelf)
  else app.announce(gestureText.nothingLeft)
  return true
}

/** Whether the key was meant for the grid. */
export function pressed(shelf: Shelf, event: KeyboardEvent, grid: Grid): boolean {
  if (event.isComposing || event.altKey) return false
  if (shelf.editor.mode === 'idle' && own(shelf, event)) return true
  const stroke = { key: event.key, shift: event.shiftKey, command: event.ctrlKey || event.metaKey }
  return shelf.editor.mode === 'idle' ? idle(shelf, stroke, grid) : committing(shelf, stroke)
}
