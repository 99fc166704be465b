import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { app } from './app.svelte'
import { begin } from './begin'
import { provideHost } from './host'
import { MemoryHost } from './host/memory/host'
import { firstQuery } from './orders/firstQuery'
import { letGo, openShop } from './shops.svelte'

let host: MemoryHost

beforeEach(() => {
  letGo()
  window.location.hash = ''
  host = new MemoryHost({ orders: 40 })
  // jsdom has no fonts.
  Object.assign(document, { fonts: { load: async () => [] } })
  provideHost(host)
})

afterEach(() => {
  openShop(host.shops[0]!.view).desk.start()()
  app.start()()
  app.state = null
  vi.useRealTimers()
})

/** The desk of the shop in view, followed as its screen does. */
function followed() {
  const { desk } = openShop(host.shops[0]!.view)
  desk.start()
  return desk
}

it('the orders are here before the screens are, and are read once', async () => {
  const open = vi.spyOn(host, 'open_orders')
  await begin()
  expect(followed().list.at(0)).toBeDefined()
  expect(open).toHaveBeenCalledOnce()
})

it('the orders are asked for before it is known whose they are', async () => {
  const first = vi.spyOn(host, 'first_orders')
  const begun = begin()
  expect(app.state).toBeNull()
  expect(first).toHaveBeenCalledOnce()
  await begun
})

it('orders that changed before a desk heard of it are read again', async () => {
  const first = await host.first_orders({ filter: firstQuery, first: 3 })
  vi.spyOn(host, 'first_orders').mockResolvedValue(first)
  let hear: Parameters<MemoryHost['onChanged']>[0] = () => {}
  vi.spyOn(host, 'onChanged').mockImplementation((heard) => {
    hear = heard
    return () => {}
  })
  const begun = begin()
  hear({ tables: ['orders'] })
  await begun
  expect(followed().list.opened?.view).not.toBe(first?.orders.view)
})

it('orders of another shop than the one in view are not shown', async () => {
  const first = await host.first_orders({ filter: firstQuery, first: 3 })
  vi.spyOn(host, 'first_orders').mockResolvedValue(first && { ...first, shop: first.shop + 1 })
  await begin()
  expect(followed().list.opened?.view).not.toBe(first?.orders.view)
})

it('a first list that fails is asked for again by the desk', async () => {
  vi.spyOn(host, 'first_orders').mockRejectedValue({ code: 'storage', message: 'gone', field: null })
  await begin()
  expect(followed().list.failure).toBeNull()
  expect(followed().list.at(0)).toBeDefined()
})

it('a list that takes long holds the frame up no longer than a moment', async () => {
  vi.useFakeTimers()
  vi.spyOn(host, 'first_orders').mockReturnValue(new Promise(() => {}))
  const begun = vi.fn()
  void begin().then(begun)
  await vi.advanceTimersByTimeAsync(199)
  expect(begun).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(begun).toHaveBeenCalledOnce()
})
