import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { paste, perform } from './paste'
import { settled, Stage } from './stage'

const ROWS = 40

let stage: Stage

beforeEach(async () => {
  stage = new Stage(ROWS)
  stage.know((row, col) => row + 10 * col + 10)
  await stage.open()
})

afterEach(() => stage.close())

const block = (rows: number, columns: number, first = 500) =>
  Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, col) => String(first + row * columns + col)).join('\t')).join('\n')

describe('a pasted table', () => {
  it('goes in from the cell on, is one step back, and is selected then', async () => {
    stage.shelf.moveTo(2, 1)
    await paste(stage.shelf, block(2, 2))
    expect(stage.shows({ top: 2, bottom: 3, left: 1, right: 2 })).toEqual([[500, 501], [502, 503]])
    expect(stage.shelf.range).toEqual({ top: 2, bottom: 3, left: 1, right: 2 })
    expect(stage.shelf.active).toEqual({ row: 2, col: 1 })
    expect(stage.said).toBe('4 cells pasted.')
    stage.press('z', { ctrlKey: true })
    expect(stage.shelf.sheet.size).toBe(0)
  })

  it('of one value goes into every cell of the range', async () => {
    stage.select(0, 0, 4, 1)
    await paste(stage.shelf, '7\n')
    expect(stage.shelf.summary.changes).toBe(10)
    expect(stage.said).toBe('10 cells pasted.')
  })

  it('is repeated where the range is a multiple of it', async () => {
    stage.select(0, 0, 3, 1)
    await paste(stage.shelf, '1\n2')
    expect(stage.shows({ top: 0, bottom: 3, left: 0, right: 1 })).toEqual([[1, 1], [2, 2], [1, 1], [2, 2]])
  })

  it('that is smaller than the range, and fits into it no whole number of times, goes in once', async () => {
    stage.select(0, 0, 4, 0)
    await paste(stage.shelf, '1\n2')
    expect(stage.column(0, 0, 3)).toEqual([1, 2, 12, 13])
    expect(stage.shelf.hand.asks).toBeNull()
  })

  it('tells what is refused, which stays where it is to be put right', async () => {
    stage.shelf.moveTo(0, 0)
    await paste(stage.shelf, '5\tten\n\t1.5')
    expect(stage.said).toBe('1 cell pasted, 2 refused.')
    expect(stage.shelf.draftAt({ row: 0, col: 1 })).toMatchObject({ typed: 'ten', change: null })
    expect(stage.shelf.draftAt({ row: 1, col: 0 })).toBeUndefined()
  })
})

describe('a paste asks before', () => {
  it('where the table is larger than what is selected, and nothing is written until then', async () => {
    stage.select(0, 0, 1, 0)
    await paste(stage.shelf, block(3, 2))
    expect(stage.shelf.hand.asks).toMatchObject({ height: 3, width: 2, cells: 6, outside: 0, tooLarge: { top: 0, bottom: 1, left: 0, right: 0 } })
    expect(stage.shelf.sheet.size).toBe(0)
    await perform(stage.shelf, stage.shelf.hand.asks!)
    expect(stage.shows({ top: 0, bottom: 2, left: 0, right: 1 })).toEqual([[500, 501], [502, 503], [504, 505]])
  })

  it('where some of it would lie past the last row or column, and says how much that is', async () => {
    stage.shelf.moveTo(ROWS - 1, 2)
    await paste(stage.shelf, '1\t2\n3\t\n5\t6')
    expect(stage.shelf.hand.asks).toMatchObject({ tooLarge: null, cells: 1, outside: 4 })
    await perform(stage.shelf, stage.shelf.hand.asks!)
    expect(stage.shelf.summary.changes).toBe(1)
    expect(stage.shelf.shown({ row: ROWS - 1, col: 2 })).toBe(1)
  })

  it('not where only empty cells would lie there, nor from a single cell', async () => {
    stage.shelf.moveTo(0, 2)
    await paste(stage.shelf, '1\t\n2\t')
    expect(stage.shelf.hand.asks).toBeNull()
    expect(stage.column(2, 0, 1)).toEqual([1, 2])
  })
})

describe('pasted as an adjustment', () => {
  it('signs count, a bare number is added, and empty cells stay', async () => {
    stage.shelf.moveTo(0, 0)
    await paste(stage.shelf, '5\t+5\t-5\n=5\t\t*2', true)
    expect(stage.shows({ top: 0, bottom: 1, left: 0, right: 2 })).toEqual([[15, 25, 25], [5, 21, 62]])
    expect(stage.shelf.draftAt({ row: 0, col: 0 })?.change).toEqual({ kind: 'add', amount: 5 })
    expect(stage.said).toBe('5 cells adjusted.')
  })

  it('it counts from what is unsaved', async () => {
    stage.type(0, 0, '100')
    stage.shelf.moveTo(0, 0)
    await paste(stage.shelf, '-1', true)
    expect(stage.shelf.shown({ row: 0, col: 0 })).toBe(99)
  })

  it('is announced by its keys, which the web view may answer with a paste, and called off by Esc or a move', async () => {
    stage.shelf.moveTo(0, 0)
    expect(stage.press('V', { ctrlKey: true, shiftKey: true })).toBe(false)
    expect(stage.shelf.hand.adjustsNext).toBe(true)
    stage.press('Escape')
    expect(stage.shelf.hand.adjustsNext).toBe(false)
    expect(stage.run('stock.pasteAdjust')).toBeNull()
    stage.shelf.moveTo(1, 0)
    expect(stage.shelf.hand.adjustsNext).toBe(false)
    stage.run('stock.pasteAdjust')
    expect([stage.shelf.hand.adjustsNext, stage.said]).toEqual([true, 'Now paste: what you paste is added to the levels. Esc calls it off.'])
  })
})

describe('10,000 pasted cells', () => {
  it('are one step, of which the rows that are here are written before anything is read', async () => {
    stage.close()
    stage = new Stage(10_000)
    await stage.open()
    const keep = vi.spyOn(stage.host, 'keep_stock_drafts')
    stage.shelf.moveTo(0, 0)
    const pasting = paste(stage.shelf, Array.from({ length: 10_000 }, (_, row) => String(60_000 + row)).join('\n'))
    expect(stage.shelf.shown({ row: 0, col: 0 })).toBe(60_000)
    await settled()
    await pasting
    expect(stage.shelf.summary).toEqual({ changes: 10_000, skus: 10_000, wrong: 0 })
    expect(stage.said).toBe('10,000 cells pasted.')
    // Each is written once, and not by itself.
    expect(keep.mock.calls.flatMap(([{ put }]) => put)).toHaveLength(10_000)
    expect(keep.mock.calls.length).toBeLessThan(20)
    stage.press('z', { ctrlKey: true })
    expect(stage.shelf.sheet.size).toBe(0)
  })
})
