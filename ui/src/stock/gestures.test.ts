import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { app } from '../app.svelte'
import { copied, copyFar } from './copy'
import { fillDown, fillRight, fillTo, nudge, revert } from './fill'
import { Filling } from './filling.svelte'
import { settled, Stage } from './stage'

/** Far more than is ever loaded, and no multiple of a piece. */
const MANY = 1730
const WIDE = 3

let stage: Stage

beforeEach(async () => {
  stage = new Stage(MANY)
  stage.know((row, col) => row + 10 * col + 10)
  await stage.open()
})

afterEach(() => stage.close())

it('what is typed where a jump has led goes into the row that was there, although it comes later', async () => {
  stage.shelf.moveTo(0, 1)
  stage.press('End', { ctrlKey: true })
  expect(stage.shelf.level(stage.shelf.active)).toBeUndefined()
  stage.shelf.editor.type('77')
  stage.press('Enter')
  await settled()
  const last = stage.host.shops[0]!.skus.at(-1)!
  expect(stage.shelf.sheet.ready()).toMatchObject([{ ref: { skuId: last.skuId, warehouseId: stage.shelf.warehouses[2]?.id }, base: MANY - 1 + 30 }])
})

it('a cell that was jumped to sticks to its SKU, as any other one does, once its row has come', async () => {
  stage.shelf.attach({ topIndex: () => MANY - 20, shift: () => {}, toTop: () => {} })
  stage.press('End', { ctrlKey: true })
  await stage.shelf.list.want(MANY - 20, MANY - 1)
  const { skus } = stage.host.shops[0]!
  const last = skus.at(-1)!
  // The list goes by product, and three of them have other names now.
  skus.slice(-4, -1).forEach((sku) => (sku.product = `\uffff${sku.product}`))
  await stage.shelf.refresh()
  expect(stage.shelf.ref(stage.shelf.active)?.skuId).toBe(last.skuId)
  expect(stage.shelf.active.row).toBe(MANY - 4)
})

describe('moving about', () => {
  it.each([
    ['ArrowDown', { shiftKey: true }, { top: 5, bottom: 6, left: 1, right: 1 }],
    ['ArrowRight', { shiftKey: true }, { top: 5, bottom: 5, left: 1, right: 2 }],
    ['ArrowDown', { ctrlKey: true, shiftKey: true }, { top: 5, bottom: MANY - 1, left: 1, right: 1 }],
    ['ArrowUp', { ctrlKey: true, shiftKey: true }, { top: 0, bottom: 5, left: 1, right: 1 }],
    ['ArrowLeft', { metaKey: true, shiftKey: true }, { top: 5, bottom: 5, left: 0, right: 1 }],
    ['End', { ctrlKey: true, shiftKey: true }, { top: 5, bottom: MANY - 1, left: 1, right: 2 }],
    ['Home', { shiftKey: true }, { top: 5, bottom: 5, left: 0, right: 1 }],
    ['PageDown', { shiftKey: true }, { top: 5, bottom: 15, left: 1, right: 1 }],
  ])('%s with %j selects up to there', (key, held, range) => {
    stage.shelf.moveTo(5, 1)
    expect(stage.press(key, held)).toBe(true)
    expect(stage.shelf.range).toEqual(range)
  })

  it.each([
    ['ArrowDown', { ctrlKey: true }, [MANY - 1, 1]],
    ['ArrowRight', { ctrlKey: true }, [5, 2]],
    ['Home', { ctrlKey: true }, [0, 0]],
    ['End', { ctrlKey: true }, [MANY - 1, 2]],
    ['PageDown', {}, [15, 1]],
    ['PageUp', {}, [0, 1]],
  ])('%s with %j goes there', (key, held, [row, col]) => {
    stage.shelf.moveTo(5, 1)
    stage.press(key, held)
    expect([stage.shelf.active, stage.shelf.anchor]).toEqual([{ row, col }, { row, col }])
  })

  it('Enter after a run of Tabs goes back under the cell where it began', () => {
    stage.shelf.moveTo(5, 1)
    for (const typed of ['71', '72']) {
      stage.shelf.editor.type(typed)
      stage.press('Tab')
    }
    stage.press('Enter')
    expect(stage.shelf.active).toEqual({ row: 7, col: 1 })
    stage.press('Enter')
    expect(stage.shelf.active).toEqual({ row: 8, col: 1 })
  })

  it('any other move ends a run of Tabs', () => {
    stage.shelf.moveTo(5, 0)
    stage.press('Tab')
    stage.press('ArrowDown')
    stage.press('Enter')
    expect(stage.shelf.active).toEqual({ row: 7, col: 1 })
  })

  it('Ctrl+A selects everything that the list shows, says how many, and stays where it is', () => {
    stage.shelf.moveTo(5, 1)
    stage.press('a', { ctrlKey: true })
    expect(stage.shelf.range).toEqual({ top: 0, bottom: MANY - 1, left: 0, right: 2 })
    expect(stage.shelf.active).toEqual({ row: 5, col: 1 })
    expect(stage.said).toBe('5,190 cells selected: 1,730 SKUs in 3 warehouses.')
    stage.press('Escape')
    expect(stage.shelf.range).toEqual({ top: 5, bottom: 5, left: 1, right: 1 })
  })

  it('what was all of the list before a search is not all of it after', async () => {
    stage.press('a', { ctrlKey: true })
    await stage.shelf.filter({ search: 'Lamp' })
    expect(stage.shelf.range).toEqual({ top: 0, bottom: 0, left: 0, right: 0 })
  })
})

