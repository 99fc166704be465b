import axe from 'axe-core'
import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { app } from '../../app.svelte'
import { eventually, teachDialogs, teachSizes } from '../../eventually'
import { provideHost } from '../../host'
import { MemoryHost } from '../../host/memory/host'
import { MOST_BYTES } from '../../tableFile'
import { Shelf } from '../shelf.svelte'
import ImportLevels from './ImportLevels.svelte'

let host: MemoryHost
let shelf: Shelf
let dialog: ReturnType<typeof mount>
let stops: (() => void)[]
const close = vi.fn()

const all = <E extends HTMLElement>(selector: string) => [...document.querySelectorAll<E>(`dialog ${selector}`)]
const words = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
const button = (name: string) => all<HTMLButtonElement>('button').find((found) => words(found).startsWith(name))
const cellsOf = (at: number) => [...(all('[role=table] [role=row][aria-rowindex]')[at + 1]?.querySelectorAll(':scope > [role=cell]') ?? [])].map((cell) => words(cell))
const groups = () => all('nav .group').map(words)
const sku = (row: number) => shelf.list.at(row)!
const level = (row: number, col: number) => sku(row).levels[col]!.level!

function hand(content: string, name = 'levels.csv') {
  const input = document.querySelector<HTMLInputElement>('dialog input[type=file]')!
  Object.defineProperty(input, 'files', { configurable: true, value: [new File([content], name)] })
  input.dispatchEvent(new Event('change', { bubbles: true }))
}

beforeEach(async () => {
  teachDialogs()
  teachSizes()
  localStorage.clear()
  close.mockClear()
  app.announcement = ''
  host = new MemoryHost({ orders: 0, skus: 60 })
  provideHost(host)
  shelf = new Shelf(1)
  stops = [app.start(), shelf.start()]
  await shelf.remember('shop')
  await shelf.filter({ tab: 'all', search: '' })
  // Levels that every shop has: all of them known.
  host.shops[0]!.skus.forEach((one, row) => (one.levels = one.levels.map((_, col) => 20 + row + col)))
  await shelf.refresh()
  await app.settled()
  dialog = mount(ImportLevels, { target: document.body, props: { shelf, close } })
  flushSync()
})

afterEach(async () => {
  await unmount(dialog)
  stops.forEach((stop) => stop())
})

const table = () =>
  ['SKU ID,Seller SKU,Product,New York,Los Angeles adjustment', `${sku(0).skuId},${sku(0).sellerSku},x,77,-3`, `${sku(1).skuId},${sku(1).sellerSku},x,${level(1, 0)},`, `${sku(2).skuId},,x,many,`, `999,,x,5,1`, `,,,,`].join('\n')

async function looked(content = table()) {
  hand(content)
  await eventually(() => expect(groups().length).toBeGreaterThan(0))
  await eventually(() => expect(cellsOf(0).length).toBe(7))
}

