import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { Counting } from './counting.svelte'
import { conditionOf, matchesOf, replaceAll } from './replace'
import { settled, Stage } from './stage'
import { sumsOf, type Sums } from './sumsOf'

describe('what is looked for', () => {
  it.each([
    ['5', [5]],
    ['=5', [5]],
    [' ５ ', [5]],
    ['<5', [0, 4]],
    ['<=5', [0, 4, 5]],
    ['≤5', [0, 4, 5]],
    ['>5', [6, 1200]],
    ['>=1,200', [1200]],
    ['<>5', [0, 4, 6, 1200]],
    ['≠5', [0, 4, 6, 1200]],
  ])('%j finds %j', (typed, found) => {
    expect([0, 4, 5, 6, 1200].filter(conditionOf(typed)!)).toEqual(found)
  })

  it.each(['', ' ', 'five', '<', '5-10', '+5', '<-5', '1.5', '=<5'])('%j is nothing that can be found', (typed) => {
    expect(conditionOf(typed)).toBeNull()
  })
})

const MANY = 1200
const atOnce = () => Promise.resolve()
let stage: Stage

beforeEach(async () => {
  stage = new Stage(MANY)
  // Column 0 counts on, column 1 is full of zeros, column 2 isn't told.
  stage.know((row, col) => [row, 0, null][col] ?? null)
  await stage.open()
})

afterEach(() => stage.close())

async function matches(typed: string): Promise<number | null> {
  const counting = new Counting<number>(atOnce)
  counting.follow(matchesOf(stage.shelf, typed, conditionOf(typed)!))
  await settled()
  return counting.told
}

describe('levels are found', () => {
  it('in all that the list shows, as they stand there, and never where the shop tells none', async () => {
    expect(await matches('0')).toBe(MANY + 1)
    stage.type(0, 1, '9999')
    stage.shelf.moveTo(0, 0)
    expect(await matches('0')).toBe(MANY)
    expect(await matches('>=9999')).toBe(1)
  })

  it('in what is selected where that is more than a cell', async () => {
    stage.select(0, 0, 4, 1)
    expect(await matches('<3')).toBe(8)
  })
})

describe('replaced', () => {
  it('they are what typing it there would make of them, as one step', async () => {
    await replaceAll(stage.shelf, conditionOf('<3')!, '+5')
    expect(stage.column(0, 0, 3)).toEqual([5, 6, 7, 3])
    expect(stage.shelf.draftAt({ row: 1, col: 0 })?.change).toEqual({ kind: 'add', amount: 5 })
    expect(stage.shelf.summary.changes).toBe(MANY + 3)
    expect(stage.said).toBe('1,203 cells replaced.')
    stage.press('z', { ctrlKey: true })
    expect(stage.shelf.sheet.size).toBe(0)
  })

  it('they are only in what is selected, and what can’t be is told', async () => {
    stage.select(0, 0, 4, 0)
    await replaceAll(stage.shelf, conditionOf('>=2')!, '-3')
    expect(stage.column(0, 0, 4)).toEqual([0, 1, 2, 0, 1])
    expect(stage.shelf.draftAt({ row: 2, col: 0 })?.problem).toContain('below 0')
    expect(stage.said).toBe('2 cells replaced, 1 refused.')
  })
})

describe('the figures of a range', () => {
  const whole = { top: 0, bottom: MANY - 1, left: 0, right: 2 }
  const sum = (MANY * (MANY - 1)) / 2

  it('are there at once where the rows are', () => {
    const counting = new Counting<Sums | 'none'>(atOnce)
    counting.follow(sumsOf(stage.shelf, { top: 1, bottom: 4, left: 0, right: 0 }))
    expect(counting.told).toEqual({ sum: 10, average: 2.5, smallest: 1, largest: 4 })
    counting.follow(sumsOf(stage.shelf, { top: 0, bottom: 3, left: 2, right: 2 }))
    expect(counting.told).toBe('none')
  })

  it('are not known before all rows are read, and stand while they are counted again', async () => {
    const counting = new Counting<Sums | 'none'>(atOnce)
    counting.follow(sumsOf(stage.shelf, whole))
    expect(counting.told).toBeNull()
    await settled()
    expect(counting.told).toEqual({ sum, average: sum / (2 * MANY), smallest: 0, largest: MANY - 1 })
    stage.type(0, 0, '50')
    counting.follow(sumsOf(stage.shelf, whole))
    expect(counting.told).toMatchObject({ sum })
    await settled()
    expect(counting.told).toMatchObject({ sum: sum + 50 })
  })

  it('are never those of a range that was left', async () => {
    const counting = new Counting<Sums | 'none'>(atOnce)
    counting.follow(sumsOf(stage.shelf, whole))
    counting.follow(sumsOf(stage.shelf, { ...whole, right: 0 }))
    await settled()
    expect(counting.told).toMatchObject({ average: sum / MANY })
    counting.follow(sumsOf(stage.shelf, whole))
    counting.stop()
    await settled()
    expect(counting.told).toBeNull()
  })

  it('wait for what was typed to be on the disk, and for nothing that was left meanwhile', async () => {
    const written: (() => void)[] = []
    stage.host.keep_stock_drafts = () => new Promise<void>((resolve) => written.push(resolve))
    const counting = new Counting<Sums | 'none'>(() => stage.shelf.rested())
    stage.type(0, 0, '50')
    counting.follow(sumsOf(stage.shelf, whole))
    await settled()
    expect(counting.told).toBeNull()
    written.shift()!()
    await settled()
    expect(counting.told).toMatchObject({ sum: sum + 50 })

    stage.type(0, 0, '60')
    counting.follow(sumsOf(stage.shelf, { ...whole, right: 0 }))
    counting.stop()
    await settled()
    written.shift()!()
    await settled()
    expect(counting.told).toBeNull()
  })

  it('read the rows once more, and not for every change, while one count is under way', async () => {
    const read = stage.host.stock_levels.bind(stage.host)
    let rows = 0
    stage.host.stock_levels = async (window) => {
      const told = await read(window)
      rows += told.skus.length
      return told
    }
    const counting = new Counting<Sums | 'none'>(atOnce)
    for (let change = 0; change < 20; change += 1) counting.follow(sumsOf(stage.shelf, whole))
    await settled()
    expect(rows).toBeLessThanOrEqual(2 * MANY)
  })
})