describe('filling', () => {
  it('down copies the first row of the range, and the row above where there is only one', async () => {
    stage.select(2, 0, 4, 1)
    await fillDown(stage.shelf)
    expect(stage.shows({ top: 2, bottom: 4, left: 0, right: 1 })).toEqual([[12, 22], [12, 22], [12, 22]])
    stage.shelf.moveTo(5, 0)
    stage.press('d', { ctrlKey: true })
    await settled()
    expect(stage.shelf.shown({ row: 5, col: 0 })).toBe(12)
  })

  it('Ctrl+R fills right, and never loads the page anew', async () => {
    stage.select(2, 0, 3, 2)
    expect(stage.press('r', { ctrlKey: true })).toBe(true)
    await settled()
    expect(stage.shows({ top: 2, bottom: 3, left: 0, right: 2 })).toEqual([[12, 12, 12], [13, 13, 13]])
    stage.shelf.moveTo(0, 0)
    expect(stage.press('r', { ctrlKey: true })).toBe(true)
    expect(stage.said).toBe('There is no level to the left to copy.')
  })

  it('Ctrl+Enter writes what is typed into the range; the cell it was typed into keeps what stood there then', async () => {
    stage.select(0, 0, 2, 0)
    stage.shelf.editor.type('50')
    stage.know(() => 7)
    await stage.shelf.refresh()
    stage.press('Enter', { ctrlKey: true })
    await settled()
    expect(stage.column(0, 0, 2)).toEqual([50, 50, 50])
    expect([0, 1, 2].map((row) => stage.shelf.draftAt({ row, col: 0 })?.base)).toEqual([7, 7, 12])
    expect(stage.said).toBe('3 cells filled.')
  })

  it('leaves out what the shop doesn’t tell', async () => {
    stage.know((row) => (row === 1 ? null : 5))
    await stage.shelf.refresh()
    stage.select(1, 0, 2, 0)
    await fillDown(stage.shelf)
    expect([stage.shelf.summary.changes, stage.shelf.shown({ row: 2, col: 0 })]).toEqual([0, 5])
  })

  it('a range far larger than what is loaded is one step, and says how many cells', async () => {
    stage.select(0, 0, 0, 2)
    stage.press('ArrowDown', { ctrlKey: true, shiftKey: true })
    await fillDown(stage.shelf)
    expect(stage.shelf.summary).toEqual({ changes: (MANY - 1) * WIDE, skus: MANY - 1, wrong: 0 })
    expect(stage.said).toBe('5,187 cells filled.')
    stage.press('z', { ctrlKey: true })
    expect(stage.shelf.summary.changes).toBe(0)
    expect(stage.said).toBe('Undone in 5,187 cells.')
  })
})

