/** For tests of gestures: a shelf on a shop in memory, and keys that go the way they go in the grid. */
import { vi } from 'vitest'

import { Keyboard } from '../actions/keyboard'
import { Registry } from '../actions/registry'
import { app } from '../app.svelte'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import { GAP } from '../pace'
import { inGrid } from './deeds'
import { pressed } from './gridkeys'
import { Shelf, type Range } from './shelf.svelte'

export const PAGE = 10

/** Lets everything that was told be read. */
export const settled = () => vi.advanceTimersByTimeAsync(2 * GAP)

export class Stage {
  readonly host: MemoryHost
  readonly shelf = new Shelf(1)
  private readonly stops: (() => void)[]
  private readonly field = document.createElement('input')
  refused: string[] = []

  constructor(skus: number) {
    vi.useFakeTimers()
    // Frames begin at once: what waits for a picture is not waited for here.
    vi.stubGlobal('requestAnimationFrame', (begin: FrameRequestCallback) => (queueMicrotask(() => begin(0)), 0))
    app.announcement = ''
    app.problem = null
    this.host = new MemoryHost({ orders: 0, skus })
    provideHost(this.host)
    this.stops = [app.start(), this.shelf.start()]
  }

  async open() {
    await this.shelf.filter({ tab: 'all', search: '' })
    await settled()
  }

  close() {
    this.stops.forEach((stop) => stop())
    vi.unstubAllGlobals()
    vi.useRealTimers()
  }

  /** Presses a key in the grid's field: what the grid leaves goes on to the actions. True when one of them took it. */
  press(key: string, more: KeyboardEventInit = {}): boolean {
    const actions = new Registry()
    actions.add(inGrid(this.shelf, { field: () => this.field, focus: () => {}, moved: () => {}, edit: () => this.shelf.editor.open() }))
    const keyboard = new Keyboard(actions, { mac: false, now: () => 0, refused: (reason) => this.refused.push(reason) })
    const event = new KeyboardEvent('keydown', { key, cancelable: true, ...more })
    const grid = { page: () => PAGE, leave: () => {}, openNote: () => false }
    this.field.onkeydown = () => (pressed(this.shelf, event, grid) ? event.preventDefault() : keyboard.press(event))
    this.field.dispatchEvent(event)
    return event.defaultPrevented
  }

  /** Runs an action of the grid that has no key of its own. Why not, where it is not possible. */
  run(id: string): string | null {
    const registry = new Registry()
    registry.add(inGrid(this.shelf, { field: () => this.field, focus: () => {}, moved: () => {}, edit: () => {} }))
    const action = registry.all().find((one) => one.id === id)
    return action ? registry.run(action) : 'there is no such action'
  }

  type(row: number, col: number, typed: string) {
    this.shelf.moveTo(row, col)
    this.shelf.editor.type(typed)
    this.shelf.editor.commit()
  }

  select(top: number, left: number, bottom: number, right: number) {
    this.shelf.moveTo(top, left)
    this.shelf.moveTo(bottom, right, true)
  }

  /** The numbers that stand in a range, row by row. */
  shows({ top, bottom, left, right }: Range): (number | null)[][] {
    const numbers: (number | null)[][] = []
    for (let row = top; row <= bottom; row += 1) {
      numbers.push([])
      for (let col = left; col <= right; col += 1) numbers.at(-1)?.push(this.shelf.shown({ row, col }))
    }
    return numbers
  }

  /** The same of one column. */
  column(col: number, top: number, bottom: number): (number | null)[] {
    return this.shows({ top, bottom, left: col, right: col }).flat()
  }

  /** The levels of all SKUs as the shop has them, where a test makes them known. */
  know(level: (row: number, col: number) => number | null) {
    this.host.shops[0]?.skus.forEach((sku, row) => (sku.levels = sku.levels.map((_, col) => level(row, col))))
  }

  get said(): string {
    return app.announcement.trim()
  }
}
