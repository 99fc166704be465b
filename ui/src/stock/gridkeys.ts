/** How keys move about in the stock grid and take what is typed. What else can be done there are actions, in `deeds.ts`. */
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

/** Tab goes on in the next row at the end of this one, as reading does. */
function tab(shelf: Shelf, by: 1 | -1) {
  const { row, col } = shelf.active
  const width = shelf.warehouses.length
  if (col + by >= 0 && col + by < width) return shelf.moveTo(row, col + by)
  if (row + by >= 0 && row + by < shelf.list.total) shelf.moveTo(row + by, by > 0 ? 0 : width - 1)
}

/** Keys that take the text being typed and move on. */
function committing(shelf: Shelf, { key, shift, command }: Stroke): boolean {
  if (key === 'Enter') {
    shelf.editor.commit(command)
    if (!command) move(shelf, shift ? -1 : 1, 0)
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
  else if (key === 'Enter') return grid.openNote() || (move(shelf, shift ? -1 : 1, 0), true)
  else if (key === 'Escape' && !isSingle(shelf.range)) shelf.moveTo(shelf.active.row, shelf.active.col)
  else if (key === 'Escape' || key === 'F6') grid.leave()
  else return false
  return true
}

/** Whether the key was meant for the grid. */
export function pressed(shelf: Shelf, event: KeyboardEvent, grid: Grid): boolean {
  if (event.isComposing || event.altKey) return false
  const stroke = { key: event.key, shift: event.shiftKey, command: event.ctrlKey || event.metaKey }
  return shelf.editor.mode === 'idle' ? idle(shelf, stroke, grid) : committing(shelf, stroke)
}
