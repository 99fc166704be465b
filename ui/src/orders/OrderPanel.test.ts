import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { app } from '../app.svelte'
import { eventually, teachDialogs } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import { Desk } from './desk.svelte'
import OrderPanel from './OrderPanel.svelte'

let host: MemoryHost
let desk: Desk
let panel: ReturnType<typeof mount>
let stops: (() => void)[]

const HOUR = 3_600_000
const page = () => document.body.textContent?.replace(/\s+/g, ' ') ?? ''
const button = (name: string) => [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === name || one.getAttribute('aria-label') === name)
const tagField = () => document.querySelector<HTMLInputElement>('[role=combobox]')!
const offered = () => [...document.querySelectorAll('[role=option]')].map((one) => one.textContent)
const order = () => host.shops[0]!.order(desk.chosen!)

async function choose(at: number) {
  desk.choose(desk.list.at(at)!)
  await eventually(() => expect(desk.detail?.id).toBe(desk.chosen))
  flushSync()
}

function typeTag(words: string) {
  tagField().focus()
  tagField().value = words
  tagField().dispatchEvent(new Event('input', { bubbles: true }))
  flushSync()
}

const press = (key: string) => {
  tagField().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  flushSync()
}

beforeEach(async () => {
  teachDialogs()
  host = new MemoryHost({ orders: 40 })
  provideHost(host)
  desk = new Desk(1)
  stops = [app.start(), desk.start()]
  await desk.list.open()
  panel = mount(OrderPanel, { target: document.body, props: { desk, leave: () => {}, moved: () => {} } })
  await choose(0)
})

afterEach(async () => {
  await unmount(panel)
  for (const stop of stops) stop()
})

it('amounts are in the order’s own currency where it tells one, whatever the shop’s is', async () => {
  const amounts = () => [...document.querySelectorAll('.price, .sum')].map((one) => one.textContent)
  expect(amounts().every((amount) => amount.includes('$'))).toBe(true)
  order().currency = 'GBP'
  await choose(1)
  await choose(0)
  expect(amounts().length).toBeGreaterThan(1)
  expect(amounts().every((amount) => amount.includes('£'))).toBe(true)
})

it('the deadline stands above the order, and runs with the clock', () => {
  const due = Date.parse(desk.head!.shipBy!)
  app.now = due - 3 * HOUR - 40 * 60_000
  flushSync()
  expect(page()).toContain('Ship within 3 h 40 m')
  app.now = due + HOUR
  flushSync()
  expect(page()).toContain('Late by 1 h')
})

it('an estimate names the seller’s rule, and follows it', async () => {
  desk.choose(desk.list.at([0, 1, 2].find((at) => desk.list.at(at)!.shipByEstimated) ?? 0)!)
  await eventually(() => expect(page()).toContain('Estimated: 2 working days after the order. Change the rule in Settings'))
  await host.set_handling({ shop: 1, rule: { days: 1, working: [true, true, true, true, true, true, true] } })
  await eventually(() => expect(page()).toContain('Estimated: 1 working day after the order.'))
})

it('a tag in use is offered, taken with the arrow and Enter, and removed with its cross', async () => {
  host.shops[0]!.orders.at(-1)!.tags = ['Fragile']
  order().tags = []
  tagField().focus()
  await eventually(() => expect(offered()).toContain('Fragile'))
  typeTag('fra')
  press('ArrowDown')
  press('Enter')
  await eventually(() => expect(button('Remove the tag Fragile')).toBeDefined())
  expect([order().tags, tagField().value]).toEqual([['Fragile'], ''])

  button('Remove the tag Fragile')!.click()
  await eventually(() => expect(button('Remove the tag Fragile')).toBeUndefined())
  expect(order().tags).toEqual([])
})

it('a tag that can’t be taken stays typed, with the reason', async () => {
  typeTag('x'.repeat(41))
  press('Enter')
  expect(page()).toContain('A tag holds 40 characters at most.')
  expect(tagField().value).toHaveLength(41)
  host.tag_orders = async () => Promise.reject({ code: 'storage', message: 'The disk is full.', field: null })
  typeTag('Gift')
  press('Enter')
  await eventually(() => expect(page()).toContain('The disk is full.'))
  expect(tagField().value).toBe('Gift')
})

it('a tag that is being typed stays when the order is read again, and goes with the order', async () => {
  typeTag('Gi')
  const before = desk.detail
  await host.set_order_note({ shop: 1, orderId: desk.chosen!, note: 'Changed elsewhere' })
  await eventually(() => expect(desk.detail).not.toBe(before))
  flushSync()
  expect(tagField().value).toBe('Gi')
  await choose(1)
  expect(tagField().value).toBe('')
})

it('another order is shown from its top', async () => {
  const panel = document.querySelector('aside')!
  panel.scrollTop = 300
  await choose(1)
  expect(panel.scrollTop).toBe(0)
})

it('what is kept of an order is shown as it is, and can be copied', async () => {
  button('Show what is kept')!.click()
  await eventually(() => expect(document.querySelector('dialog pre')?.textContent).toContain(`"id": "${desk.chosen}"`))
  expect([...document.querySelectorAll('dialog button')].map((one) => one.textContent?.trim())).toEqual(['Copy', 'Close'])
})

it('what is due is told by its plain name, and until when the buyer may change their mind', async () => {
  const at = new Date(app.now + HOUR).toISOString()
  Object.assign(order(), { heldUntil: at, due: [{ what: 'collection', at }] })
  expect(page()).not.toContain('What is due')
  await host.mark_packed({ shop: 1, orderId: desk.chosen! })
  await eventually(() => expect(page()).toContain('Carrier scans by'))
  expect(page()).toContain('The buyer may still change their mind until')
  app.now += 2 * HOUR
  flushSync()
  expect(page()).not.toContain('may still change their mind')
})

it('a buyer’s data goes only after it was confirmed what that means, and then it says so', async () => {
  const { id, buyer } = order()
  button('Remove this buyer’s data…')!.click()
  flushSync()
  expect(page()).toContain('No label can be printed of this order any more.')
  expect(host.journal).not.toContain(`forget_buyer ${id}`)
  button('Remove the data')!.click()
  await eventually(() => expect(page()).toContain('has been removed from this computer'))
  expect(host.journal).toContain(`forget_buyer ${id}`)
  expect(page()).not.toContain(buyer)
  expect(button('Remove this buyer’s data…')).toBeUndefined()
})

it('an order whose label is bought shows what that takes, and none to hand over; what was typed stays when it is read again', async () => {
  Object.assign(order(), { shipper: 'platform', buysLabel: true, labelToBuy: { units: 'imperial', last: null } })
  host.arriveOrders(1)
  await eventually(() => expect(button('See prices')).toBeDefined())
  expect(button('Arrange shipment ⏎') ?? button('Arrange shipment')).toBeUndefined()
  const weight = document.querySelector<HTMLInputElement>('input[aria-label="Weight in lb"]')!
  weight.value = '2'
  weight.dispatchEvent(new Event('input', { bubbles: true }))
  const before = desk.detail
  host.arriveOrders(1)
  await eventually(() => expect(desk.detail).not.toBe(before))
  flushSync()
  expect(document.querySelector<HTMLInputElement>('input[aria-label="Weight in lb"]')!.value).toBe('2')
})
