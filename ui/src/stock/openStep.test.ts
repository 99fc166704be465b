import { beforeEach, describe, expect, it, vi } from 'vitest'

import { Sheet, type CellRef, type Entry } from './sheet'

const cell = (skuId: string): CellRef => ({ productId: `p-${skuId}`, skuId, warehouseId: 'ny' })
const entry = (skuId: string, typed: string): Entry => ({ ref: cell(skuId), typed, seen: { level: 45, pending: null }, how: 'onto' })
const changed = vi.fn()
const typed = (...skus: string[]) => skus.map((sku) => sheet.draft(cell(sku))?.typed)

let sheet: Sheet

beforeEach(() => {
  changed.mockClear()
  sheet = new Sheet(changed)
})

describe('a step that is written piece by piece', () => {
  it('is one step back, however many pieces it came in', () => {
    const step = sheet.begin()
    step.write(entry('a', '50'))
    step.show()
    step.write(entry('b', '50'))
    step.end()
    expect(typed('a', 'b')).toEqual(['50', '50'])
    sheet.undo()
    expect(typed('a', 'b')).toEqual([undefined, undefined])
    sheet.redo()
    expect(typed('a', 'b')).toEqual(['50', '50'])
  })

  it('takes in drafts that were made elsewhere, and leaves those alone that were typed since it began', () => {
    const draft = (sku: string, typed: string) => ({ ref: cell(sku), typed, base: 45, change: { kind: 'set', level: Number(typed) } as const, problem: null })
    sheet.write([entry('a', '60')])
    const step = sheet.begin()
    expect(step.adopt(draft('a', '50'))).toBe(true)
    sheet.write([entry('b', '61')])
    expect(step.adopt(draft('b', '50'))).toBe(false)
    step.end()
    expect(typed('a', 'b')).toEqual(['50', '61'])
    sheet.undo()
    sheet.undo()
    expect(typed('a', 'b')).toEqual(['60', undefined])
  })

  it('counts what it took and what can’t be saved', () => {
    const step = sheet.begin()
    for (const [sku, text] of [['a', '50'], ['b', 'ten'], ['c', '45']] as const) step.write(entry(sku, text))
    step.end()
    expect([step.cells, step.wrong]).toEqual([3, 1])
  })

  it('leaves alone what was typed since it began, and undo goes back through both', () => {
    const step = sheet.begin()
    step.write(entry('a', '50'))
    sheet.write([entry('a', '61'), entry('b', '62')])
    step.write(entry('b', '50'))
    step.write(entry('c', '50'))
    step.end()
    expect(typed('a', 'b', 'c')).toEqual(['61', '62', '50'])
    sheet.undo()
    expect(typed('a', 'b', 'c')).toEqual(['50', undefined, '50'])
    sheet.undo()
    expect(typed('a', 'b', 'c')).toEqual([undefined, undefined, undefined])
  })

  it('is left alone in its own cells by one that began before it', () => {
    const [first, second] = [sheet.begin(), sheet.begin()]
    second.write(entry('a', '2'))
    first.write(entry('a', '1'))
    first.write(entry('b', '1'))
    second.write(entry('b', '2'))
    expect(typed('a', 'b')).toEqual(['2', '2'])
  })

  it('is over once it is taken back by undo', () => {
    const step = sheet.begin()
    step.write(entry('a', '50'))
    sheet.undo()
    step.write(entry('b', '50'))
    step.end()
    expect([step.isOver, typed('a', 'b')]).toEqual([true, [undefined, undefined]])
  })

  it('is over once the drafts are saved or forgotten', () => {
    const [saved, forgotten] = [sheet.begin(), sheet.begin()]
    sheet.settle([], new Map())
    expect([saved.isOver, forgotten.isOver]).toEqual([true, true])
    const other = sheet.begin()
    sheet.forget()
    expect(other.isOver).toBe(true)
  })

  it('that is called off leaves everything as it was, but for what was typed since', () => {
    sheet.write([entry('a', '49')])
    const step = sheet.begin()
    step.write(entry('a', '50'))
    step.write(entry('b', '50'))
    sheet.write([entry('b', '62')])
    step.takeBack()
    expect(typed('a', 'b')).toEqual(['49', '62'])
    sheet.undo()
    sheet.undo()
    expect(typed('a')).toEqual([undefined])
    expect(sheet.canUndo).toBe(false)
  })

  it('of 10,000 cells is shown at once and then seldom, as all that is shown is kept anew', () => {
    const step = sheet.begin()
    for (let row = 0; row < 10_000; row += 1) {
      step.write(entry(`s${row}`, '50'))
      step.show()
      if (row === 0) expect(changed).toHaveBeenCalledOnce()
    }
    step.end()
    expect(changed.mock.calls.length).toBeLessThan(20)
    expect(sheet.summary()).toEqual({ changes: 10_000, skus: 10_000, wrong: 0 })
  })

  it('without a change is no step', () => {
    const step = sheet.begin()
    step.write(entry('a', '45'))
    step.show()
    step.end()
    expect([sheet.canUndo, changed.mock.calls.length]).toEqual([false, 0])
  })
})
