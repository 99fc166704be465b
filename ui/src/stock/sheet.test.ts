import { beforeEach, describe, expect, it, vi } from 'vitest'

import { editOf, Sheet, type CellRef, type Entry, type Seen } from './sheet'

const cell = (skuId: string, warehouseId = 'ny'): CellRef => ({ productId: `p-${skuId}`, skuId, warehouseId })
const seen = (level: number | null, pending: number | null = null): Seen => ({ level, pending })
const entry = (ref: CellRef, typed: string, at: Seen, how: Entry['how'] = 'onto'): Entry => ({ ref, typed, seen: at, how })

let sheet: Sheet
const A = cell('a')
const B = cell('b')

beforeEach(() => {
  sheet = new Sheet()
})

describe('what a seller types into a cell', () => {
  it('becomes an edit with the level they saw', () => {
    sheet.write([entry(A, '50', seen(45))])
    expect(sheet.ready().map(editOf)).toEqual([{ ...A, change: { kind: 'set', level: 50 }, base: 45 }])
  })

  it('stays relative when it was typed with a sign', () => {
    sheet.write([entry(A, '-3', seen(45))])
    expect(sheet.draft(A)?.change).toEqual({ kind: 'add', amount: -3 })
  })

  it('is no change when the level is there already', () => {
    sheet.write([entry(A, '45', seen(45))])
    expect(sheet.draft(A)).toBeUndefined()
    expect(sheet.undo()).toEqual([])
  })

  it('is meant for the level that is seen, also when the same number is typed once more', () => {
    sheet.write([entry(A, '50', seen(45))])
    sheet.write([entry(A, '50', seen(43))])
    expect(sheet.draft(A)).toMatchObject({ base: 43, change: { kind: 'set', level: 50 } })
    sheet.undo()
    expect(sheet.draft(A)?.base).toBe(45)
  })

  it('counts from the edit on its way, which is what they see', () => {
    expect(sheet.preview(entry(A, '+5', seen(45, 50)))).toMatchObject({ wanted: 55 })
    sheet.write([entry(A, '50', seen(45, 50))])
    expect(sheet.draft(A)).toBeUndefined()
  })

  it('keeps a text that is no number, with the reason, and does not save it', () => {
    sheet.write([entry(A, 'ten', seen(45))])
    expect(sheet.draft(A)).toMatchObject({ typed: 'ten', change: null, problem: expect.stringContaining('not a number') })
    expect(sheet.ready()).toEqual([])
    expect(sheet.summary()).toEqual({ changes: 0, skus: 0, wrong: 1 })
  })

  it('goes back to the shop’s level when the cell is emptied, which is not zero', () => {
    sheet.write([entry(A, '50', seen(45))])
    sheet.write([entry(A, ' ', seen(45))])
    expect(sheet.draft(A)).toBeUndefined()
  })

  it('takes the change away when the shop’s own level is typed over it', () => {
    sheet.write([entry(A, '50', seen(45))])
    sheet.write([entry(A, '45', seen(45))])
    expect(sheet.draft(A)).toBeUndefined()
  })

  it('keeps the level they saw as base when the shop moves afterwards', () => {
    sheet.write([entry(A, '50', seen(45))])
    sheet.write([entry(A, '+1', seen(43))])
    expect(sheet.draft(A)).toMatchObject({ change: { kind: 'set', level: 51 }, base: 45 })
  })
})

it('drafts that were decided about are put in place of those typed, as one step back', () => {
  sheet.write([entry(A, '50', seen(45)), entry(B, '9', seen(7))])
  const [first] = sheet.ready()
  sheet.put([{ ref: A, draft: { ...first!, base: 43 } }, { ref: B, draft: undefined }])
  expect(sheet.ready().map(({ base }) => base)).toEqual([43])
  sheet.undo()
  expect(sheet.ready().map(({ base }) => base).sort()).toEqual([45, 7])
})

