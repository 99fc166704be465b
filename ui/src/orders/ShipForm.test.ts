import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { eventually } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import { Desk } from './desk.svelte'
import ShipForm from './ShipForm.svelte'

let host: MemoryHost
let desk: Desk
let form: ReturnType<typeof mount>
const moved = vi.fn()

beforeEach(async () => {
  host = new MemoryHost({ orders: 40 })
  provideHost(host)
  desk = new Desk(1)
  await desk.list.open()
  moved.mockReset()
  form = mount(ShipForm, { target: document.body, props: { desk, id: desk.list.at(0)!.id, leave: () => {}, moved } })
})

afterEach(() => unmount(form))

const field = () => document.querySelector('textarea')!
const type = (value: string) => {
  field().value = value
  field().dispatchEvent(new Event('input', { bubbles: true }))
  flushSync()
}
const enter = (more = {}) => field().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...more }))

it('the field has its visible label, and Enter in it ships', async () => {
  expect(field().labels?.[0]?.textContent).toBe('Tracking number')
  type('TK123')
  enter()
  await eventually(() => expect(moved).toHaveBeenCalledOnce())
  expect(host.journal).toEqual([`ship_order ${desk.list.at(0)!.id} TK123`])
})

it('a line break from a paste is kept and named, not silently joined', () => {
  type('9400\n1118')
  expect(field().value).toBe('9400\n1118')
  expect(field().getAttribute('aria-invalid')).toBe('true')
  expect(document.querySelector('[role=alert]')?.textContent).toContain('line break')
})

it('Enter that confirms a word of an input method does not ship', () => {
  type('TK123')
  enter({ isComposing: true })
  expect(host.journal).toEqual([])
})

it('a number copied from a sheet is taken without its line end', () => {
  type('')
  const event = new Event('paste', { bubbles: true, cancelable: true })
  Object.assign(event, { clipboardData: { getData: () => '9400 1118\r\n' } })
  field().dispatchEvent(event)
  flushSync()
  expect(event.defaultPrevented).toBe(true)
  expect(field().value).toBe('9400 1118')
  expect(document.querySelector('[role=alert]')?.textContent).toBe('')
})

it('the carrier is told as soon as the number shows it, and a wrong digit is told too', () => {
  const hint = () => document.querySelector('[role=status]')?.textContent
  type('1Z5R8939035756712')
  expect(hint()).toBe('')
  type('1Z5R89390357567127')
  expect(hint()).toContain('UPS · recognised from the number')
  type('1Z5R89390357567128')
  expect(hint()).toContain('its check digit doesn’t fit')
  expect(field().getAttribute('aria-invalid')).toBeNull()
})
