import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { app } from '../app.svelte'
import { eventually } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost, type Scenario } from '../host/memory/host'
import { Desk } from '../orders/desk.svelte'
import TodayScreen from './TodayScreen.svelte'

/** Noon in New York. */
const NOON = Date.parse('2026-11-25T17:00:00Z')
const HOUR = 3_600_000

let host: MemoryHost
let desk: Desk
let screen: ReturnType<typeof mount>
let stop: () => void

const page = () => document.body.textContent?.replace(/\s+/g, ' ') ?? ''
const card = (name: string) => [...document.querySelectorAll<HTMLElement>('[role=group] button')].find((one) => one.getAttribute('aria-label')?.startsWith(`${name} `))
const numberOf = (name: string) => card(name)?.querySelector('.number')?.textContent
const rows = () => [...document.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent))

/** A shop with so many orders that wait, each due so many hours from noon. */
async function open(dueIn: number[], more: Partial<Scenario> = {}) {
  host = new MemoryHost({ orders: 300, skus: 5, now: () => NOON, ...more })
  const [shop] = host.shops
  for (const order of shop!.orders) if (order.tab === 'to_ship') Object.assign(order, { tab: 'sent', shipBy: null })
  dueIn.forEach((hours, at) => Object.assign(shop!.orders[at]!, { tab: 'to_ship', shipBy: new Date(NOON + hours * HOUR).toISOString() }))
  provideHost(host)
  vi.setSystemTime(NOON)
  stop = app.start()
  desk = new Desk(1)
  screen = mount(TodayScreen, { target: document.body, props: { desk } })
  await eventually(() => expect(app.state).not.toBeNull())
  await eventually(() => expect(document.querySelector('[role=group], .empty')).not.toBeNull())
  app.now = NOON
  flushSync()
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  app.state = null
  app.problem = null
  window.location.hash = '#/today'
})

afterEach(async () => {
  await unmount(screen)
  stop()
  vi.useRealTimers()
})

it('the day is told in numbers and in words, with the next deadline on the seller’s clock', async () => {
  await open([6, 8, 20, 30, 60])
  expect(['Late', 'Due today', 'Due tomorrow', 'Stuck', 'To ship'].map(numberOf)).toEqual(['0', '2', '2', '0', '5'])
  expect(page()).toContain('2 orders must leave today, the first before 18:00; nothing is late.')
  expect(page()).toContain('In 6 h today 18:00 EST · New York time')
})

it('it follows what changes, and the clock: what was due is late a minute after', async () => {
  await open([0.5, 8])
  host.shops[0]!.orders[2]!.tab = 'to_ship'
  host.shops[0]!.orders[2]!.shipBy = new Date(NOON + 9 * HOUR).toISOString()
  await host.sync_now()
  host.arriveOrders(0)
  await eventually(() => expect(numberOf('To ship')).toBe('3'))

  host.scenario.now = () => NOON + HOUR
  app.now = NOON + HOUR
  await eventually(() => expect(numberOf('Late')).toBe('1'))
  expect(page()).toContain('1 order is late; 2 more must leave before the day ends.')
})

it.each([
  ['Late', { tab: 'to_ship', chips: expect.objectContaining({ due: 'late' }) as unknown }],
  ['Due today', { tab: 'to_ship', chips: expect.objectContaining({ due: 'today' }) as unknown }],
  ['Due tomorrow', { tab: 'to_ship', chips: expect.objectContaining({ due: 'tomorrow' }) as unknown }],
  ['To ship', { tab: 'to_ship', chips: expect.objectContaining({ due: null }) as unknown }],
])('%s opens the orders behind it, and nothing else narrows them', async (name, to) => {
  await open([-1, 8])
  await desk.filter({ search: 'an old search' })
  const filter = vi.spyOn(desk, 'filter')
  card(name)!.click()
  await eventually(() => expect(window.location.hash).toBe('#/orders'))
  expect(filter).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ ...to, search: '', pasted: null }))
})

it('what is stuck is named, and opens those orders alone', async () => {
  await open([8, 9, 10])
  const [shop] = host.shops
  const ids = shop!.orders.slice(0, 2).map(({ id }) => id)
  shop!.enqueue({ kind: 'ship', target: ids[0]!, title: '', detail: '', batch: null, state: 'refused' })
  shop!.enqueue({ kind: 'ship', target: ids[1]!, title: '', detail: '', batch: null, state: 'checking' })
  shop!.enqueue({ kind: 'ship', target: shop!.orders[2]!.id, title: '', detail: '', batch: null, state: 'queued' })
  host.arriveOrders(0)
  await eventually(() => expect(card('Stuck')?.textContent).toContain('1 refused, 1 answer lost'))
  card('Stuck')!.click()
  await eventually(() => expect(desk.list.total).toBe(2))
  expect(desk.tab).toBe('all')
})

it('the chart’s numbers are a table too, of thirty days, with today’s marked as unfinished', async () => {
  await open([8])
  expect(rows()).toHaveLength(30)
  expect(rows()[0]?.[0]).toBe('Today, so far')
  expect(rows()[1]?.[0]).toBe('Tue, Nov 24')
  expect(rows()[1]?.[2]).toMatch(/^\$[\d,]+\.\d\d$/)
})

it('the sums are in what the orders tell, whatever the seller chose to see amounts in', async () => {
  await open([])
  expect(rows()[0]![2]).toContain('$')
  const shop = host.shops[0]!
  shop.view = { ...shop.view, currency: 'USD', sumsCurrency: 'GBP' }
  await app.refresh()
  flushSync()
  expect(rows().every(([, , revenue]) => revenue?.includes('£'))).toBe(true)
})

it('a shop without orders, the first sync, and a shop that can’t be reached each say what they are', async () => {
  await open([], { orders: 0 })
  expect(page()).toContain('No orders yet')
  host.say({ state: 'pulling', step: 'orders', firstPull: true, done: 1200, total: 5000 })
  flushSync()
  expect(page()).toContain('Getting your orders')
  expect(page()).toContain('1,200 of 5,000')
})

it('offline the numbers stay, with their age', async () => {
  await open([8])
  host.say({ state: 'offline', lastOkAt: new Date(NOON - 21 * 60_000).toISOString() })
  flushSync()
  expect(page()).toContain('These numbers are from 21 min ago. Orders placed since then are missing.')
  expect(numberOf('Due today')).toBe('1')
})

it('a day that can’t be read leaves the old one, and says why', async () => {
  await open([8])
  host.today = async () => Promise.reject({ code: 'storage', message: 'The disk can’t be read.', field: null })
  host.arriveOrders(0)
  await eventually(() => expect(page()).toContain('The disk can’t be read.'))
  expect(numberOf('Due today')).toBe('1')
})
