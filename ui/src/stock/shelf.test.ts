import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { Keyboard } from '../actions/keyboard'
import { Registry } from '../actions/registry'
import { app } from '../app.svelte'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import { GAP } from '../pace'
import { copied } from './copy'
import { inGrid } from './deeds'
import { fillDown } from './fill'
import { pressed } from './gridkeys'
import { paste } from './paste'
import { Shelf } from './shelf.svelte'

let host: MemoryHost
let shelf: Shelf
let stops: (() => void)[]

/** Lets everything that was told be read. */
const settled = () => vi.advanceTimersByTimeAsync(2 * GAP)
const saves = () => host.journal.filter((line) => line.startsWith('save_stock')).map((line) => JSON.parse(line.slice(11)))
const grid = { page: () => 10, leave: vi.fn(), openNote: () => false }
const field = document.createElement('input')

/** Presses a key in the grid's field: what the grid leaves goes on to the actions. True when one of them took it. */
function press(key: string, more: KeyboardEventInit = {}) {
  const actions = new Registry()
  actions.add(inGrid(shelf, { field: () => field, focus: () => {}, moved: () => {}, edit: () => shelf.editor.open() }))
  const keyboard = new Keyboard(actions, { mac: false, now: () => 0, refused: () => {} })
  const event = new KeyboardEvent('keydown', { key, cancelable: true, ...more })
  field.onkeydown = () => (pressed(shelf, event, grid) ? event.preventDefault() : keyboard.press(event))
  field.dispatchEvent(event)
  return event.defaultPrevented
}

/** A cell whose level the shop tells. */
async function knownCell() {
  for (let row = 0; row < 50; row += 1) if (shelf.level({ row, col: 0 })?.level !== null) return { row, col: 0 }
  throw new Error('the seed has no such SKU')
}

beforeEach(async () => {
  vi.useFakeTimers()
  host = new MemoryHost({ orders: 0, skus: 300 })
  provideHost(host)
  shelf = new Shelf(1)
  stops = [app.start(), shelf.start()]
  await shelf.filter({ tab: 'all', search: '' })
  await settled()
})

afterEach(() => {
  stops.forEach((stop) => stop())
  vi.useRealTimers()
})

describe('typing in the grid', () => {
  it('and Enter writes the cell and goes down', async () => {
    const { row, col } = await knownCell()
    shelf.moveTo(row, col)
    shelf.editor.type('77')
    press('Enter')
    expect(shelf.shown({ row, col })).toBe(77)
    expect(shelf.active).toEqual({ row: row + 1, col })
  })

  it('shows where a relative edit leads before it is taken', async () => {
    const at = await knownCell()
    shelf.moveTo(at.row, at.col)
    const level = shelf.shown(at)!
    shelf.editor.type('+5')
    expect(shelf.editor.preview).toMatchObject({ kind: 'change', wanted: level + 5 })
  })

  it('lands in its own SKU when the list moves under it', async () => {
    const at = await knownCell()
    shelf.moveTo(at.row, at.col)
    const ref = shelf.ref(at)!
    shelf.editor.type('77')
    await shelf.filter({ search: 'Lamp' })
    shelf.editor.commit()
    expect(shelf.sheet.ready().map((draft) => draft.ref)).toEqual([ref])
  })

  it('Escape gives back what was there', async () => {
    const at = await knownCell()
    shelf.moveTo(at.row, at.col)
    shelf.editor.type('77')
    press('Escape')
    expect(shelf.summary.changes).toBe(0)
  })

  it('Delete goes back to the shop’s level, which is not zero', async () => {
    const at = await knownCell()
    shelf.moveTo(at.row, at.col)
    const level = shelf.shown(at)
    shelf.editor.type('77')
    shelf.editor.commit()
    press('Delete')
    expect(shelf.shown(at)).toBe(level)
  })

  it('Ctrl+Enter writes every selected cell, and one undo takes it back', () => {
    shelf.moveTo(0, 0)
    shelf.moveTo(2, 1, true)
    shelf.editor.type('77')
    press('Enter', { ctrlKey: true })
    expect(shelf.summary.changes).toBe(6)
    press('z', { ctrlKey: true })
    expect(shelf.summary.changes).toBe(0)
  })

  it('Tab goes on in the next row, and F6 leads out', () => {
    shelf.moveTo(0, 2)
    press('Tab')
    expect(shelf.active).toEqual({ row: 1, col: 0 })
    press('F6')
    expect(grid.leave).toHaveBeenCalledOnce()
  })

  it('leaves keys of an input method alone', () => {
    expect(press('Enter', { isComposing: true })).toBe(false)
  })
})