describe('the handle', () => {
  const from = { top: 10, bottom: 11, left: 1, right: 1 }

  it.each([
    [[15, 1], { ...from, top: 12, bottom: 15 }],
    [[6, 1], { ...from, top: 6, bottom: 9 }],
    [[10, 2], { ...from, left: 2, right: 2 }],
    [[11, 0], { ...from, left: 0, right: 0 }],
    [[14, 2], { ...from, top: 12, bottom: 14 }],
    [[12, 3], { ...from, left: 2, right: 3 }],
    [[11, 1], null],
  ])('drawn to %j goes along the longer way', ([row, col], to) => {
    const filling = new Filling(from)
    filling.reach(row!, col!)
    expect(filling.to).toEqual(to)
  })

  it.each([
    ['down', { ...from, top: 12, bottom: 16 }, [30, 31, 30, 31, 30]],
    ['up', { ...from, top: 5, bottom: 9 }, [31, 30, 31, 30, 31]],
  ])('copies %s, again and again and never as a series', async (_, to, numbers) => {
    stage.select(10, 1, 11, 1)
    await fillTo(stage.shelf, to)
    expect(stage.column(1, to.top, to.bottom)).toEqual(numbers)
    expect(stage.shelf.range).toEqual({ top: Math.min(10, to.top), bottom: Math.max(11, to.bottom), left: 1, right: 1 })
  })

  it('copies three rows up as they follow each other', async () => {
    stage.select(10, 1, 12, 1)
    await fillTo(stage.shelf, { top: 6, bottom: 9, left: 1, right: 1 })
    expect(stage.column(1, 6, 9)).toEqual([32, 30, 31, 32])
  })

  it.each([
    ['right', { ...from, left: 2, right: 2 }],
    ['left', { ...from, left: 0, right: 0 }],
  ])('copies %s', async (_, to) => {
    stage.select(10, 1, 11, 1)
    await fillTo(stage.shelf, to)
    expect(stage.column(to.left, 10, 11)).toEqual([30, 31])
  })

  it('fills on as far as what is unsaved beside it goes without a gap', async () => {
    for (const row of [1, 2, 3, 5]) stage.type(row, 0, '99')
    stage.shelf.moveTo(0, 1)
    expect(stage.run('stock.fillOn')).toBeNull()
    await settled()
    expect(stage.column(1, 0, 5)).toEqual([20, 20, 20, 20, 24, 25])
  })

  it('looks to the right where there is nothing on the left, also past the rows that are here', async () => {
    stage.select(1, 2, MANY - 1, 2)
    stage.shelf.editor.type('9999')
    stage.press('Enter', { ctrlKey: true })
    await settled()
    stage.shelf.moveTo(0, 1)
    stage.run('stock.fillOn')
    await settled()
    expect(stage.shelf.summary.changes).toBe(2 * (MANY - 1))
  })

  it('does nothing where that can’t be told', async () => {
    stage.type(9, 0, '99')
    stage.shelf.moveTo(0, 1)
    stage.run('stock.fillOn')
    await settled()
    expect([stage.shelf.summary.changes, stage.said]).toEqual([1, 'Nothing unsaved in the column beside it tells how far.'])
  })
})

