import axe from 'axe-core'
import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { app } from '../app.svelte'
import { eventually, teachDialogs } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import SafetyDialog from './SafetyDialog.svelte'
import { Shelf } from './shelf.svelte'

let host: MemoryHost
let shelf: Shelf
let dialog: ReturnType<typeof mount>
let stops: (() => void)[]
const close = vi.fn()

const field = (name: string) => document.querySelector<HTMLInputElement>(`dialog input[aria-label="${name}"]`)!
const alert = () => document.querySelector('dialog [role=alert]')?.textContent ?? null
const set = () => host.journal.filter((line) => line.startsWith('set_safety_rule'))

function type(name: string, typed: string, key: string | null = 'Enter') {
  const input = field(name)
  input.focus()
  input.value = typed
  input.dispatchEvent(new InputEvent('input', { bubbles: true }))
  if (key) press(name, key)
  flushSync()
}

const press = (name: string, key: string) => field(name).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))

async function open() {
  dialog = mount(SafetyDialog, { target: document.body, props: { shelf, close } })
  await eventually(() => expect(field('Low at, The whole shop')).not.toBeNull())
}

beforeEach(async () => {
  teachDialogs()
  close.mockClear()
  host = new MemoryHost({ orders: 0, skus: 40 })
  provideHost(host)
  shelf = new Shelf(1)
  stops = [app.start(), shelf.start(), shelf.watch.start()]
  await shelf.filter({ tab: 'all', search: '' })
  await eventually(() => expect(shelf.list.at(5)).toBeDefined())
})

afterEach(() => {
  if (dialog) void unmount(dialog)
  stops.forEach((stop) => stop())
})

it('says what counts and where it comes from, and a number counts at once', async () => {
  await open()
  const [first] = shelf.warehouses
  const warehouse = `Low at, ${first!.name}`
  expect([field('Low at, The whole shop').value, field('Low at, The whole shop').placeholder]).toEqual(['', '5, as is usual'])
  type('Low at, The whole shop', '500')
  await eventually(() => expect(field(warehouse).placeholder).toBe('500, as the shop'))
  await eventually(() => expect(shelf.watch.low).toBe(host.shops[0]!.skus.filter(({ levels }) => levels.some((level) => level !== null && level > 0 && level <= 500)).length))
  type(warehouse, '7')
  await eventually(() => expect(set().at(-1)).toBe(`set_safety_rule ${first!.id} low_at 7`))
  type(warehouse, '')
  await eventually(() => expect(set().at(-1)).toBe(`set_safety_rule ${first!.id} low_at null`))
  await eventually(() => expect(field(warehouse).placeholder).toBe('500, as the shop'))
})

it('sets the SKUs that were selected when it opened, whatever the list does', async () => {
  shelf.moveTo(1, 0)
  shelf.moveTo(3, 1, true)
  const chosen = [1, 2, 3].map((row) => shelf.list.at(row)!.skuId)
  await open()
  await shelf.filter({ search: 'nothing like it' })
  type('Keep back, 3 SKUs', '4')
  await eventually(() => expect(field('Keep back, 3 SKUs').value).toBe('4'))
  const { rules } = host.shops[0]!
  expect([...rules.skus].filter(([, { keptBack }]) => keptBack === 4).map(([id]) => id).sort()).toEqual(chosen.sort())
})

it('tells that SKUs differ, and gives them one number', async () => {
  const { rules, skus } = host.shops[0]!
  shelf.moveTo(0, 0)
  shelf.moveTo(1, 0, true)
  rules.skus.set(shelf.list.at(0)!.skuId, { lowAt: 9, keptBack: null })
  expect(skus.length).toBe(40)
  await open()
  expect([field('Low at, 2 SKUs').value, field('Low at, 2 SKUs').placeholder]).toEqual(['', 'various'])
  type('Low at, 2 SKUs', '3')
  await eventually(() => expect(field('Low at, 2 SKUs').value).toBe('3'))
})

it('leaves what is wrong as it was typed, with a sentence, and closes over nothing unsaid', async () => {
  await open()
  type('Low at, The whole shop', 'many')
  expect(alert()).toContain('“many” is not a number of pieces')
  expect([field('Low at, The whole shop').value, set()]).toEqual(['many', []])
  ;[...document.querySelectorAll<HTMLButtonElement>('dialog button')].at(-1)!.click()
  await eventually(() => expect(document.activeElement).toBe(field('Low at, The whole shop')))
  expect(close).not.toHaveBeenCalled()
  press('Low at, The whole shop', 'Escape')
  flushSync()
  expect([field('Low at, The whole shop').value, alert()]).toEqual(['', null])
})

it('takes what is being typed when it is closed', async () => {
  await open()
  type('Low at, The whole shop', '8', null)
  ;[...document.querySelectorAll<HTMLButtonElement>('dialog button')].at(-1)!.click()
  await eventually(() => expect(close).toHaveBeenCalled())
  expect(set()).toEqual(['set_safety_rule shop low_at 8'])
})

it('turns the alert off by an empty field, and refuses more than a week', async () => {
  await open()
  const hours = 'Alert within, hours'
  expect(field(hours).value).toBe('6')
  type(hours, '200')
  await eventually(() => expect(alert()).toContain('168'))
  expect([field(hours).value, host.shops[0]!.runawayHours]).toEqual(['200', 6])
  type(hours, '')
  await eventually(() => expect(host.shops[0]!.runawayHours).toBe(0))
  await eventually(() => expect([field(hours).placeholder, alert()]).toEqual(['off', null]))
})

it('has no fault that axe finds', async () => {
  await open()
  const { violations } = await axe.run(document.querySelector('dialog')!, { rules: { 'color-contrast': { enabled: false } } })
  expect(violations.map(({ id }) => id)).toEqual([])
})
