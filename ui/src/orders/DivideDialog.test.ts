import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { app } from '../app.svelte'
import { eventually, teachDialogs } from '../eventually'
import { provideHost, type Division, type DivisionTerms } from '../host'
import { MemoryHost } from '../host/memory/host'
import { Desk } from './desk.svelte'
import { dividing } from './dividing.svelte'
import { onDesk } from './deeds'
import OrderPanel from './OrderPanel.svelte'

const NUMBER = '1Z999AA10123456784'
/** Two mugs and a pan. */
const rows: Division['rows'] = [
  { name: 'Mug', code: 'MUG-1', units: [['m1'], ['m2']] },
  { name: 'Pan', code: 'PAN-1', units: [['p1']] },
]

let host: MemoryHost
let desk: Desk
let panel: ReturnType<typeof mount>
let stops: (() => void)[]
let id: string

const page = () => document.body.textContent?.replace(/\s+/g, ' ') ?? ''
const button = (name: string | RegExp) => [...document.querySelectorAll('button')].find((one) => one.textContent?.trim().match(name))!
const labelled = (label: string) => [...document.querySelectorAll<HTMLInputElement>('input')].find((one) => one.getAttribute('aria-label') === label)!
const sent = (command: string) => host.journal.filter((line) => line.startsWith(command))
const ways = { ask: () => {}, focusTable: () => {}, focusTracking: () => false, takesTracking: () => false }
const deed = () => onDesk(desk, ways).find((one) => one.id === 'orders.divide')!

async function chosen(division: Division | null) {
  const order = host.shops[0]!.orders[0]!
  id = order.id
  Object.assign(order, { tab: 'to_ship', status: 'AWAITING_SHIPMENT', division })
  desk = new Desk(1)
  stops = [app.start(), desk.start()]
  await desk.filter({ tab: 'to_ship' })
  panel = mount(OrderPanel, { target: document.body, props: { desk, leave: () => {}, moved: () => {} } })
  desk.choose(desk.list.at(0)!)
  await eventually(() => expect(desk.detail?.id).toBe(id))
  flushSync()
}

async function opened(way: Division['way'], terms: Partial<DivisionTerms> = {}) {
  host.shops[0]!.splitTerms = { whyNot: null, wants: null, ...terms }
  await chosen({ way, rows })
  button(/^(Split into several|Ship part)/).click()
  flushSync()
  await eventually(() => expect(page()).not.toContain('Asking the shop'))
  flushSync()
}

function put(label: string, count: number) {
  const field = labelled(label)
  field.value = String(count)
  field.dispatchEvent(new Event('input', { bubbles: true }))
  flushSync()
}

function type(number: string) {
  const field = document.querySelector<HTMLTextAreaElement>('#part-number')!
  field.value = number
  field.dispatchEvent(new Event('input', { bubbles: true }))
  flushSync()
}

beforeEach(() => {
  teachDialogs()
  host = new MemoryHost({ orders: 1 })
  provideHost(host)
})

afterEach(async () => {
  dividing.end()
  dividing.forget(id)
  await unmount(panel)
  for (const stop of stops) stop()
})

it('pieces are put into another parcel, the first keeps the rest, and it is asked for once', async () => {
  await opened('split')
  expect(button(/^Split into \d/).disabled).toBe(true)
  put('Mug: Parcel 2', 1)
  labelled('Pan: Parcel 2').click()
  flushSync()
  button('Split into 2 parcels').click()
  await eventually(() => expect(sent('split_order')).toEqual([`split_order ${id} m2 m1+p1`]))
  await eventually(() => expect(document.querySelector('dialog')).toBeNull())
})

it('a third parcel takes from the first alone, and none is left empty', async () => {
  await opened('split')
  put('Mug: Parcel 2', 1)
  button('Add a parcel').click()
  flushSync()
  expect(button('Split into 3 parcels').disabled).toBe(true)
  put('Mug: Parcel 3', 5)
  expect(labelled('Mug: Parcel 3').value).toBe('1')
  button('Split into 3 parcels').click()
  await eventually(() => expect(sent('split_order')).toEqual([`split_order ${id} p1 m1 m2`]))
})

it('what the shop doesn’t take is said before anything is chosen, and what it wants beside it', async () => {
  await opened('split', { whyNot: 'The shop doesn’t let this order be split.' })
  expect(page()).toContain('doesn’t let this order be split')
  expect(button(/^Split into \d/)).toBeUndefined()
})

it('part of an order leaves under its number, and what was typed outlives the dialog', async () => {
  await opened('part')
  expect(sent('split_terms')).toEqual([])
  put('Mug: This parcel', 1)
  type('1Z')
  button('Not now').click()
  flushSync()
  deed().run()
  flushSync()
  expect(labelled('Mug: This parcel').value).toBe('1')
  type(NUMBER)
  button('Ship 1 of 3 pieces').click()
  await eventually(() => expect(sent('ship_part')).toEqual([`ship_part ${id} m1 ${NUMBER}`]))
})

it('an empty number is asked for when the button is pressed, and everything at once is no part', async () => {
  await opened('part')
  put('Mug: This parcel', 2)
  button('Ship 2 of 3 pieces').click()
  flushSync()
  expect(page()).toContain('The tracking number is empty')
  labelled('Pan: This parcel').click()
  flushSync()
  expect(page()).toContain('ship it as a whole')
  expect(sent('ship_part')).toEqual([])
})

it('where an order can’t be divided nothing offers it, and its name says why', async () => {
  await chosen(null)
  expect(button(/^(Split into several|Ship part)/)).toBeUndefined()
  expect(deed().when?.()).toContain('can’t be divided')
})
