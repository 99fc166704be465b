import { mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { app } from '../app.svelte'
import { eventually } from '../eventually'
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
  host.level_history = (args) => (args.warehouseId === 'wh-la' ? gate.then(() => ask(args)) : ask(args))
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