describe('a table of levels', () => {
  it('is looked at line by line before anything of it is in the grid', async () => {
    await looked()
    expect(groups()).toEqual(['No such SKU1', 'Not a whole number1', 'Same as now1', 'Changes2'])
    expect(cellsOf(0)).toEqual(['2', `${sku(0).product} ${sku(0).sellerSku}`.trim(), 'New York', '77', String(level(0, 0)), '77', 'Goes into the grid'].map((text, at) => (at === 1 ? expect.stringContaining(sku(0).sellerSku) : text)))
    expect(cellsOf(1).slice(2, 6)).toEqual(['Los Angeles', '-3', String(level(0, 1)), String(level(0, 1) - 3)])
    expect([shelf.sheet.size, await host.stock_drafts({ shop: 1 })]).toEqual([0, []])
    button('No such SKU')!.click()
    await eventually(() => expect(cellsOf(0)[6]).toBe('No such SKU is here'))
  })

  it('goes into the grid as unsaved changes, on the disk at once, and as one step back', async () => {
    await looked()
    const put = vi.spyOn(host, 'keep_stock_drafts')
    button('Take 2 changes')!.click()
    await eventually(() => expect(words(document.querySelector('dialog h3'))).toBe('2 changes taken into the grid.'))
    expect(shelf.sheet.all().map(({ typed, base, change }) => ({ typed, base, change }))).toEqual([
      { typed: '77', base: level(0, 0), change: { kind: 'set', level: 77 } },
      { typed: '−3', base: level(0, 1), change: { kind: 'add', amount: -3 } },
    ])
    expect((await host.stock_drafts({ shop: 1 })).map(({ typed }) => typed)).toEqual(['77', '−3'])
    await app.settled()
    // What Rust has written the window does not write once more.
    expect(put).toHaveBeenCalledTimes(1)
    expect(shelf.sheet.undo()).toHaveLength(2)
    await eventually(async () => expect(await host.stock_drafts({ shop: 1 })).toEqual([]))
    shelf.sheet.redo()
    await eventually(async () => expect((await host.stock_drafts({ shop: 1 })).map(({ typed }) => typed)).toEqual(['77', '−3']))
  })

  it('takes the place of what is typed there, says so before, and undo brings that back', async () => {
    shelf.sheet.write([shelf.entry({ row: 0, col: 0 }, '5', 'over')!])
    await eventually(async () => expect(await host.stock_drafts({ shop: 1 })).toHaveLength(1))
    await looked()
    expect(cellsOf(0)[6]).toBe('Goes into the grid. Takes the place of your unsaved 5.')
    expect(words(document.querySelector('dialog footer p'))).toContain('1 in place of what is unsaved there')
    button('Take 2 changes')!.click()
    await eventually(() => expect(shelf.draftAt({ row: 0, col: 0 })?.typed).toBe('77'))
    shelf.sheet.undo()
    expect(shelf.draftAt({ row: 0, col: 0 })?.typed).toBe('5')
    await eventually(async () => expect((await host.stock_drafts({ shop: 1 })).map(({ typed }) => typed)).toEqual(['5']))
  })

  it('is taken once, however often the button is pressed', async () => {
    await looked()
    const take = button('Take 2 changes')!
    for (let presses = 0; presses < 3; presses += 1) take.click()
    await eventually(() => expect(button('Review')).toBeTruthy())
    expect(host.journal.filter((line) => line.startsWith('take_levels'))).toEqual(['take_levels 2'])
    button('Review')!.click()
    expect(close).toHaveBeenCalledWith(true)
  })

  it('is judged anew when a column is taken for something else', async () => {
    await looked()
    const select = all<HTMLSelectElement>('.columns select')[3]!
    expect(select.value).toBe('set wh-ny')
    select.value = 'add wh-ny'
    select.dispatchEvent(new Event('change', { bubbles: true }))
    await eventually(() => expect(cellsOf(0).slice(3, 6)).toEqual(['77', String(level(0, 0)), String(level(0, 0) + 77)]))
  })

  it('with a guessed SKU waits for the person, one by one or all', async () => {
    await looked(`Seller SKU,New York\n${sku(0).sellerSku.toLowerCase()},7\n${sku(1).sellerSku.toLowerCase()},8\n`)
    expect(groups()).toEqual(['Guessed SKUs2'])
    expect(button('Take')!.getAttribute('aria-disabled')).toBe('true')
    button('Accept')
    all<HTMLButtonElement>('[role=table] button')[1]!.click()
    flushSync()
    expect(button('Take 1 change')).toBeTruthy()
    button('Accept all 2 guesses')!.click()
    flushSync()
    button('Take 2 changes')!.click()
    await eventually(() => expect(shelf.sheet.all().map(({ typed }) => typed)).toEqual(['7', '8']))
  })

  it('leaves what was not taken as a file', async () => {
    await looked()
    button('Take 2 changes')!.click()
    await eventually(() => expect(words(document.querySelector('dialog .middle'))).toContain('2 lines were not taken.'))
    button('Write them into a file')!.click()
    await eventually(() => expect(words(document.querySelector('dialog .middle'))).toContain('tiktokflow-stock-not-taken.csv'))
  })

  it('that can’t be read says why, and the next one is read', async () => {
    hand('')
    await eventually(() => expect(words(document.querySelector('dialog [role=alert]'))).toContain('There is nothing in it. Nothing was changed.'))
    const huge = new File(['x'], 'huge.csv')
    Object.defineProperty(huge, 'size', { value: 200 * 1024 * 1024 })
    const read = vi.spyOn(host, 'read_levels')
    const input = document.querySelector<HTMLInputElement>('dialog input[type=file]')!
    Object.defineProperty(input, 'files', { configurable: true, value: [huge] })
    input.dispatchEvent(new Event('change', { bubbles: true }))
    await eventually(() => expect(words(document.querySelector('dialog [role=alert]'))).toContain('This file has 200 MB; a table may have 48 MB.'))
    const { source } = read.mock.calls[0]![0]
    expect([MOST_BYTES.levels, source.kind === 'file' && source.base64]).toEqual([48 * 1024 * 1024, ''])
    await looked()
  })

  it('is let go in Rust when the dialog closes', async () => {
    await looked()
    const closed = vi.spyOn(host, 'close_levels')
    await unmount(dialog)
    expect(closed).toHaveBeenCalledTimes(1)
    dialog = mount(ImportLevels, { target: document.body, props: { shelf, close } })
  })

  it('breaks no rule of accessibility', async () => {
    await looked()
    const { violations } = await axe.run(document.querySelector('dialog')!, { rules: { 'color-contrast': { enabled: false } } })
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  })
})