describe('a nudge', () => {
  it.each([
    ['ArrowUp', false, 11],
    ['ArrowDown', false, 9],
    ['ArrowUp', true, 20],
    ['ArrowDown', true, 0],
  ])('Alt+%s, with Shift %s, leads from 10 to %i', async (key, shiftKey, to) => {
    stage.shelf.moveTo(0, 0)
    expect(stage.press(key, { altKey: true, shiftKey })).toBe(true)
    await settled()
    expect(stage.shelf.shown({ row: 0, col: 0 })).toBe(to)
    expect(stage.shelf.active).toEqual({ row: 0, col: 0 })
  })

  it('stays a change, adds up, and is one step back each', async () => {
    stage.select(0, 0, 1, 1)
    for (let press = 0; press < 3; press += 1) stage.press('ArrowUp', { altKey: true, repeat: press > 0 })
    await settled()
    expect(stage.shelf.draftAt({ row: 0, col: 0 })?.change).toEqual({ kind: 'add', amount: 3 })
    stage.press('z', { ctrlKey: true })
    expect(stage.shows({ top: 0, bottom: 1, left: 0, right: 1 })).toEqual([[12, 22], [13, 23]])
  })

  it('leaves cells as they are that can’t follow, and says so', async () => {
    stage.select(0, 0, 2, 0)
    await nudge(stage.shelf, -11)
    expect(stage.column(0, 0, 2)).toEqual([10, 0, 1])
    expect(stage.said).toBe('−11 in 2 cells, 1 left as they are.')
  })
})

describe('copying', () => {
  it('gives at once what is here', () => {
    stage.select(0, 0, 1, 1)
    expect(copied(stage.shelf)).toBe('10\t20\n11\t21')
    expect(stage.said).toBe('4 cells copied.')
  })

  // As in a web view that keeps its clipboard to itself.
  beforeEach(() => void Object.assign(document, { execCommand: () => false }))

  it('reads what isn’t, in order, with what is unsaved in it; where the web view waits no longer a second key copies it', async () => {
    stage.type(0, 0, '77')
    stage.press('a', { ctrlKey: true })
    expect(copied(stage.shelf)).toBeNull()
    await copyFar(stage.shelf)
    expect(app.problem?.message).toContain('once more')
    const lines = copied(stage.shelf)!.split('\n')
    expect([lines.length, lines[0], lines[600], lines.at(-1)]).toEqual([MANY, '77\t20\t30', '610\t620\t630', '1739\t1749\t1759'])
    expect(copied(stage.shelf)).toBeNull()
  })

  it('that is ready is not given for another range, nor after a change', async () => {
    stage.press('a', { ctrlKey: true })
    await copyFar(stage.shelf)
    stage.type(0, 0, '77')
    stage.press('a', { ctrlKey: true })
    expect(copied(stage.shelf)).toBeNull()
  })
})

describe('Delete', () => {
  it('takes unsaved changes of a range back that is larger than what is loaded', async () => {
    stage.select(0, 0, MANY - 1, 0)
    stage.shelf.editor.type('9999')
    stage.press('Enter', { ctrlKey: true })
    await settled()
    stage.type(0, 1, '98')
    stage.select(0, 0, MANY - 1, 0)
    stage.press('Delete')
    await settled()
    expect(stage.shelf.summary).toEqual({ changes: 1, skus: 1, wrong: 0 })
    expect(stage.said).toBe('1,730 cells back to the shop’s level.')
  })

  it('is not possible where nothing is unsaved', () => {
    stage.type(0, 1, '98')
    stage.select(0, 0, 5, 0)
    stage.press('Delete')
    expect(stage.refused).toEqual(['The selected levels are the shop’s already.'])
  })
})

