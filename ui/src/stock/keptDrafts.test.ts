import { beforeEach, describe, expect, it, vi } from 'vitest'

import { provideHost, type StockDraft } from '../host'
import { MemoryHost } from '../host/memory/host'
import { pictured } from '../pace'
import { keptDraft } from './keptDraft'
import { KeptDrafts } from './keptDrafts'
import { Shelf } from './shelf.svelte'
import type { CellRef, Draft } from './sheet'

let host: MemoryHost

beforeEach(() => {
  localStorage.clear()
  host = new MemoryHost({ orders: 0, skus: 30, shops: ['A', 'B'] })
  provideHost(host)
})

/** A shelf in an app that has just begun. */
async function begin(shop = 1) {
  const shelf = new Shelf(shop)
  await Promise.all([shelf.remember('shop A'), shelf.list.open()])
  return shelf
}

const settled = async () => {
  await pictured()
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve()
}

async function typed(shelf: Shelf, ...texts: string[]) {
  for (const [col, text] of texts.entries()) {
    const entry = shelf.entry({ row: 0, col }, text, 'over')
    shelf.sheet.write(entry ? [entry] : [])
  }
  await settled()
}

const inDatabase = async (shop = 1) => (await host.stock_drafts({ shop })).map(({ typed }) => typed)

describe('unsaved stock edits', () => {
  it('are there again after a crash, with the level that the seller saw then', async () => {
    const before = await begin()
    await typed(before, '777', '+5', 'nope')
    const drafts = before.sheet.all()
    expect(drafts).toHaveLength(3)
    const after = await begin()
    expect(after.sheet.all()).toEqual(drafts)
    expect(after.draftAt({ row: 0, col: 2 })?.typed).toBe('nope')
  })

  it('are kept no longer once they are saved, discarded or undone', async () => {
    const shelf = await begin()
    await typed(shelf, '777')
    await shelf.save()
    await settled()
    expect(await inDatabase()).toEqual([])
    await typed(shelf, '778')
    shelf.sheet.discard()
    await settled()
    expect(await inDatabase()).toEqual([])
    shelf.sheet.undo()
    await settled()
    expect(await inDatabase()).toEqual(['778'])
    shelf.sheet.undo()
    await settled()
    expect(await inDatabase()).toEqual([])
  })

  it('are on the disk before they are saved, so that the save can take them from there', async () => {
    const shelf = await begin()
    const calls: string[] = []
    vi.spyOn(host, 'keep_stock_drafts').mockImplementation(async () => void calls.push('keep'))
    const save = host.save_stock.bind(host)
    vi.spyOn(host, 'save_stock').mockImplementation((given) => (calls.push('save'), save(given)))
    const entry = shelf.entry({ row: 0, col: 0 }, '777', 'over')
    if (entry) shelf.sheet.write([entry])
    await shelf.save()
    expect(calls.slice(0, 2)).toEqual(['keep', 'save'])
  })

  it('of one shop are not found by another, and go with a shop that is disconnected', async () => {
    const shelf = await begin()
    await typed(shelf, '777')
    expect((await begin(2)).summary.changes).toBe(0)
    const keep = vi.spyOn(host, 'keep_stock_drafts')
    shelf.forget()
    await settled()
    expect(shelf.summary.changes).toBe(0)
    expect(keep).not.toHaveBeenCalled()
  })

  it('that were typed, or taken back, while the others were read are newer', async () => {
    await typed(await begin(), '777', '778')
    const before = await host.stock_drafts({ shop: 1 })
    let answer = (_: StockDraft[]) => {}
    const asked = new Promise<void>((isAsked) =>
      vi.spyOn(host, 'stock_drafts').mockImplementation(() => (isAsked(), new Promise((answered) => (answer = answered)))),
    )
    const shelf = new Shelf(1)
    await shelf.list.open()
    const remembered = shelf.remember('shop A')
    await asked
    await typed(shelf, '9')
    shelf.sheet.undo()
    answer(before)
    await remembered
    expect(shelf.sheet.all().map(({ typed }) => typed)).toEqual(['778'])
  })
})

describe('the place of unsaved stock edits', () => {
  const ref = (skuId: string): CellRef => ({ productId: 'p', skuId, warehouseId: 'w' })
  const draft = (skuId: string, level: number): Draft => ({ ref: ref(skuId), typed: `${level}`, base: 3, change: { kind: 'set', level }, problem: null })
  const inStorage = (rows: Draft[]) => localStorage.setItem('unsaved.stock.1', JSON.stringify({ shop: 'shop A', rows }))

  it('was the web view’s own storage before, which is emptied when the database has them', async () => {
    inStorage([draft('s', 7)])
    const kept = new KeptDrafts(1, () => {})
    expect(await kept.read('shop A')).toEqual([draft('s', 7)])
    expect(localStorage.getItem('unsaved.stock.1')).not.toBeNull()
    await kept.written()
    await settled()
    expect(await inDatabase()).toEqual(['7'])
    expect(localStorage.length).toBe(0)
  })

  it('keeps them there while the database takes nothing, and tells so', async () => {
    inStorage([draft('s', 7)])
    const failed = vi.fn()
    const kept = new KeptDrafts(1, failed)
    vi.spyOn(host, 'keep_stock_drafts').mockRejectedValueOnce(new Error('disk full'))
    await kept.read('shop A')
    expect(await kept.written()).toBe(false)
    await settled()
    expect(failed).toHaveBeenCalledOnce()
    expect(localStorage.getItem('unsaved.stock.1')).not.toBeNull()
  })

  it('takes what it could not take with the next writing', async () => {
    const kept = new KeptDrafts(1, () => {})
    vi.spyOn(host, 'keep_stock_drafts').mockRejectedValueOnce(new Error('disk full'))
    kept.tell([{ ref: ref('a'), draft: draft('a', 1) }])
    expect(await kept.written()).toBe(false)
    kept.tell([{ ref: ref('b'), draft: draft('b', 2) }])
    expect(await kept.written()).toBe(true)
    expect(await inDatabase()).toEqual(['1', '2'])
  })

  it('is written once for a paste, and with the last text of a cell', async () => {
    const keep = vi.spyOn(host, 'keep_stock_drafts')
    const kept = new KeptDrafts(1, () => {})
    kept.tell(Array.from({ length: 9_999 }, (_, at) => ({ ref: ref(`${at}`), draft: draft(`${at}`, at) })))
    kept.tell([{ ref: ref('7'), draft: draft('7', 70) }, { ref: ref('8'), draft: undefined }])
    await kept.written()
    expect(keep).toHaveBeenCalledOnce()
    const texts = await inDatabase()
    expect([texts.length, texts.includes('70'), texts.includes('7')]).toEqual([9_998, true, false])
  })

  it('takes nothing that only looks like a draft out of the storage', () => {
    const whole = draft('s', 5)
    expect(keptDraft(whole)).toEqual(whole)
    const broken = [null, 7, {}, { ...whole, ref: {} }, { ...whole, base: 1.5 }, { ...whole, change: null }, { ...whole, change: { kind: 'set', level: -1 } }]
    expect(broken.map(keptDraft)).toEqual(broken.map(() => null))
  })
})
