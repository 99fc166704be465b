import { mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { app } from '../app.svelte'
import { eventually, teachDialogs, teachSizes } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import LevelHistory from './LevelHistory.svelte'
import { Shelf } from './shelf.svelte'

let host: MemoryHost
let shelf: Shelf
let panel: ReturnType<typeof mount>
let stop: () => void
const close = vi.fn()

const lines = () => [...document.querySelectorAll('ol li')].map((line) => line.textContent?.replace(/\s+/g, ' ').trim())
const first = () => eventually(() => lines()[0] ?? expect.fail('nothing is shown yet'))

beforeEach(async () => {
  teachDialogs()
  teachSizes()
  host = new MemoryHost({ orders: 0, skus: 30 })
  provideHost(host)
  stop = app.start()
  shelf = new Shelf(1)
  await shelf.list.open()
  shelf.moveTo(0, 0)
  panel = mount(LevelHistory, { target: document.body, props: { shelf, close } })
})

afterEach(async () => {
  stop()
  await unmount(panel)
})

it('a level tells who moved it, newest first', async () => {
  await first()
  const { level } = shelf.level({ row: 0, col: 0 })!
  host.sell(shelf.list.at(0)!.skuId, 'wh-ny', 1)
  await eventually(() => expect(lines()).toHaveLength(2))
  expect(lines()[0]).toContain(`Seen ${level} → ${level! - 1} by the shop`)
})

it('it follows the active cell, and an answer that comes too late is not shown for another cell', async () => {
  const before = await first()
  let answer = () => {}
  const gate = new Promise<void>((resolve) => (answer = resolve))
  const ask = host.level_history.bind(host)
  host.level_history = (args) => (args.of.warehouseId === 'wh-la' ? gate.then(() => ask(args)) : ask(args))
  host.sell(shelf.list.at(0)!.skuId, 'wh-la', 1)
  shelf.moveTo(0, 1)
  await eventually(() => expect(lines()).toEqual([]))
  shelf.moveTo(0, 0)
  await eventually(() => expect(lines()).toEqual([before]))
  answer()
  await Promise.resolve()
  expect(lines()).toEqual([before])
})

it('Escape leads back to the grid', async () => {
  await first()
  document.querySelector('aside button')!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  expect(close).toHaveBeenCalledOnce()
})

const words = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
const press = (name: string, within = 'aside') =>
  eventually(() => {
    const button = [...document.querySelectorAll<HTMLButtonElement>(`${within} button`)].find((one) => words(one) === name)
    if (!button || button.disabled) throw new Error(`no button “${name}”`)
    button.click()
  })
const chart = () => document.querySelector('figure [role=slider]')

/** Saves a level of the first SKU in New York, and has the shop take it. */
async function save(level: number) {
  const { productId, skuId, levels } = shelf.list.at(0)!
  const edit = { productId, skuId, warehouseId: 'wh-ny', change: { kind: 'set' as const, level }, base: levels[0]!.level }
  await host.save_stock({ shop: 1, edits: [edit] })
  host.step()
  host.step()
}

it('the history of the SKU is one list over its warehouses, each line with its warehouse', async () => {
  await first()
  expect(lines()).toHaveLength(1)
  host.sell(shelf.list.at(0)!.skuId, 'wh-la', 1)
  await press('This SKU')
  await eventually(() => expect(lines()).toHaveLength(4))
  expect(lines()[0]).toContain('Los Angeles by the shop')
  expect(document.querySelector('aside')?.ariaLabel).toBe('History of this SKU')
  expect(words(document.querySelector('figcaption'))).toContain('in 3 warehouses, 4 entries in the last 30 days.')
})

it('the chart tells its levels by the arrow keys, each with who moved it', async () => {
  await first()
  const { level } = shelf.level({ row: 0, col: 0 })!
  await save(level! + 20)
  await eventually(() => expect(document.querySelectorAll('figure circle.mark').length).toBeGreaterThan(0))
  const key = (name: string) => chart()!.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }))
  key('Home')
  await eventually(() => expect(chart()?.ariaValueText).toMatch(new RegExp(`: ${level}, by the shop$`)))
  key('ArrowRight')
  await eventually(() => expect(chart()?.ariaValueText).toMatch(new RegExp(`: ${level! + 20}, by you$`)))
})

it('a past save is taken back from its line, behind the same preview as in Activity', async () => {
  await first()
  const { level } = shelf.level({ row: 0, col: 0 })!
  await save(700)
  await press('Undo this save…')
  const row = () => [...document.querySelectorAll('dialog tbody tr')].at(-1)
  await eventually(() => expect([...(row()?.querySelectorAll('td') ?? [])].map(words)).toEqual(['700', '700', String(level)]))
  expect(words(document.querySelector('dialog h2'))).toBe('Undo “Changed 1 level”?')
  await press('Undo 1 level', 'dialog')
  host.step()
  host.step()
  await eventually(() => expect(lines()[1]).toContain(`Sent 700 → ${level} by undoing a save`))
})

it('a long history comes in pieces, and what is new stands above what was read', async () => {
  await first()
  const { skuId } = shelf.list.at(0)!
  for (let sale = 0; sale < 230; sale += 1) host.sell(skuId, 'wh-ny', 0)
  // More came at once than a piece holds, so the list is made anew.
  await eventually(() => expect(lines()).toHaveLength(100))
  await press('Show older')
  await eventually(() => expect(lines()).toHaveLength(200))
  host.sell(skuId, 'wh-ny', 1)
  await eventually(() => expect(lines()).toHaveLength(201))
  await press('Show older')
  await eventually(() => expect(lines()).toHaveLength(232))
  expect([...document.querySelectorAll('aside button')].map(words)).not.toContain('Show older')
})

const kept = () => document.querySelector('[aria-label="Whom this stock is kept for"]')

it('where the shop tells whom stock is kept for it is told apart, and what is not told is no 0', async () => {
  await first()
  expect(kept()).toBeNull()
  const { skuId } = shelf.list.at(0)!
  host.shops[0]!.shares.set(skuId, { committed: 3, campaign: 1200, creator: 0, free: null, toldAt: '2026-01-15T12:00:00Z' })
  host.sell(skuId, 'wh-ny', 1)
  const parts = await eventually(() => kept() ?? expect.fail('nothing is told apart'))
  const told = [...parts.querySelectorAll('dl div')].map((part) => words(part))
  expect(told).toEqual(['Promised to orders 3', 'Campaigns 1,200', 'Creators 0', 'Free for anybody –'])
  expect(words(parts)).toContain('told of all warehouses together')
  await press('This SKU')
  await eventually(() => expect(words(kept())).not.toContain('told of all warehouses together'))
})
