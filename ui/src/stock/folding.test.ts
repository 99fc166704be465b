import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { StockRow } from '../host'
import { forgetKept } from '../kept'
import { copied } from './copy'
import { fillDown, fillTo } from './fill'
import { fillOn } from './fillOn'
import { paste } from './paste'
import { conditionOf, replaceAll } from './replace'
import { Shelf } from './shelf.svelte'
import { settled, Stage } from './stage'

let stage: Stage

/** Products of two, three, one and two SKUs, then many more; their levels are 10, 11 … in the first warehouse. */
const sizes = [2, 3, 1, 2, ...Array.from({ length: 40 }, () => 3)]
const SKUS = sizes.reduce((sum, size) => sum + size, 0)

beforeEach(async () => {
  localStorage.clear()
  stage = new Stage(SKUS)
  const { skus } = stage.host.shops[0]!
  let at = 0
  for (const [product, size] of sizes.entries()) {
    for (let sku = 0; sku < size; sku += 1, at += 1) {
      const name = String(product).padStart(3, '0')
      Object.assign(skus[at]!, { productId: `p${name}`, product: `Product ${name}`, skuId: `s${String(at).padStart(3, '0')}`, skusInProduct: size })
    }
  }
  stage.know((row, col) => row + 100 * col + 10)
  await stage.open()
})

afterEach(() => stage.close())

const shelf = () => stage.shelf
const rowAt = (row: number): StockRow => shelf().list.at(row) ?? expect.fail(`row ${row} is not here`)
const shapes = (count: number) => Array.from({ length: count }, (_, row) => (rowAt(row).folded ? `${rowAt(row).productId} ×${rowAt(row).folded!.skus}` : rowAt(row).skuId))
const activeSku = () => shelf().ref(shelf().active)?.skuId ?? null

/** Folds the product of a row, the active cell left where it is put by that. */
async function fold(row: number) {
  shelf().moveTo(row, 0)
  stage.press('ArrowLeft', { altKey: true })
  await settled()
}

describe('folding', () => {
  it('shows the SKUs of a product as one row with their sums, and brings them back', async () => {
    await fold(3)
    expect(shapes(4)).toEqual(['s000', 's001', 'p001 ×3', 's005'])
    expect(shelf().list.total).toBe(SKUS - 2)
    expect(rowAt(2).folded!.levels).toEqual([12 + 13 + 14, 112 + 113 + 114, 212 + 213 + 214])
    expect([shelf().list.opened?.counts.all, shelf().active, activeSku()]).toEqual([SKUS, { row: 2, col: 0 }, null])
    expect(stage.said).toBe('Product 001: 3 SKUs folded into one row.')
    stage.press('ArrowRight', { altKey: true })
    await settled()
    expect(shapes(4)).toEqual(['s000', 's001', 's002', 's003'])
    expect([activeSku(), stage.said]).toEqual(['s002', 'Product 001 unfolded.'])
  })

  it('leaves the active cell at its SKU where that is of another product', async () => {
    shelf().moveTo(6, 1)
    await shelf().refold({ all: false, but: ['p000', 'p001'] })
    await settled()
    expect([shelf().active, activeSku()]).toEqual([{ row: 3, col: 1 }, 's006'])
    await shelf().refold({ all: false, but: [] })
    expect([shelf().active, activeSku()]).toEqual([{ row: 6, col: 1 }, 's006'])
  })

  it('keeps what is in sight at its place, however far all of it moves', async () => {
    let top = 60
    shelf().attach({ topIndex: () => top, shift: (rows) => (top += rows), toTop: () => (top = 0) })
    await shelf().list.want(60, 100)
    const seen = rowAt(60).productId
    shelf().moveTo(61, 1)
    const active = activeSku()
    stage.press('ArrowLeft', { altKey: true, shiftKey: true })
    await settled()
    expect([rowAt(top).productId, rowAt(top).folded === null]).toEqual([seen, false])
    expect(stage.said).toBe('All products folded: 43 folded rows.')
    expect(shelf().list.total).toBe(sizes.length)
    stage.press('ArrowRight', { altKey: true, shiftKey: true })
    await settled()
    expect([rowAt(top).productId, shelf().list.total, stage.said]).toEqual([seen, SKUS, 'All products unfolded.'])
    expect(rowAt(shelf().active.row).productId).toBe(stage.host.shops[0]!.skus.find(({ skuId }) => skuId === active)!.productId)
  })

  it('says why not: one SKU, another order, a search, folded already', async () => {
    await fold(5)
    expect(stage.refused).toEqual(['This product has only one SKU here.'])
    await fold(0)
    await fold(0)
    expect(stage.refused.at(-1)).toBe('This product is folded already.')
    await shelf().filter({ sort: { by: { kind: 'total' }, descending: false } })
    await settled()
    expect([shelf().list.total, stage.run('stock.foldAll')]).toEqual([SKUS, 'Products fold while the grid is sorted by product and nothing is searched.'])
    await shelf().filter({ sort: { by: { kind: 'product' }, descending: false }, search: 'product 000' })
    await settled()
    expect([shapes(2), stage.run('stock.unfold')]).toEqual([['s000', 's001'], 'Products fold while the grid is sorted by product and nothing is searched.'])
    await shelf().filter({ search: '' })
    expect(shapes(2)).toEqual(['p000 ×2', 's002'])
  })

  it('is there again after a restart, for this shop alone, until that is forgotten', async () => {
    void shelf().remember('US Linh Kay')
    await fold(0)
    const begun = async (shop: string) => {
      const other = new Shelf(1)
      void other.remember(shop)
      await other.filter({ tab: 'all' })
      return other.list.at(0)?.folded?.skus ?? null
    }
    expect(await begun('US Linh Kay')).toBe(2)
    expect(await begun('US Another')).toBeNull()
    forgetKept(1)
    expect(await begun('US Linh Kay')).toBeNull()
  })
})

