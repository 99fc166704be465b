import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { app } from '../app.svelte'
import { eventually, teachDialogs } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import { answering } from './answering.svelte'
import { onDesk } from './deeds'
import { Desk } from './desk.svelte'
import OrderPanel from './OrderPanel.svelte'

const PACKED = { name: 'seller_reject_apply_product_has_been_packed', text: 'Product has been packed' }

let host: MemoryHost
let desk: Desk
let panel: ReturnType<typeof mount>
let stops: (() => void)[]

const page = () => document.body.textContent?.replace(/\s+/g, ' ') ?? ''
const button = (name: string) => [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === name)!
const press = (name: string) => (button(name).click(), flushSync())
const nothing = () => {}
const ways = { ask: nothing, focusTable: nothing, focusTracking: () => false, takesTracking: () => false }
const deed = (id: string) => onDesk(desk, ways).find((one) => one.id === id)!

/** The buyer of the first order asks, as far as the shop has told it. */
async function asked(told: boolean, reasons: (typeof PACKED)[] | null = [PACKED]) {
  const order = host.shops[0]!.orders[0]!
  order.cancelAsked = true
  const [askedAt, answerBy] = ['2026-03-10T10:00:00Z', '2026-03-12T10:00:00Z']
  order.cancellation = told ? { reason: 'Order created by mistake', askedAt, answerBy, reasons } : null
  desk = new Desk(1)
  stops = [app.start(), desk.start()]
  await desk.list.open()
  panel = mount(OrderPanel, { target: document.body, props: { desk, leave: nothing, moved: nothing } })
  desk.choose(desk.list.at(0)!)
  await eventually(() => expect(desk.detail?.id).toBe(order.id))
  flushSync()
  return order.id
}

beforeEach(() => {
  teachDialogs()
  host = new MemoryHost({ orders: 1 })
  provideHost(host)
})

afterEach(async () => {
  answering.end()
  await unmount(panel)
  for (const stop of stops) stop()
})

it('an order whose buyer asks takes no number and says why, since when and until when', async () => {
  await asked(true)
  expect(page()).toContain('The buyer asks to cancel')
  expect(page()).toContain('Order created by mistake')
  expect(page()).toMatch(/Asked .*The shop waits for an answer until/)
  expect(document.querySelector('input[name=tracking], form')).toBeNull()
})

it('a yes is asked about first, says what happens, and is then on its way', async () => {
  const id = await asked(true)
  press('Approve…')
  expect(page()).toContain('Whether its goods go back into stock is decided by the shop')
  expect(host.journal.some((line) => line.startsWith('answer_cancel'))).toBe(false)
  press('Cancel the order')
  await eventually(() => expect(host.journal).toContain(`answer_cancel ${id} approve`))
  await eventually(() => expect(page()).toContain(`Cancel order ${id}`))
  expect(button('Approve…')).toBeUndefined()
  press('Discard')
  await eventually(() => expect(button('Approve…')).toBeDefined())
})

it('a no needs one of the shop’s reasons', async () => {
  const id = await asked(true)
  press('Reject…')
  expect(button('Reject the request').disabled).toBe(true)
  document.querySelector<HTMLInputElement>('input[type=radio]')!.click()
  flushSync()
  press('Reject the request')
  await eventually(() => expect(host.journal).toContain(`answer_cancel ${id} ${PACKED.name}`))
})

it('without reasons nothing can be rejected, and without the request nothing answered', async () => {
  await asked(true, null)
  expect(button('Reject…').disabled).toBe(true)
  expect(deed('orders.reject').when?.()).toContain('reasons')
  expect(deed('orders.approve').when?.()).toBeNull()
})

it('a request that the shop has not told is to be answered elsewhere', async () => {
  await asked(false)
  expect(page()).toContain('answer it in Seller Center')
  expect(button('Approve…')).toBeUndefined()
  expect(deed('orders.approve').when?.()).toContain('doesn’t ask')
})

it('both answers can be asked for by their keys', async () => {
  await asked(true)
  void deed('orders.reject').run()
  flushSync()
  expect(page()).toContain('Reject the request?')
})
