import { mount, unmount } from 'svelte'
import { afterEach, expect, it } from 'vitest'

import { app } from '../app.svelte'
import type { StockLevel } from '../host'
import { MemoryHost } from '../host/memory/host'
import type { Draft } from './sheet'
import StockCell from './StockCell.svelte'

let cell: ReturnType<typeof mount> | undefined
afterEach(() => {
  if (cell) void unmount(cell)
  app.state = null
})

const ref = { productId: 'p', skuId: 's', warehouseId: 'w' }
const edit = (state: NonNullable<StockLevel['edit']>['state']): StockLevel['edit'] => ({
  id: 'e',
  state,
  wanted: 50,
  change: { kind: 'set', level: 50 },
  reason: 'The reason.',
  byCampaign: false,
})

function show(level: Partial<StockLevel>, draft?: Partial<Draft>) {
  const whole: StockLevel = { level: 45, productLevel: 45, campaign: null, edit: null, low: false, keptBack: 0, ...level }
  const written = draft && { ref, typed: '', base: 45, change: null, problem: null, ...draft }
  const props = { level: whole, draft: written, col: 0, selected: false, covered: false }
  cell = mount(StockCell, { target: document.body, props })
  return document.querySelector('[role=gridcell]')!
}
const words = (element: Element) => element.textContent?.replace(/\s+/g, ' ').trim()

it('a plain level is its number', () => {
  expect(words(show({ level: 1234 }))).toBe('1,234')
})

it('an unsaved change says so in words, beside the level it replaces', () => {
  const element = show({}, { typed: '+5', change: { kind: 'add', amount: 5 } })
  expect(words(element)).toBe('45 50, not saved')
  expect(element.querySelector('s')?.textContent).toBe('45')
})

it('a text that can’t be saved stays as typed, marked invalid with its reason', () => {
  const element = show({}, { typed: '1.5', problem: 'Whole pieces only.' })
  expect(words(element)).toBe('1.5')
  expect(element.getAttribute('aria-invalid')).toBe('true')
  expect(element.getAttribute('title')).toBe('Whole pieces only.')
})

it.each([
  ['queued', 'Queued 45 50'],
  ['sending', 'Sending 45 50'],
  ['checking', 'Checking 45 50'],
  ['refused', '50 refused 45'],
  ['conflict', 'shop now 45 50'],
] as const)('%s is told by words, not by colour alone', (state, says) => {
  expect(words(show({ edit: edit(state) }))).toBe(says)
})

it('a change that waits until the shop is connected again is not called queued', async () => {
  app.state = await new MemoryHost({ orders: 1, skus: 1, sync: { state: 'needs_connect' } }).app_state()
  expect(words(show({ edit: edit('queued') }))).toBe('Held back 45 50')
})

it('a level that the shop does not tell is a dash with an explanation, never a zero', () => {
  const element = show({ level: null, productLevel: 64 })
  expect(words(element)).toBe('–')
  expect(element.getAttribute('title')).toContain('product’s total here (64)')
})

it('a low level and what is kept back are said, and the number stays the number', () => {
  const element = show({ level: 3, low: true, keptBack: 5 })
  expect([words(element), element.getAttribute('title')]).toEqual(['3', 'Running low. Keeps back 5 when you count'])
  expect(element.querySelector('.low')).not.toBeNull()
})

it('a change on a low level is shown as a change', () => {
  expect(show({ level: 3, low: true }, { typed: '9', change: { kind: 'set', level: 9 } }).querySelector('.low')).toBeNull()
})

it('a level that a campaign holds has a lock and says how much, and looks like no other', () => {
  const element = show({ campaign: 20 })
  expect(words(element)).toBe('45, a campaign holds 20')
  expect(element.querySelector('svg')).not.toBeNull()
  expect(element.getAttribute('data-state')).toBe('locked')
})

it.each([null, 0])('a level of which %s is held is plain', (campaign) => {
  const element = show({ campaign })
  expect([words(element), element.getAttribute('data-state')]).toEqual(['45', 'plain'])
})

it('a change that was refused for a campaign says so, and when it can be sent again', () => {
  const refused = { ...edit('refused')!, byCampaign: true }
  expect(words(show({ campaign: 60, edit: refused }))).toBe('50 locked 45')
  if (cell) void unmount(cell)
  expect(words(show({ campaign: null, edit: refused }))).toBe('50 locked 45')
  if (cell) void unmount(cell)
  expect(words(show({ campaign: 0, edit: refused }))).toBe('50 free again 45')
})