describe('ranges', () => {
  it('are copied as a table that a spreadsheet reads', () => {
    shelf.moveTo(0, 0)
    shelf.moveTo(1, 1, true)
    const rows = copied(shelf)!.split('\n')
    expect(rows).toHaveLength(2)
    expect(rows[0]?.split('\t')).toEqual([String(shelf.shown({ row: 0, col: 0 }) ?? ''), String(shelf.shown({ row: 0, col: 1 }) ?? '')])
  })

  it('take a pasted table cell by cell, as one step back', async () => {
    shelf.moveTo(0, 0)
    await paste(shelf, '701\t702\r\n703\tnope\r\n')
    expect([shelf.shown({ row: 0, col: 0 }), shelf.shown({ row: 0, col: 1 }), shelf.shown({ row: 1, col: 0 })]).toEqual([701, 702, 703])
    expect(shelf.draftAt({ row: 1, col: 1 })).toMatchObject({ typed: 'nope', change: null })
    expect(app.announcement.trim()).toBe('3 cells pasted, 1 refused.')
    press('z', { ctrlKey: true })
    expect(shelf.summary).toEqual({ changes: 0, skus: 0, wrong: 0 })
  })

  it('take one pasted value into every cell', async () => {
    shelf.moveTo(0, 0)
    shelf.moveTo(2, 0, true)
    await paste(shelf, '701')
    expect([0, 1, 2].map((row) => shelf.shown({ row, col: 0 }))).toEqual([701, 701, 701])
  })

  it('fill down from their first row', async () => {
    shelf.moveTo(0, 0)
    shelf.editor.type('701')
    shelf.editor.commit()
    shelf.moveTo(2, 0, true)
    await fillDown(shelf)
    expect(shelf.shown({ row: 2, col: 0 })).toBe(701)
  })
})

describe('saving', () => {
  it('sends what was typed with the level that was seen, and shows it as queued', async () => {
    const at = await knownCell()
    const level = shelf.level(at)!.level
    const { skuId } = shelf.list.at(at.row)!
    shelf.moveTo(at.row, at.col)
    shelf.editor.type('777')
    shelf.editor.commit()
    await shelf.save()
    expect(saves()).toEqual([[[skuId, 'wh-ny', { kind: 'set', level: 777 }, level]]])
    expect(shelf.summary.changes).toBe(0)
    expect(shelf.level(at)?.edit?.state).toBe('queued')
  })

  it('keeps everything when it fails, and says why', async () => {
    const at = await knownCell()
    shelf.moveTo(at.row, at.col)
    shelf.editor.type('777')
    shelf.editor.commit()
    host.save_stock = () => Promise.reject({ code: 'storage', message: 'The disk is full.', field: null })
    await shelf.save()
    expect(shelf.problem).toBe('The disk is full.')
    expect(shelf.shown(at)).toBe(777)
    expect(shelf.summary.changes).toBe(1)
  })

  it('leaves cells that can’t be saved as they were typed', async () => {
    shelf.moveTo(0, 0)
    await paste(shelf, '701\tx')
    await shelf.save()
    expect(shelf.summary).toEqual({ changes: 0, skus: 0, wrong: 1 })
    expect(shelf.draftAt({ row: 0, col: 1 })?.typed).toBe('x')
  })

  it('becomes a conflict when a buyer was faster, and offers both ways', async () => {
    const at = await knownCell()
    const { skuId } = shelf.list.at(at.row)!
    shelf.moveTo(at.row, at.col)
    shelf.editor.type('777')
    shelf.editor.commit()
    // Nothing has read it before the save.
    host.shops[0]!.sell(skuId, 'wh-ny', 1)
    await shelf.save()
    host.step()
    host.step()
    await settled()
    const edit = shelf.level(at)?.edit
    expect(edit).toMatchObject({ state: 'conflict', wanted: 777 })
    await host.resolve_conflict({ id: edit!.id, keep: 'mine' })
    host.step()
    host.step()
    await settled()
    expect(shelf.level(at)).toMatchObject({ level: 777, edit: null })
  })
})

