import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { app } from '../app.svelte'
import { provideHost, type Keep } from '../host'
import { MemoryHost } from '../host/memory/host'
import { GAP } from '../pace'
import { Shelf, type Position } from './shelf.svelte'

let host: MemoryHost
let shelf: Shelf
let cells: Position[]
let stops: (() => void)[]

const settled = () => vi.advanceTimersByTimeAsync(2 * GAP)
const asked = (command: string) => host.journal.filter((line) => line.startsWith(command))
const states = () => cells.map((at) => shelf.level(at)?.edit?.state ?? null)
const level = (at: Position) => shelf.level(at)!.level!

/** Types these differences to what is seen, as whole numbers. */
function type(differences: number[]) {
  for (const [at, more] of differences.entries()) {
    const cell = cells[at]!
    shelf.sheet.write([shelf.entry(cell, String(level(cell) + more), 'over')!])
  }
}

/** A buyer takes one of each. */
function sell() {
  for (const at of cells) host.sell(shelf.list.at(at.row)!.skuId, 'wh-ny', 1)
}

/** Saved edits that a buyer was faster than. */
async function meetConflicts(differences: number[]) {
  type(differences)
  for (const at of cells) host.shops[0]!.sell(shelf.list.at(at.row)!.skuId, 'wh-ny', 1)
  await shelf.save()
  host.step()
  host.step()
  await settled()
  expect(states()).toEqual(['conflict', 'conflict', 'conflict'])
}

const decide = (keep: Keep) => shelf.conflicts.decide(keep, shelf.conflicts.among(cells))

async function bring() {
  host.step()
  host.step()
  await settled()
}

beforeEach(async () => {
  vi.useFakeTimers()
  localStorage.clear()
  host = new MemoryHost({ orders: 0, skus: 300 })
  provideHost(host)
  shelf = new Shelf(1)
  stops = [app.start(), shelf.start()]
  await shelf.filter({ tab: 'all', search: '' })
  await settled()
  cells = Array.from({ length: 40 }, (_, row) => ({ row, col: 0 })).filter((at) => (shelf.level(at)?.level ?? 0) >= 10).slice(0, 3)
})

afterEach(() => {
  stops.forEach((stop) => stop())
  vi.useRealTimers()
})

describe('conflicts that a save has met', () => {
  it('are decided for mine together, and told as one step', async () => {
    await meetConflicts([7, 8, 9])
    const wanted = cells.map((at, index) => level(at) + 1 + 7 + index)
    await decide('mine')
    expect(asked('decide_conflicts')).toEqual(['decide_conflicts mine 3'])
    expect(shelf.conflicts.told).toBe('3 conflicts: your numbers kept.')
    expect(app.announcement.trim()).toBe('3 conflicts: your numbers kept.')
    expect(states()).toEqual(['queued', 'queued', 'queued'])
    await bring()
    expect(cells.map(level)).toEqual(wanted)
  })

  it('are decided for the difference, from what the shop has at that moment', async () => {
    await meetConflicts([7, 8, 9])
    const before = cells.map(level)
    await decide('difference')
    sell()
    await bring()
    expect(cells.map(level)).toEqual(before.map((one, at) => one + 7 + at - 1))
    expect(shelf.conflicts.told).toBe('3 conflicts: your differences added.')
  })

  it('are dropped for the shop’s, and come back with one step', async () => {
    await meetConflicts([7, 8, 9])
    await decide('shop')
    expect(states()).toEqual([null, null, null])
    expect(shelf.conflicts.isLast).toBe(true)
    await shelf.conflicts.undo()
    expect(states()).toEqual(['conflict', 'conflict', 'conflict'])
    expect(shelf.conflicts.told).toBe('3 conflicts are open again.')
    expect(shelf.conflicts.isLast).toBe(false)
  })

  it('wait again after a step back where nothing has left', async () => {
    await meetConflicts([7, 8, 9])
    await decide('mine')
    await shelf.conflicts.undo()
    await bring()
    expect(states()).toEqual(['conflict', 'conflict', 'conflict'])
  })

  it('go back in the shop after a step back where it has them already', async () => {
    await meetConflicts([7, 8, 9])
    const before = cells.map(level)
    await decide('mine')
    await bring()
    await shelf.conflicts.undo()
    expect(shelf.conflicts.told).toBe('3 levels go back to what the shop had.')
    await bring()
    expect(cells.map(level)).toEqual(before)
  })

  it('stay where a decision leads nowhere, with the reason', async () => {
    await meetConflicts([-level(cells[0]!), 8, 9])
    await decide('difference')
    expect(states()).toEqual(['conflict', 'queued', 'queued'])
    expect(shelf.conflicts.told).toContain('2 conflicts: your differences added. 1 stays to decide: Stock can’t go below 0')
  })

  it('are all still there when deciding fails, and it is said', async () => {
    await meetConflicts([7, 8, 9])
    host.decide_conflicts = () => Promise.reject({ code: 'storage', message: 'The disk is full.', field: null })
    await decide('mine')
    expect(shelf.conflicts.attempt.error?.message).toBe('The disk is full.')
    expect(states()).toEqual(['conflict', 'conflict', 'conflict'])
    expect(shelf.conflicts.told).toBe('')
  })
})

