import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { eventually } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import ArrangeForm from './ArrangeForm.svelte'
import { Desk } from './desk.svelte'

let host: MemoryHost
let desk: Desk
let form: ReturnType<typeof mount>
let id: string
const moved = vi.fn()

beforeEach(async () => {
  host = new MemoryHost({ orders: 40 })
  provideHost(host)
  desk = new Desk(1)
  await desk.list.open()
  id = desk.list.at(0)!.id
  moved.mockReset()
  form = mount(ArrangeForm, { target: document.body, props: { desk, id, leave: () => {}, moved } })
  flushSync()
})

afterEach(() => unmount(form))

const buttons = () => [...document.querySelectorAll('button')]
const press = (name: string) => buttons().find((button) => button.textContent?.includes(name))!.click()
const ways = () => [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')]

it('has no field for a number, and one press arranges in the usual way', async () => {
  const shipped = vi.spyOn(host, 'ship_orders')
  expect(document.querySelector('textarea')).toBeNull()
  press('Arrange shipment')
  await eventually(() => expect(moved).toHaveBeenCalledOnce())
  expect(shipped.mock.calls[0]![0].shipments).toEqual([{ orderId: id, trackingNumber: '', handover: { way: 'usual' } }])
  expect(host.journal).toEqual(['ship_orders 1'])
})

it('asks the shop for its ways only when somebody wants to choose, and takes the chosen time', async () => {
  const shipped = vi.spyOn(host, 'ship_orders')
  expect(host.journal).toEqual([])
  press('Choose how')
  await eventually(() => expect(ways().length).toBe(3))
  expect(host.journal).toEqual([`handover_ways ${id}`])
  ways()[2]!.click()
  flushSync()
  const times = document.querySelector('select')!
  expect(times.options.length).toBe(2)
  times.selectedIndex = 1
  times.dispatchEvent(new Event('change', { bubbles: true }))
  flushSync()
  press('Arrange shipment')
  await eventually(() => expect(moved).toHaveBeenCalledOnce())
  expect(shipped.mock.calls[0]![0].shipments[0]!.handover).toMatchObject({ way: 'pickup', from: expect.any(String) })
})

it('says why where the shop can’t tell, and the usual way is left', async () => {
  vi.spyOn(host, 'handover_ways').mockRejectedValue({ code: 'offline', message: 'No network.', field: null })
  press('Choose how')
  await eventually(() => expect(document.querySelector('[role=alert]')?.textContent).toBe('No network.'))
  expect(buttons().some((button) => button.textContent?.includes('Arrange shipment') && !button.disabled)).toBe(true)
})
