import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { app } from '../app.svelte'
import { eventually, teachSizes } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import { Shelf } from './shelf.svelte'
import StockGrid from './StockGrid.svelte'

let host: MemoryHost
let shelf: Shelf
let grid: ReturnType<typeof mount>

beforeEach(async () => {
  teachSizes()
  localStorage.clear()
  host = new MemoryHost({ orders: 0, skus: 12 })
  host.shops[0]?.skus.forEach((sku, row) => {
    const product = Math.floor(row / 3)
    Object.assign(sku, { productId: `p${product}`, product: `Product ${product}`, skuId: `s${row}`, levels: [row === 4 ? 0 : row + 10, 0, 7] })
  })
  host.shops[0]!.skus[1]!.levels.fill(0)
  provideHost(host)
  shelf = new Shelf(1)
  await shelf.list.open()
  grid = mount(StockGrid, { target: document.body, props: { shelf } })
  flushSync()
  await eventually(() => expect(row(5)).not.toBeNull())
})

afterEach(() => unmount(grid))

const words = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
const row = (at: number) => document.querySelector(`.row[aria-rowindex="${at + 2}"]`)!
const head = (at: number) => row(at).querySelector('[role=rowheader]')!
const chevron = (at: number) => head(at).querySelector('button')
const field = () => document.querySelector<HTMLInputElement>('.spot input')!

async function press(at: number, rows: number) {
  chevron(at)!.click()
  await eventually(() => expect(shelf.list.total).toBe(rows))
  flushSync()
}

it('the first row of a product has the way to fold it, and tells that it is not', () => {
  expect([0, 1, 2, 3].map((at) => chevron(at)?.getAttribute('aria-label') ?? null)).toEqual(['Fold Product 0', null, null, 'Fold Product 1'])
  expect([0, 1].map((at) => head(at).getAttribute('aria-expanded'))).toEqual(['true', null])
})

it('a folded product is one row with sums, counted as one, and its way back', async () => {
  await press(0, 10)
  expect([head(0).getAttribute('aria-expanded'), chevron(0)?.getAttribute('aria-label')]).toEqual(['false', 'Unfold Product 0'])
  expect([...row(0).querySelectorAll('[data-state=sum]')].map(words)).toEqual(['22', '0', '14'])
  expect([document.querySelector('[role=grid]')!.getAttribute('aria-rowcount'), words(row(0))]).toEqual(['11', expect.stringContaining('3 SKUs')])
  await press(0, 12)
  expect(head(0).getAttribute('aria-expanded')).toBe('true')
})

it('tells by sign, number and word what is inside: sold out, unsaved, in conflict, on its way', async () => {
  shelf.moveTo(0, 0)
  shelf.editor.type('99')
  shelf.editor.commit()
  const edit = (sku: number) => ({ productId: 'p0', skuId: `s${sku}`, warehouseId: shelf.warehouses[2]!.id, change: { kind: 'set' as const, level: 3 }, base: 7 })
  await host.save_stock({ shop: 1, edits: [edit(0), edit(2)] })
  host.shops[0]!.work.find(({ edit }) => edit?.skuId === 's2')!.state = 'conflict'
  await press(0, 10)
  expect(words(head(0))).toBe('Product 0 1, 1 unsaved 1, 1 conflict 1, 1 sold out 1, 1 on the way')
  expect(head(0).querySelectorAll('.sign svg, .sign i').length).toBe(4)
})

it('the field over a sum takes no key, says why, and goes on with arrows', async () => {
  await press(0, 10)
  shelf.moveTo(0, 0)
  flushSync()
  expect([field().readOnly, field().value, field().getAttribute('aria-label')]).toEqual([true, '22', 'New York, Product 0, 3 SKUs folded'])
  for (const key of ['7', 'F2']) {
    app.announcement = ''
    field().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    flushSync()
    expect([app.announcement, words(document.querySelector('.why'))]).toEqual(Array(2).fill('This is the sum of 3 SKUs. Unfold the product with Alt+→ to edit their levels.'))
  }
  field().dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }))
  flushSync()
  expect([shelf.active.row, document.querySelector('.why'), field().readOnly]).toEqual([1, null, false])
})

it('a heading sorts by what lasts', async () => {
  const button = [...document.querySelectorAll<HTMLElement>('[role=columnheader] button')].find((one) => words(one) === 'Lasts')!
  button.click()
  await eventually(() => expect(shelf.list.opened?.folded).toEqual([]))
  expect([shelf.sort, chevron(0)]).toEqual([{ by: { kind: 'lasts' }, descending: false }, expect.anything()])
  await eventually(() => expect(chevron(0)).toBeNull())
})