describe('a sign typed onto an unsaved change', () => {
  it('adds to it, so +5 twice is +10', () => {
    sheet.write([entry(A, '+5', seen(45))])
    sheet.write([entry(A, '+5', seen(45))])
    expect(sheet.draft(A)).toMatchObject({ change: { kind: 'add', amount: 10 }, typed: '+10' })
  })

  it('moves a number that was set', () => {
    sheet.write([entry(A, '50', seen(45))])
    sheet.write([entry(A, '-8', seen(45))])
    expect(sheet.draft(A)?.change).toEqual({ kind: 'set', level: 42 })
  })

  it('takes the change away when it cancels it out', () => {
    sheet.write([entry(A, '+5', seen(45))])
    sheet.write([entry(A, '-5', seen(45))])
    expect(sheet.draft(A)).toBeUndefined()
  })

  it('replaces it instead when the old text itself was edited', () => {
    sheet.write([entry(A, '+5', seen(45))])
    sheet.write([entry(A, '+7', seen(45), 'over')])
    expect(sheet.draft(A)?.change).toEqual({ kind: 'add', amount: 7 })
  })

  it('can make a level usable that the shop does not tell', () => {
    sheet.write([entry(A, '20', seen(null))])
    sheet.write([entry(A, '+2', seen(null))])
    expect(sheet.draft(A)?.change).toEqual({ kind: 'set', level: 22 })
  })
})

describe('the way back', () => {
  it('undoes and redoes one cell at a time', () => {
    sheet.write([entry(A, '50', seen(45))])
    sheet.write([entry(A, '60', seen(45))])
    expect(sheet.undo()).toEqual([A])
    expect(sheet.draft(A)?.typed).toBe('50')
    sheet.undo()
    expect(sheet.draft(A)).toBeUndefined()
    sheet.redo()
    sheet.redo()
    expect(sheet.draft(A)?.typed).toBe('60')
    expect(sheet.redo()).toEqual([])
  })

  it('takes a paste back as one step', () => {
    sheet.write([entry(A, '1', seen(45), 'pasted'), entry(B, '2', seen(45), 'pasted')])
    sheet.undo()
    expect(sheet.summary().changes).toBe(0)
  })

  it('forgets what was undone once something new is typed', () => {
    sheet.write([entry(A, '50', seen(45))])
    sheet.undo()
    sheet.write([entry(B, '9', seen(45))])
    expect(sheet.redo()).toEqual([])
    expect(sheet.draft(A)).toBeUndefined()
  })

  it('brings back everything that was discarded', () => {
    sheet.write([entry(A, '50', seen(45))])
    sheet.write([entry(B, 'x', seen(45))])
    sheet.discard()
    expect(sheet.summary()).toEqual({ changes: 0, skus: 0, wrong: 0 })
    sheet.undo()
    expect(sheet.draft(A)?.typed).toBe('50')
    expect(sheet.draft(B)?.typed).toBe('x')
  })
})

describe('saving', () => {
  it('counts changes and SKUs apart', () => {
    sheet.write([entry(A, '50', seen(45))])
    sheet.write([entry(cell('a', 'la'), '50', seen(45))])
    sheet.write([entry(B, '50', seen(45))])
    expect(sheet.summary()).toEqual({ changes: 3, skus: 2, wrong: 0 })
  })

  it('drops what was taken and keeps what was refused, with its reason', () => {
    sheet.write([entry(A, '50', seen(45))])
    sheet.write([entry(B, '60', seen(45))])
    const saved = sheet.ready()
    sheet.settle(saved, new Map([[saved[1]!, 'The SKU is gone.']]))
    expect(sheet.draft(A)).toBeUndefined()
    expect(sheet.draft(B)).toMatchObject({ typed: '60', problem: 'The SKU is gone.' })
  })

  it('leaves alone what was typed while it was being saved', () => {
    sheet.write([entry(A, '50', seen(45))])
    const saved = sheet.ready()
    sheet.write([entry(A, '70', seen(45))])
    sheet.settle(saved, new Map())
    expect(sheet.draft(A)?.typed).toBe('70')
  })

  it('can’t be undone from the sheet, so nothing saved is typed again by accident', () => {
    sheet.write([entry(A, '50', seen(45))])
    sheet.settle(sheet.ready(), new Map())
    expect(sheet.undo()).toEqual([])
    expect(sheet.draft(A)).toBeUndefined()
  })
})

it('tells the screen about every change, and only about changes', () => {
  const changed = vi.fn()
  sheet = new Sheet(changed)
  sheet.write([entry(A, '45', seen(45))])
  expect(changed).not.toHaveBeenCalled()
  sheet.write([entry(A, '46', seen(45))])
  sheet.undo()
  expect(changed).toHaveBeenCalledTimes(2)
})