describe('unsaved changes whose level has moved', () => {
  beforeEach(async () => {
    type([7, 8, 9])
    await settled()
    sell()
    await settled()
  })

  it('are named, and not saved before a decision; the others are', async () => {
    const more = { row: cells[0]!.row, col: 1 }
    shelf.sheet.write([shelf.entry(more, String((shelf.level(more)?.level ?? 0) + 3), 'over')!])
    expect(shelf.moved).toHaveLength(3)
    await shelf.save()
    expect(asked('save_stock')).toHaveLength(1)
    expect(shelf.summary.changes).toBe(3)
  })

  it('start from the shop’s level when mine is kept', async () => {
    const wanted = cells.map((at, index) => level(at) + 1 + 7 + index)
    await decide('mine')
    expect(asked('decide_conflicts')).toEqual([])
    expect(shelf.conflicts.told).toBe('3 conflicts: your numbers kept. 3 changes of them not saved yet.')
    await shelf.save()
    await bring()
    expect(cells.map(level)).toEqual(wanted)
  })

  it('become differences, or nothing, and come back with one step', async () => {
    const typed = shelf.sheet.ready()
    await decide('difference')
    expect(shelf.sheet.ready().map((draft) => draft.change)).toEqual([7, 8, 9].map((amount) => ({ kind: 'add', amount })))
    await shelf.conflicts.undo()
    expect(shelf.sheet.ready()).toEqual(typed)
    await decide('shop')
    expect(shelf.summary.changes).toBe(0)
    await shelf.conflicts.undo()
    expect(shelf.sheet.ready()).toEqual(typed)
  })

  it('what is typed after a decision is the next step back, and the decision none any more', async () => {
    await decide('mine')
    type([20])
    expect(shelf.conflicts.isLast).toBe(false)
    expect(shelf.conflicts.told).toBe('')
    await shelf.conflicts.undo()
    expect(shelf.summary.changes).toBe(3)
  })

  it('and conflicts of a save are decided together', async () => {
    await decide('mine')
    for (const at of cells.slice(0, 2)) host.shops[0]!.sell(shelf.list.at(at.row)!.skuId, 'wh-ny', 1)
    await shelf.save(shelf.sheet.ready().slice(0, 2))
    await bring()
    host.sell(shelf.list.at(cells[2]!.row)!.skuId, 'wh-ny', 1)
    await settled()
    const met = shelf.conflicts.among(cells)
    expect([met.ids.length, met.drafts.length]).toEqual([2, 1])
    await decide('difference')
    expect(shelf.conflicts.told).toBe('3 conflicts: your differences added. 1 change of them not saved yet.')
    await shelf.conflicts.undo()
    expect(states()).toEqual(['conflict', 'conflict', null])
    expect(shelf.moved).toHaveLength(1)
  })
})

it('nothing to decide is said, and nothing is asked', async () => {
  await decide('mine')
  expect(shelf.conflicts.told).toBe('There is no conflict to decide here.')
  expect(asked('decide_conflicts')).toEqual([])
})

it('what a save costs is asked once the typing rests, and no longer known when nothing is unsaved', async () => {
  const ask = vi.spyOn(host, 'stock_cost')
  // Three SKUs of two products.
  type([7, 8, 9])
  await settled()
  expect(ask).toHaveBeenCalledOnce()
  expect(shelf.cost.told).toEqual({ least: 6, most: 6, moved: [] })
  // Two levels of one product share its requests.
  const beside = { row: cells[0]!.row, col: 1 }
  shelf.sheet.write([shelf.entry(beside, String(level(beside) + 4), 'over')!])
  await settled()
  expect(shelf.cost.told).toEqual({ least: 6, most: 6, moved: [] })
  shelf.sheet.discard()
  await settled()
  expect(shelf.cost.told).toBeNull()
})
