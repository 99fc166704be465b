import { mount, unmount } from 'svelte'
import { afterEach, describe, expect, it } from 'vitest'

import type { StockRow } from '../host'
import { barsOf, widthOf } from './bars'
import { coverOf } from './cover'
import Lasts from './Lasts.svelte'
import { salesText } from './salesText'
import Sold from './Sold.svelte'

let cell: ReturnType<typeof mount> | undefined
afterEach(() => {
  if (cell) void unmount(cell)
  cell = undefined
})

const nothing = Array.from({ length: 12 }, () => 0)
const row = (more: Partial<StockRow>): StockRow => ({
  productId: 'p',
  skuId: 's',
  product: 'Linen Tote',
  sellerSku: 'LT-1',
  skusInProduct: 1,
  isFirst: false,
  folded: null,
  levels: [],
  total: null,
  sold: nothing,
  lastsDays: null,
  ...more,
})

function show(component: typeof Lasts | typeof Sold, more: Partial<StockRow>): Element {
  cell = mount(component, { target: document.body, props: { row: row(more), column: 7 } })
  return document.querySelector('[role=gridcell]') ?? expect.fail('there is no cell')
}
const words = (element: Element) => element.textContent?.replace(/\s+/g, ' ').trim()

describe('for how long it lasts', () => {
  it.each([
    [11.99, '11 d', '11 days'],
    [4, '4 d', '4 days'],
    [3.01, '3 d', '3 days'],
    [90, '90 d', '90 days'],
    [90.01, '90 d+', 'more than 90 days'],
    [40_000, '90 d+', 'more than 90 days'],
  ])('%f days are rounded down, and beyond 90 only that is told', (days, shown, told) => {
    expect(coverOf(days)).toEqual({ shown, told, isSoon: false })
  })

  it.each([
    [3, 'out in 3 d', 'out in 3 days'],
    [1, 'out in 1 d', 'out in 1 day'],
    [0.99, 'out in < 1 d', 'out in less than a day'],
    [0.001, 'out in < 1 d', 'out in less than a day'],
    [0, 'sold out', 'sold out'],
  ])('%f days are soon, and a word says so', (days, shown, told) => {
    expect(coverOf(days)).toEqual({ shown, told, isSoon: true })
  })

  it('what runs out soon has a sign, too, and what does not has none', () => {
    const soon = show(Lasts, { lastsDays: 2.5 })
    expect([words(soon), soon.getAttribute('title'), soon.querySelectorAll('svg').length]).toEqual(['out in 2 d', 'out in 2 days', 1])
    if (cell) void unmount(cell)
    const later = show(Lasts, { lastsDays: 11 })
    expect([words(later), later.getAttribute('title'), later.querySelector('svg')]).toEqual(['11 d', '11 days', null])
  })

  it('nothing sold has no number', () => {
    const element = show(Lasts, { lastsDays: null })
    expect([words(element), element.getAttribute('title')]).toEqual(['–', null])
  })

  it('what is not known yet is blank, and says nothing', () => {
    const element = show(Lasts, { sold: [], lastsDays: null })
    expect([words(element), element.getAttribute('title'), element.getAttribute('aria-colindex')]).toEqual(['', null, '7'])
  })
})

describe('what was sold', () => {
  it('is told in words to whoever cannot see the bars', () => {
    const element = show(Sold, { sold: [0, 0, 4, 0, 0, 0, 0, 20, 0, 3, 5, 2] })
    expect(element.getAttribute('aria-label')).toBe('12 days: 34 sold, 5 yesterday')
    expect(element.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true')
  })

  it('may be nothing: then the ground is seen, and the words say none', () => {
    const element = show(Sold, {})
    expect(element.getAttribute('aria-label')).toBe('12 days: none sold')
    expect(element.querySelector('path')?.getAttribute('d')).toBe('')
  })

  it('counts thousands as everywhere', () => {
    expect(salesText.sold([...nothing.slice(2), 1_200, 0])).toBe('12 days: 1,200 sold, 1,200 yesterday')
  })

  it('is blank where it is not known yet', () => {
    const element = show(Sold, { sold: [] })
    expect([element.childElementCount, element.hasAttribute('aria-label'), element.getAttribute('aria-colindex')]).toEqual([0, false, '7'])
  })

  it('has a bar for each day with a sale, the best one as high as there is room and the least one seen', () => {
    expect(barsOf([8, 0, 4, 1])).toBe('M0 16v-16h4v16zM12 16v-8h4v8zM18 16v-2h4v2z')
    expect(barsOf([1_000, 1])).toBe('M0 16v-16h4v16zM6 16v-2h4v2z')
    expect(widthOf(12)).toBe(70)
  })
})
