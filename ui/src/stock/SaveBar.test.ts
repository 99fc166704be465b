import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { Keyboard } from '../actions/keyboard'
import { actions } from '../actions/registry'
import { app } from '../app.svelte'
import { eventually, teachDialogs, teachSizes } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import { Shelf, type Position } from './shelf.svelte'
import StockScreen from './StockScreen.svelte'

let host: MemoryHost
let shelf: Shelf
let screen: ReturnType<typeof mount>
let stops: (() => void)[]

const keyboard = new Keyboard(actions, { mac: false, now: () => 0, refused: (reason) => app.announce(reason) })
const hear = (event: KeyboardEvent) => keyboard.press(event)
const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)]
const words = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
const button = (name: string) => all('button').find((found) => words(found) === name) as HTMLButtonElement | undefined
const bar = () => words(document.querySelector('[role=region]'))
const field = () => document.querySelector<HTMLInputElement>('[role=grid] input')!
const level = (at: Position) => shelf.level(at)!.level!

function press(key: string, held: KeyboardEventInit = {}) {
  document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held }))
  flushSync()
}

const known = (count: number): Position[] =>
  Array.from({ length: 40 }, (_, row) => ({ row, col: 0 })).filter((at) => (shelf.level(at)?.level ?? 0) >= 10).slice(0, count)

const type = (cells: Position[], typed: string) => shelf.sheet.write(cells.map((at) => shelf.entry(at, typed, 'over')!))
const sell = (at: Position) => host.sell(shelf.list.at(at.row)!.skuId, 'wh-ny', 1)

beforeEach(async () => {
  teachDialogs()
  teachSizes()
  localStorage.clear()
  host = new MemoryHost({ orders: 0, skus: 300 })
  provideHost(host)
  shelf = new Shelf(1)
  stops = [app.start(), shelf.start()]
  await shelf.filter({ tab: 'all', search: '' })
  screen = mount(StockScreen, { target: document.body, props: { shelf } })
  flushSync()
  window.addEventListener('keydown', hear)
})

afterEach(async () => {
  window.removeEventListener('keydown', hear)
  stops.forEach((stop) => stop())
  await unmount(screen)
  vi.restoreAllMocks()
})

it('the save bar says what is changed, what has moved, what it costs, and how many it saves', async () => {
  const cells = known(3)
  type(cells, '701')
  await eventually(() => expect(bar()).toContain('costs'))
  expect(bar()).toMatch(/^3 changes in 3 SKUs costs \d requests Discard Review Save 3$/)
  sell(cells[0]!)
  await eventually(() => expect(bar()).toMatch(/^3 changes in 3 SKUs 1 conflict costs \d requests Discard Review Save 2$/))
})

it('nothing but what has moved can’t be saved, and says why', async () => {
  const [cell] = known(1) as [Position]
  type([cell], '701')
  sell(cell)
  await eventually(() => expect(button('Save')?.disabled).toBe(true))
  field().focus()
  press('s', { ctrlKey: true })
  expect(app.announcement.trim()).toBe('The shop’s levels have moved since these were typed. Decide about them first.')
})

it('the review opens by a key with what is being typed, and gives the focus back to the grid', async () => {
  const [cell] = known(1) as [Position]
  shelf.moveTo(cell.row, cell.col)
  flushSync()
  field().focus()
  field().value = '701'
  field().dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: '701' }))
  press('S', { ctrlKey: true, shiftKey: true })
  expect(document.querySelector('dialog')?.getAttribute('aria-label')).toBe('Review 1 change')
  document.querySelector('dialog')!.dispatchEvent(new Event('cancel', { cancelable: true }))
  flushSync()
  expect(document.querySelector('dialog')).toBeNull()
  expect(document.activeElement).toBe(field())
  expect(shelf.summary.changes).toBe(1)
})

it('conflicts of the selection are decided with one button and taken back with one key', async () => {
  const cells = known(3)
  type(cells, '701')
  for (const cell of cells) sell(cell)
  await eventually(() => expect(shelf.moved).toHaveLength(3))
  expect(button('Keep mine')).toBeUndefined()
  field().focus()
  shelf.moveTo(0, 0)
  shelf.moveTo(cells[2]!.row, 0, true)
  flushSync()
  expect(all('[role=group]').map((one) => one.getAttribute('aria-label'))).toContain('3 conflicts in the selection')
  button('Take the shop’s')!.click()
  await eventually(() => expect(shelf.summary.changes).toBe(0))
  expect(document.body.textContent).toContain('3 conflicts: the shop’s numbers taken.')
  await eventually(() => expect(document.activeElement).toBe(field()))
  press('z', { ctrlKey: true })
  await eventually(() => expect(shelf.summary.changes).toBe(3))
})

it('all conflicts of their tab are decided at once', async () => {
  const cells = known(3)
  const wanted = cells.map((at) => level(at) + 7)
  const refs = cells.map((at) => shelf.ref(at)!)
  shelf.sheet.write(cells.map((at, index) => shelf.entry(at, String(wanted[index]), 'over')!))
  for (const at of cells) host.shops[0]!.sell(shelf.list.at(at.row)!.skuId, 'wh-ny', 1)
  await shelf.save()
  host.step()
  host.step()
  await shelf.filter({ tab: 'conflicts' })
  flushSync()
  expect(shelf.list.total).toBe(3)
  button('Keep mine')!.click()
  await eventually(() => expect(document.body.textContent).toContain('3 conflicts: your numbers kept.'))
  host.step()
  host.step()
  const now = refs.map(({ skuId }) => host.shops[0]!.skus.find((sku) => sku.skuId === skuId)!.levels[0])
  expect(now).toEqual(wanted)
})

it('a change that has moved is decided at its cell', async () => {
  const [cell] = known(1) as [Position]
  const seen = level(cell)
  type([cell], '701')
  sell(cell)
  shelf.moveTo(cell.row, cell.col)
  field().focus()
  await eventually(() => expect(button('Keep mine (701)')).toBeDefined())
  expect(words(document.querySelector('[data-state=moved]'))).toBe(`shop now ${seen - 1} 701, not saved`)
  button('Keep mine (701)')!.click()
  await eventually(() => expect(shelf.draftAt(cell)?.base).toBe(seen - 1))
  await eventually(() => expect(document.activeElement).toBe(field()))
  expect(document.querySelector('[data-state=moved]')).toBeNull()
})
