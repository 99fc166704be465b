import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { app } from '../app.svelte'
import { eventually, teachDialogs } from '../eventually'
import { provideHost, type TrackingCorrection } from '../host'
import { MemoryHost } from '../host/memory/host'
import { correcting } from './correcting.svelte'
import { onDesk } from './deeds'
import { Desk } from './desk.svelte'
import OrderPanel from './OrderPanel.svelte'

const WRONG = '9400111899223100001234'
const RIGHT = '1Z999AA10123456784'
const BEGIN = 'Correct the tracking number'

let host: MemoryHost
let desk: Desk
let panel: ReturnType<typeof mount>
let stops: (() => void)[]
let hasLeft: boolean

const page = () => document.body.textContent?.replace(/\s+/g, ' ') ?? ''
const button = (name: string) => [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === name)
const press = (name: string) => (button(name)!.click(), flushSync())
const field = () => document.querySelector<HTMLTextAreaElement>('#right-number')
const nothing = () => {}
const ways = { ask: nothing, focusTable: nothing, focusTracking: () => false, takesTracking: () => false }
const deed = () => onDesk(desk, ways).find((one) => one.id === 'orders.correctTracking')!
const sent = () => host.journal.filter((line) => line.startsWith('correct_tracking'))

function type(number: string) {
  field()!.value = number
  field()!.dispatchEvent(new Event('input', { bubbles: true }))
  flushSync()
}

function key(name: string) {
  field()!.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }))
  flushSync()
}

/** The first order has left, and this is so of its number. */
async function shipped(correction: Partial<TrackingCorrection> | null) {
  const order = host.shops[0]!.orders[0]!
  const told = correction && { until: '2026-03-12T10:00:00Z', whyNot: null, carriers: ['USPS'], ...correction }
  Object.assign(order, { tab: 'sent', status: 'IN_TRANSIT', trackingNumber: WRONG, shippingProvider: 'USPS', correction: told })
  desk = new Desk(1)
  stops = [app.start(), desk.start()]
  await desk.filter({ tab: 'sent' })
  panel = mount(OrderPanel, { target: document.body, props: { desk, leave: () => (hasLeft = true), moved: nothing } })
  desk.choose(desk.list.at(0)!)
  await eventually(() => expect(desk.detail?.id).toBe(order.id))
  flushSync()
  return order.id
}

beforeEach(() => {
  hasLeft = false
  teachDialogs()
  host = new MemoryHost({ orders: 1 })
  provideHost(host)
})

afterEach(async () => {
  correcting.end()
  await unmount(panel)
  for (const stop of stops) stop()
})

it('a wrong number is put right from the panel, and the old one stands until the shop has it', async () => {
  const id = await shipped({})
  press(BEGIN)
  expect(page()).toMatch(/The shop takes one correction, within 72 hours of shipping: until /)
  expect(document.activeElement).toBe(field())
  type(RIGHT)
  expect(page()).toContain('UPS · recognised from the number')
  key('Enter')
  await eventually(() => expect(sent()).toEqual([`correct_tracking ${id} ${RIGHT}`]))
  await eventually(() => expect(hasLeft).toBe(true))
  await eventually(() => expect(page()).toContain(`${BEGIN} of order ${id}`))
  expect(page()).toContain(WRONG)
  expect(button(BEGIN)).toBeUndefined()
  press('Discard')
  await eventually(() => expect(button(BEGIN)).toBeDefined())
})

it('a number that is not taken stays in the field, and so it does when the form is closed', async () => {
  await shipped({})
  press(BEGIN)
  type(WRONG)
  press('Correct it')
  await eventually(() => expect(page()).toContain('This is the number that the shop has already'))
  expect(field()!.value).toBe(WRONG)
  key('Escape')
  expect(field()).toBeNull()
  await eventually(() => expect(document.activeElement).toBe(button(BEGIN)))
  press(BEGIN)
  expect(field()!.value).toBe(WRONG)
  type(`${WRONG}\n${RIGHT}`)
  expect(page()).not.toContain('has already')
  expect(page()).toContain('There is a line break')
})

it('a carrier can be named where several are known', async () => {
  const id = await shipped({ carriers: ['USPS', 'Roadie'] })
  press(BEGIN)
  type('TK1')
  const choice = document.querySelector('select')!
  expect([...choice.options].map(({ text }) => text)).toEqual(['By its number', 'USPS', 'Roadie'])
  choice.value = 'Roadie'
  choice.dispatchEvent(new Event('change', { bubbles: true }))
  press('Correct it')
  await eventually(() => expect(sent()).toEqual([`correct_tracking ${id} TK1 Roadie`]))
})

it('one carrier alone is no choice', async () => {
  await shipped({})
  press(BEGIN)
  expect(document.querySelector('select')).toBeNull()
})

it('a number that can’t be corrected says why, and one of which nothing is to be said says nothing', async () => {
  await shipped({ whyNot: 'It was shipped more than 72 hours ago.' })
  expect(page()).toContain('It was shipped more than 72 hours ago.')
  expect(button(BEGIN)).toBeUndefined()
  expect(deed().when?.()).toContain('72 hours')
  await unmount(panel)
  for (const stop of stops) stop()
  await shipped(null)
  expect(button(BEGIN)).toBeUndefined()
  expect(deed().when?.()).toContain('can’t be corrected')
})

it('it can be asked for by its name', async () => {
  await shipped({})
  expect(deed().when?.()).toBeNull()
  void deed().run()
  flushSync()
  expect(field()).not.toBeNull()
})
