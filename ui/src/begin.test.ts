import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { app } from './app.svelte'
import { begin } from './begin'
import { provideHost } from './host'
import { MemoryHost } from './host/memory/host'
import { letGo, openShop } from './shops.svelte'

let host: MemoryHost

beforeEach(() => {
  letGo()
  window.location.hash = ''
  host = new MemoryHost({ orders: 40 })
  provideHost(host)
})

afterEach(() => {
  openShop(host.shops[0]!.view).desk.start()()
  app.start()()
  app.state = null
  vi.useRealTimers()
})

it('the orders are here before the screens are, and are read once', async () => {
  const open = vi.spyOn(host, 'open_orders')
  await begin()
  const { desk } = openShop(host.shops[0]!.view)
  expect(desk.list.at(0)).toBeDefined()
  desk.start()
  expect(open).toHaveBeenCalledOnce()
})

it('a list that takes long holds the frame up no longer than a moment', async () => {
  vi.useFakeTimers()
  vi.spyOn(host, 'open_orders').mockReturnValue(new Promise(() => {}))
  const begun = vi.fn()
  void begin().then(begun)
  await vi.advanceTimersByTimeAsync(199)
  expect(begun).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(begun).toHaveBeenCalledOnce()
})
