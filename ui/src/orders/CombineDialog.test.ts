import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { app } from '../app.svelte'
import { eventually, teachDialogs } from '../eventually'
import { provideHost, type ShareableParcel } from '../host'
import { MemoryHost } from '../host/memory/host'
import CombineDialog from './CombineDialog.svelte'
import { Desk } from './desk.svelte'

let host: MemoryHost
let desk: Desk
let dialog: ReturnType<typeof mount>
let stop: () => void
let close: ReturnType<typeof vi.fn<() => void>>

const page = () => document.body.textContent?.replace(/\s+/g, ' ') ?? ''
const button = (name: string | RegExp) => [...document.querySelectorAll('button')].find((one) => one.textContent?.trim().match(name))!
const ticks = () => [...document.querySelectorAll<HTMLInputElement>('input[type=checkbox]')]
const combined = () => host.journal.filter((line) => line.startsWith('share_parcels'))

function parcel(id: string, buyer: string, orders: string[]): ShareableParcel {
  return { parcel: id, buyer, orders: orders.map((order) => ({ id: order, items: 'Mug', quantity: 2 })) }
}

async function open(...shareable: ShareableParcel[]) {
  host.shops[0]!.shareable = shareable
  dialog = mount(CombineDialog, { target: document.body, props: { desk, close } })
  await eventually(() => expect(page()).not.toContain('Asking the shop'))
  flushSync()
}

const [ann, bo] = [parcel('p1', 'Ann', ['a1', 'a2']), parcel('p2', 'Bo', ['b1', 'b2', 'b3'])]

beforeEach(() => {
  teachDialogs()
  host = new MemoryHost({ orders: 3 })
  provideHost(host)
  stop = app.start()
  desk = new Desk(1)
  close = vi.fn<() => void>()
})

afterEach(async () => {
  await unmount(dialog)
  stop()
})

it('everything that can be combined is ticked where nothing is selected, and is asked for once', async () => {
  await open(ann, bo)
  expect(page()).toContain('Ann 2 orders, 4 pieces')
  expect(ticks().map(({ checked }) => checked)).toEqual([true, true])
  button(/^Combine into 2 parcels$/).click()
  await eventually(() => expect(close).toHaveBeenCalled())
  expect(combined()).toEqual(['share_parcels a1 a2', 'share_parcels b1 b2 b3'])
})

it('who selected an order means its parcel, and what is not ticked stays apart', async () => {
  host.selected_orders = async () => ['b2']
  await open(ann, bo)
  expect(ticks().map(({ checked }) => checked)).toEqual([false, true])
  ticks()[1]!.click()
  flushSync()
  expect(button(/^Combine into 0 parcels$/).hasAttribute('disabled')).toBe(true)
  ticks()[0]!.click()
  flushSync()
  button(/^Combine into 1 parcel$/).click()
  await eventually(() => expect(combined()).toEqual(['share_parcels a1 a2']))
})

it('what is left out says why and can be tried again, and the rest is on its way', async () => {
  await open(ann, bo)
  host.shops[0]!.enqueue({ kind: 'ship', target: 'b2', title: '', detail: '', batch: null, leavesAt: '2026-03-10T10:00:00Z' })
  button(/^Combine into/).click()
  await eventually(() => expect(document.querySelector('[role=alert]')?.textContent).toContain('under way'))
  expect(close).not.toHaveBeenCalled()
  expect(ticks().length).toBe(1)
})

it('a shop with nothing to combine says so and offers nothing to press', async () => {
  await open()
  expect(page()).toContain('No two orders of one buyer wait')
  expect(button(/^Combine/)).toBeUndefined()
})

it('a shop that can’t be asked says why and is asked again', async () => {
  const ask = host.shareable_parcels.bind(host)
  host.shareable_parcels = () => Promise.reject({ code: 'offline', message: 'The shop can’t be reached.', field: null })
  await open(ann)
  expect(document.querySelector('[role=alert]')?.textContent).toBe('The shop can’t be reached.')
  host.shareable_parcels = ask
  button('Ask again').click()
  await eventually(() => expect(ticks().length).toBe(1))
})

it('buyers that TikTok hides are one buyer, and Enter combines once the list is there', async () => {
  await open(parcel('p1', '***', ['a1', 'a2']))
  expect(page()).toContain('One buyer 2 orders')
  expect(page()).not.toContain('***')
  expect(document.activeElement).toBe(button(/^Combine into 1 parcel$/))
})