describe('a long gesture', () => {
  /** Holds back what the host tells of rows, until it is let go. */
  function held() {
    let letGo = () => {}
    const gate = new Promise<void>((resolve) => (letGo = resolve))
    const { host } = stage
    const read = host.stock_levels.bind(host)
    host.stock_levels = async (window) => (await gate, read(window))
    return () => letGo()
  }

  it('shows what is here at once, and tells how far it is', async () => {
    const letGo = held()
    stage.press('a', { ctrlKey: true })
    stage.shelf.editor.type('5')
    stage.press('Enter', { ctrlKey: true })
    await settled()
    expect(stage.shelf.shown({ row: 0, col: 0 })).toBe(5)
    expect(stage.shelf.bulk.progress).toMatchObject({ of: MANY })
    letGo()
    await settled()
    expect([stage.shelf.bulk.progress, stage.shelf.summary.changes]).toEqual([null, MANY * WIDE])
  })

  it('is stopped by Esc, which leaves everything as it was', async () => {
    stage.type(0, 0, '77')
    const letGo = held()
    stage.select(0, 0, MANY - 1, 0)
    stage.shelf.editor.type('5')
    stage.press('Enter', { ctrlKey: true })
    await settled()
    stage.press('Escape')
    letGo()
    await settled()
    expect([stage.shelf.summary.changes, stage.shelf.shown({ row: 0, col: 0 })]).toEqual([1, 77])
    expect(stage.said).toBe('Stopped. Everything is as it was.')
  })

  it('is ended by undo, and leaves alone what is typed meanwhile', async () => {
    const letGo = held()
    stage.select(0, 0, MANY - 1, 0)
    stage.shelf.editor.type('5')
    stage.press('Enter', { ctrlKey: true })
    await settled()
    stage.type(3, 0, '77')
    stage.press('z', { ctrlKey: true })
    stage.press('z', { ctrlKey: true })
    letGo()
    await settled()
    expect(stage.shelf.sheet.size).toBe(0)
  })

  it('that can’t be read to its end changes nothing, and says why', async () => {
    stage.host.stock_levels = () => Promise.reject({ code: 'storage', message: 'The disk is gone.', field: null })
    stage.press('a', { ctrlKey: true })
    stage.shelf.editor.type('5')
    stage.press('Enter', { ctrlKey: true })
    await settled()
    expect(stage.shelf.sheet.size).toBe(0)
    expect(app.problem?.message).toBe('Not all of the cells could be read, so nothing was changed. The disk is gone.')
  })

  it('never takes one SKU for another where one is gone meanwhile', async () => {
    const { host } = stage
    const read = host.stock_levels.bind(host)
    host.stock_levels = async (window) => {
      const { skus, levels, ...others } = await read(window)
      return { skus: skus.slice(1), levels: levels.slice(levels.length / skus.length), ...others }
    }
    stage.select(0, 0, MANY - 1, 0)
    await revert(stage.shelf)
    stage.shelf.editor.type('5')
    stage.press('Enter', { ctrlKey: true })
    await settled()
    expect(stage.shelf.sheet.size).toBe(0)
    expect(app.problem?.message).toContain('The list has changed meanwhile.')
  })

  it('is waited for by a save', async () => {
    const letGo = held()
    stage.select(0, 0, MANY - 1, 0)
    stage.shelf.editor.type('5')
    stage.press('Enter', { ctrlKey: true })
    await settled()
    const saving = stage.shelf.save()
    letGo()
    await settled()
    await saving
    const sent = stage.host.journal.filter((line) => line.startsWith('save_stock')).map((line) => JSON.parse(line.slice(11)).length)
    expect(sent).toEqual([MANY])
  })

  it('holds up no other one: a key that is held asks again once the last of it is done', async () => {
    const letGo = held()
    stage.press('a', { ctrlKey: true })
    stage.press('ArrowUp', { altKey: true })
    await settled()
    stage.press('ArrowUp', { altKey: true, repeat: true })
    expect(stage.refused).toEqual(['The last change is still under way. Esc stops it.'])
    letGo()
    await settled()
    expect(stage.shelf.shown({ row: 0, col: 0 })).toBe(11)
  })
})

it('fills right over more than is loaded', async () => {
  stage.press('a', { ctrlKey: true })
  await fillRight(stage.shelf)
  expect(stage.shelf.summary.changes).toBe(MANY * 2)
  await stage.shelf.list.want(1700, 1729)
  expect(stage.shows({ top: 1729, bottom: 1729, left: 0, right: 2 })).toEqual([[1739, 1739, 1739]])
})
