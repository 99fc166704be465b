import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { app } from '../app.svelte'
import { eventually, teachSizes } from '../eventually'
import { provideHost, type StockRow } from '../host'
import { MemoryHost } from '../host/memory/host'
import { nextSort, byProduct } from './sort'
import { Shelf } from './shelf.svelte'
import StockGrid from './StockGrid.svelte'

let shelf: Shelf
let grid: ReturnType<typeof mount>

beforeEach(async () => {
  teachSizes()
  provideHost(new MemoryHost({ orders: 0, skus: 60 }))
  shelf = new Shelf(1)
  await shelf.list.open()
  grid = mount(StockGrid, { target: document.body, props: { shelf } })
  flushSync()
})

afterEach(() => unmount(grid))

const heads = () => [...document.querySelectorAll('[role=columnheader]')]
const head = (name: string) => heads().find((one) => one.querySelector('.name')?.textContent === name)!
const button = (name: string) => head(name).querySelector('button')!
const sortedHeads = () => heads().flatMap((one) => (one.ariaSort === 'none' || !one.ariaSort ? [] : [`${one.querySelector('.name')?.textContent} ${one.ariaSort}`]))
const stops = () => heads().filter((one) => one.querySelector('button')?.tabIndex === 0)

/** Presses a heading and waits for its list. */
async function sortBy(name: string, as: string) {
  const before = shelf.list.opened
  button(name).click()
  await eventually(() => expect(shelf.list.opened).not.toBe(before))
  flushSync()
  expect(sortedHeads()).toEqual([`${name} ${as}`])
}

const rows = (): StockRow[] => Array.from({ length: 20 }, (_, at) => shelf.list.at(at)!)
const isSorted = (figures: (number | null)[], descending: boolean) => {
  const known = figures.filter((figure) => figure !== null)
  const inOrder = known.toSorted((one, other) => (descending ? other - one : one - other))
  return expect(figures).toEqual([...inOrder, ...figures.slice(known.length)])
}

describe('headings of the grid', () => {
  it('say that it is sorted by product until the seller wants another order', () => {
    expect(sortedHeads()).toEqual(['Product ascending'])
    expect(head('New York').ariaSort).toBe('none')
  })

  it('sort by a warehouse’s levels, the other way round, and by product again', async () => {
    await sortBy('New York', 'ascending')
    isSorted(rows().map(({ levels }) => levels[0]!.level), false)
    await sortBy('New York', 'descending')
    isSorted(rows().map(({ levels }) => levels[0]!.level), true)
    expect(app.announcement.trim()).toBe('Sorted by New York, descending.')
    button('New York').click()
    await eventually(() => expect(sortedHeads()).toEqual(['Product ascending']))
    await eventually(() => expect(app.announcement.trim()).toBe('Sorted by Product, ascending.'))
  })

  it('sort by the total', async () => {
    await sortBy('Total', 'ascending')
    isSorted(rows().map(({ total }) => total), false)
  })

  it('sort by the code', async () => {
    await sortBy('SKU', 'ascending')
    const codes = rows().map(({ sellerSku, skuId }) => (sellerSku || skuId).toLowerCase())
    expect(codes).toEqual(codes.toSorted())
  })

  it('keep the order for another tab and a search', async () => {
    await sortBy('Total', 'ascending')
    await shelf.filter({ tab: 'low', search: 'a' })
    flushSync()
    expect(sortedHeads()).toEqual(['Total ascending'])
    isSorted(Array.from({ length: shelf.list.total }, (_, at) => shelf.list.at(at)!.total), false)
  })

  it('are one tab stop, with arrow keys from one to the next and back to the cells', async () => {
    expect(stops()).toEqual([head('Product')])
    await sortBy('Total', 'ascending')
    expect(stops()).toEqual([head('Total')])
    const press = (key: string) => document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    button('Product').focus()
    press('ArrowRight')
    expect(document.activeElement).toBe(button('SKU'))
    press('ArrowLeft')
    expect(document.activeElement).toBe(button('Product'))
    press('ArrowDown')
    expect(document.activeElement?.tagName).toBe('INPUT')
  })

  it('are no stop, nor is a cell, once F6 has led out of the grid, until something else has the focus', () => {
    const field = document.querySelector<HTMLInputElement>('[role=grid] input')!
    const reached = () => (flushSync(), [field, ...document.querySelectorAll('[role=grid] button')].filter((one) => (one as HTMLElement).tabIndex >= 0))
    expect(reached()).toEqual([field, button('Product')])
    field.focus()
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'F6', bubbles: true, cancelable: true }))
    expect(document.activeElement?.getAttribute('role')).toBe('grid')
    expect(reached()).toEqual([])
    ;(document.activeElement as HTMLElement).blur()
    expect(reached()).toEqual([field, button('Product')])
  })

  it('of a warehouse that is gone leave the grid sorted by product', async () => {
    await shelf.filter({ sort: { by: { kind: 'level', warehouseId: 'gone' }, descending: true } })
    flushSync()
    expect(sortedHeads()).toEqual(['Product ascending'])
    expect(stops()).toEqual([head('Product')])
  })
})

it('a heading is pressed for ascending, descending, and by product again', () => {
  const level = (warehouseId: string) => ({ kind: 'level' as const, warehouseId })
  const ascending = nextSort(byProduct, level('a'))
  expect(ascending).toEqual({ by: level('a'), descending: false })
  expect(nextSort(ascending, level('b'))).toEqual({ by: level('b'), descending: false })
  expect(nextSort(ascending, level('a'))).toEqual({ by: level('a'), descending: true })
  expect(nextSort({ by: level('a'), descending: true }, level('a'))).toEqual(byProduct)
  expect(nextSort(byProduct, { kind: 'product' })).toEqual({ by: { kind: 'product' }, descending: true })
})