describe('a folded row', () => {
  beforeEach(async () => await fold(2))

  it('takes nothing that is typed, and nothing of it lands elsewhere', () => {
    shelf().moveTo(2, 0)
    shelf().editor.type('7')
    shelf().editor.commit(true)
    shelf().editor.open()
    expect([shelf().editor.mode, shelf().sheet.size, shelf().editor.value]).toEqual(['idle', 0, '39'])
    expect(stage.run('stock.edit')).toBe('This is the sum of 3 SKUs. Unfold the product with Alt+→ to edit their levels.')
    stage.type(3, 0, '8')
    expect(shelf().sheet.all()).toMatchObject([{ ref: { skuId: 's005' } }])
  })

  it('is left out by everything that is selected, and that is said', async () => {
    shelf().moveTo(0, 0)
    stage.press('a', { ctrlKey: true })
    expect(stage.said).toBe(`${3 * (SKUS - 3)} cells selected: ${SKUS - 3} SKUs in 3 warehouses. 1 folded row left out.`)
    shelf().editor.type('7')
    stage.press('Enter', { ctrlKey: true })
    await settled()
    expect(stage.said).toBe(`${3 * (SKUS - 3)} cells filled. 1 folded row left out.`)
    const written = shelf().sheet.all().map(({ ref }) => ref.skuId)
    expect([written.length, ['s002', 's003', 's004', ''].filter((sku) => written.includes(sku))]).toEqual([3 * (SKUS - 3), []])
  })

  it('is stepped over by a copy and by a paste, so that what is copied goes back to its SKUs', async () => {
    stage.select(1, 0, 3, 0)
    expect([copied(shelf()), stage.said]).toEqual(['11\n15', '2 cells copied. 1 folded row left out.'])
    shelf().moveTo(1, 0)
    await paste(shelf(), '71\n72\n73')
    expect([shelf().shown({ row: 1, col: 0 }), shelf().shown({ row: 3, col: 0 }), shelf().shown({ row: 4, col: 0 })]).toEqual([71, 72, 73])
    expect(stage.said).toBe('3 cells pasted. 1 folded row left out.')
  })

  it('makes a paste ask by the rows of SKUs that are selected', async () => {
    stage.select(1, 0, 3, 0)
    await paste(shelf(), '71\n72')
    expect([shelf().hand.asks, shelf().sheet.size]).toEqual([null, 2])
    await paste(shelf(), '71\n72\n73')
    expect(shelf().hand.asks).toMatchObject({ cells: 3, outside: 0 })
  })

  it('refuses a paste where nothing else is selected', async () => {
    shelf().moveTo(2, 1)
    await paste(shelf(), '5\n6')
    expect([shelf().sheet.size, stage.said]).toEqual([0, 'Only folded products are selected. Unfold them to change their levels.'])
  })

  it('is stepped over where levels are filled down and up', async () => {
    stage.select(1, 0, 4, 0)
    await fillDown(shelf())
    expect([3, 4].map((row) => shelf().shown({ row, col: 0 }))).toEqual([11, 11])
    expect(stage.said).toBe('2 cells filled. 1 folded row left out.')
    stage.type(3, 1, '81')
    stage.type(4, 1, '82')
    stage.select(3, 1, 4, 1)
    await fillTo(shelf(), { top: 0, bottom: 2, left: 1, right: 1 })
    expect([0, 1].map((row) => shelf().shown({ row, col: 1 }))).toEqual([81, 82])
  })

  it('is no level to fill down from', () => {
    shelf().moveTo(3, 0)
    stage.press('d', { ctrlKey: true })
    expect([shelf().sheet.size, stage.refused]).toEqual([0, ['There is no level above to copy.']])
  })

  it('makes no gap in the changes beside', async () => {
    for (const row of [0, 1, 3]) stage.type(row, 0, '7')
    shelf().moveTo(0, 1)
    stage.type(0, 1, '9')
    shelf().moveTo(0, 1)
    await fillOn(shelf())
    expect([1, 3, 4].map((row) => shelf().shown({ row, col: 1 }))).toEqual([9, 9, 116])
  })

  it('is left out by a nudge, a reverting and a replacing', async () => {
    stage.select(1, 0, 3, 0)
    stage.press('ArrowUp', { altKey: true })
    await settled()
    expect([shelf().sheet.size, stage.said]).toEqual([2, '+1 in 2 cells. 1 folded row left out.'])
    stage.press('Delete')
    await settled()
    expect([shelf().sheet.size, stage.said]).toEqual([0, '2 cells back to the shop’s level. 1 folded row left out.'])
    await replaceAll(shelf(), conditionOf('<16')!, '90')
    expect(shelf().sheet.all().map(({ ref }) => ref.skuId).sort()).toEqual(['s001', 's005'])
  })

  it('is left out where conflicts are decided', async () => {
    await shelf().conflicts.decideWithin('mine', { top: 0, bottom: 4, left: 0, right: 2 })
    expect(stage.said).toContain('1 folded row left out.')
  })

  it('unfolds where an undo goes to a SKU inside', async () => {
    stage.press('ArrowRight', { altKey: true })
    await settled()
    stage.type(3, 1, '77')
    await fold(4)
    expect(shapes(4)).toEqual(['s000', 's001', 'p001 ×3', 's005'])
    expect(shelf().sheet.draftsOf('p001')).toBe(1)
    shelf().moveTo(0, 0)
    stage.press('z', { ctrlKey: true })
    await settled()
    expect([shelf().sheet.size, activeSku(), shelf().active]).toEqual([0, 's003', { row: 3, col: 1 }])
  })
})
