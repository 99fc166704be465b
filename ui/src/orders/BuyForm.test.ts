import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { eventually } from '../eventually'
import { provideHost, type LabelToBuy } from '../host'
import { MemoryHost } from '../host/memory/host'
import BuyForm from './BuyForm.svelte'
import { buyText } from './buyText'
import { Desk } from './desk.svelte'

const last = { weight: '1.5', length: '10', width: '6', height: '4' }

let host: MemoryHost
let desk: Desk
let form: ReturnType<typeof mount>
let id: string
const moved = vi.fn()

async function show(begin: LabelToBuy) {
  host = new MemoryHost({ orders: 40 })
  provideHost(host)
  desk = new Desk(1)
  await desk.list.open()
  id = desk.list.at(0)!.id
  host.shops[0]!.order(id).buysLabel = true
  moved.mockReset()
  form = mount(BuyForm, { target: document.body, props: { desk, id, begin, leave: () => {}, moved } })
  flushSync()
}

beforeEach(() => show({ units: 'imperial', last }))
afterEach(() => unmount(form))

const buttons = () => [...document.querySelectorAll('button')]
const button = (name: string) => buttons().find((one) => one.textContent?.trim() === name)
const services = () => [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')]
const field = (name: string) => document.querySelector<HTMLInputElement>(`input[aria-label="${name}"]`)!
const page = () => document.body.textContent?.replace(/\s+/g, ' ') ?? ''
const pressEnter = () => {
  document.querySelector('form')!.requestSubmit()
  flushSync()
}

function type(name: string, value: string) {
  field(name).value = value
  field(name).dispatchEvent(new Event('input', { bubbles: true }))
  flushSync()
}

async function askPrices() {
  button('See prices')!.click()
  await eventually(() => expect(services().length).toBe(2))
}

it('begins with the last parcel, and asks the shop only when somebody wants to know', async () => {
  expect([field('Weight in lb').value, field('Length in in').value, field('Height in in').value]).toEqual(['1.5', '10', '4'])
  expect(host.journal).toEqual([])
  await askPrices()
  expect(host.journal).toEqual([`label_prices ${id} 1.5`])
  expect(page()).toContain('Ground Advantage')
  expect(page()).toContain('USPS · 2–5 days')
})

it('chooses no label for the person, and pays the price that was seen', async () => {
  const shipped = vi.spyOn(host, 'ship_orders')
  await askPrices()
  expect(services().some((one) => one.checked)).toBe(false)
  expect(button('Buy label')!.disabled).toBe(true)
  services()[0]!.click()
  flushSync()
  button('Buy label · $4.44')!.click()
  await eventually(() => expect(moved).toHaveBeenCalledOnce())
  const [{ shipments }] = shipped.mock.calls[0]!
  expect(shipments).toEqual([{ orderId: id, trackingNumber: '', purchase: { parcel: last, service: expect.objectContaining({ name: 'Ground Advantage', price: '4.44', currency: 'USD' }) } }])
})

it('forgets prices and choice as soon as the parcel is another one', async () => {
  await askPrices()
  services()[0]!.click()
  flushSync()
  type('Weight in lb', '2')
  expect([services().length, button('Buy label')!.disabled]).toEqual([0, true])
  await askPrices()
  expect(host.journal.at(-1)).toBe(`label_prices ${id} 2`)
  expect(services().some((one) => one.checked)).toBe(false)
})

it('an answer about an earlier parcel is left unseen', async () => {
  let answer = (_: { services: [] }) => {}
  const late = new Promise<{ services: [] }>((resolve) => (answer = resolve))
  vi.spyOn(host, 'label_prices').mockReturnValueOnce(late)
  button('See prices')!.click()
  flushSync()
  type('Weight in lb', '3')
  expect(button('See prices')!.disabled).toBe(false)
  await askPrices()
  answer({ services: [] })
  // Whoever still waits for it has it after so many turns.
  for (let turn = 0; turn < 10; turn += 1) await late
  flushSync()
  expect(services().length).toBe(2)
  expect(page()).not.toContain(buyText.none)
})

it('Enter asks for prices and never pays', async () => {
  pressEnter()
  await eventually(() => expect(services().length).toBe(2))
  services()[0]!.click()
  flushSync()
  pressEnter()
  expect(host.journal).toEqual([`label_prices ${id} 1.5`])
})

it('says what is wrong with a number, where nobody takes the parcel, and why a purchase was not taken', async () => {
  type('Weight in lb', 'heavy')
  button('See prices')!.click()
  await eventually(() => expect(document.querySelector('[role=alert]')?.textContent).toContain('no weight or length'))
  expect(field('Weight in lb').getAttribute('aria-invalid')).toBe('true')

  vi.spyOn(host, 'label_prices').mockResolvedValueOnce({ services: [] })
  type('Weight in lb', '90')
  button('See prices')!.click()
  await eventually(() => expect(document.querySelector('[role=alert]')?.textContent).toBe(buyText.none))

  type('Weight in lb', '1')
  await askPrices()
  services()[1]!.click()
  flushSync()
  vi.spyOn(host, 'ship_orders').mockResolvedValue({ batch: null, leavesAt: null, queued: 0, toBuy: 0, refused: [{ index: 0, message: 'It has its parcel already.' }] })
  button('Buy label · $7.34')!.click()
  await eventually(() => expect(document.querySelector('[role=alert]')?.textContent).toBe('It has its parcel already.'))
  expect(moved).not.toHaveBeenCalled()
})

it('measures in the market’s own units, with nothing filled in before the first label', async () => {
  await unmount(form)
  await show({ units: 'metric', last: null })
  expect([field('Weight in g').value, field('Width in cm').value]).toEqual(['', ''])
})

it('tells days as far as the shop does', () => {
  const told = (earliestDays: number | null, latestDays: number | null) => buyText.told({ carrier: 'UPS', earliestDays, latestDays })
  expect([told(2, 5), told(3, 3), told(null, 1), told(2, null), told(null, null)]).toEqual(['UPS · 2–5 days', 'UPS · 3 days', 'UPS · 1 day', 'UPS · 2 days or more', 'UPS'])
})