describe('a save that changes an implausible share', () => {
  beforeEach(async () => {
    host.scenario.holdAbove = 2
    shelf.moveTo(0, 0)
    await paste(shelf, '701\t702\t703')
    await shelf.save()
  })

  it('asks on the spot, and nothing of it leaves before the answer', async () => {
    expect(shelf.held.map(({ held }) => held)).toEqual([expect.stringContaining('change 3 of your')])
    expect(app.announcement).toContain('Send it all the same?')
    host.step()
    await settled()
    expect(app.state?.outbox).toMatchObject({ held: 3, sending: 0 })
    expect(shelf.summary.changes).toBe(0)
  })

  it('goes out once the seller says so', async () => {
    await host.send_held({ batch: shelf.held[0]!.id })
    await shelf.readHeld()
    host.step()
    await settled()
    expect(shelf.held).toEqual([])
    expect(app.state?.outbox).toMatchObject({ held: 0, sending: 3 })
  })
})

it('another shop finds neither the SKUs nor the drafts of the one before', async () => {
  shelf.moveTo(0, 0)
  await paste(shelf, '701')
  shelf.forget()
  expect(shelf.list.opened).toBeNull()
  expect(shelf.list.at(0)).toBeUndefined()
  expect(shelf.summary).toEqual({ changes: 0, skus: 0, wrong: 0 })
})

describe('what sells', () => {
  const opened = vi.fn()
  const read = vi.fn()

  beforeEach(() => {
    const [open, rows] = [host.open_stock.bind(host), host.stock_rows.bind(host)]
    host.open_stock = (asked) => (opened(), open(asked))
    host.stock_rows = (asked) => (read(), rows(asked))
    vi.clearAllMocks()
  })

  it('is read again with the rows in sight when orders come, and the list is not opened for it', async () => {
    const sold = () => shelf.list.at(0)?.sold.reduce((sum, pieces) => sum + pieces, 0)
    expect(sold()).toBe(0)
    host.arriveOrders(400)
    await settled()
    expect(sold()).toBeGreaterThan(0)
    expect(opened).not.toHaveBeenCalled()
  })

  it('is read once a second while orders pour in, and once more behind the last ones', async () => {
    for (let moment = 0; moment < 40; moment += 1) {
      host.arriveOrders(1)
      await vi.advanceTimersByTimeAsync(100)
    }
    const meanwhile = read.mock.calls.length
    await vi.advanceTimersByTimeAsync(5000)
    expect([meanwhile <= 5, read.mock.calls.length <= 6, meanwhile > 2]).toEqual([true, true, true])
    expect(shelf.list.at(0)?.sold).toEqual((await host.stock_rows({ view: shelf.list.opened?.view ?? 0, from: 0, count: 1 }))[0]?.sold)
  })

  it('is read no more once the screen is gone', async () => {
    host.arriveOrders(1)
    await settled()
    host.arriveOrders(1)
    await vi.advanceTimersByTimeAsync(GAP)
    stops[1]?.()
    const before = read.mock.calls.length
    await vi.advanceTimersByTimeAsync(5000)
    expect([before, read.mock.calls.length]).toEqual([1, 1])
  })
})
