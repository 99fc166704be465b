import axe from 'axe-core'
import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { app } from '../app.svelte'
import { eventually, teachDialogs, teachSizes } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import ReviewDialog from './ReviewDialog.svelte'
import { Shelf, type Position } from './shelf.svelte'

let host: MemoryHost
let shelf: Shelf
let dialog: ReturnType<typeof mount> | undefined
let stops: (() => void)[]
const close = vi.fn()

const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(`dialog ${selector}`)]
const words = (element: Element | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
const rows = () => all('[role=row][id]').sort((one, other) => Number(one.ariaRowIndex ?? one.getAttribute('aria-rowindex')) - Number(other.ariaRowIndex ?? other.getAttribute('aria-rowindex')))
const cellsOf = (at: number) => [...rows()[at]!.querySelectorAll('[role=gridcell], [role=rowheader]')].map((cell) => words(cell))
const button = (name: string) => all('button').find((found) => words(found).startsWith(name)) as HTMLButtonElement | undefined
const table = () => all('[role=grid]')[0]!
const saved = () => host.journal.filter((line) => line.startsWith('save_stock')).map((line) => JSON.parse(line.slice(11)) as unknown[])

function press(key: string, held: KeyboardEventInit = {}) {
  document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held }))
  flushSync()
}

/** As a pointer or the keyboard does: the focus goes to it. */
function pressButton(name: string) {
  button(name)!.focus()
  button(name)!.click()
}

function open() {
  dialog = mount(ReviewDialog, { target: document.body, props: { shelf, close } })
  flushSync()
}

/** The first cells of which the shop tells at least ten. */
const known = (count: number): Position[] =>
  Array.from({ length: 40 }, (_, row) => ({ row, col: 0 })).filter((at) => (shelf.level(at)?.level ?? 0) >= 10).slice(0, count)

function type(at: Position, typed: string) {
  shelf.sheet.write([shelf.entry(at, typed, 'over')!])
}

const skuAt = (at: Position) => shelf.list.at(at.row)!.skuId

beforeEach(async () => {
  teachDialogs()
  teachSizes()
  localStorage.clear()
  close.mockClear()
  host = new MemoryHost({ orders: 0, skus: 300 })
  provideHost(host)
  shelf = new Shelf(1)
  stops = [app.start(), shelf.start()]
  await shelf.filter({ tab: 'all', search: '' })
  await app.settled()
})

afterEach(async () => {
  if (dialog) await unmount(dialog)
  dialog = undefined
  stops.forEach((stop) => stop())
})

describe('before saving', () => {
  it('each change has a row: what was, what is wanted, what the shop has, and what is sent', async () => {
    const [first, second] = known(2) as [Position, Position]
    const [one, other] = [shelf.level(first)!.level!, shelf.level(second)!.level!]
    type(first, '777')
    type(second, '+5')
    open()
    await eventually(() => expect(cellsOf(0)[1]).toBe(shelf.list.at(first.row)!.product))
    expect(cellsOf(0).slice(2)).toEqual([shelf.list.at(first.row)!.sellerSku, 'New York', String(one), '777', String(one), 'Set to 777'])
    expect(cellsOf(1).slice(4)).toEqual([String(other), `+5 → ${other + 5}`, String(other), '+5 on what the shop has then'])
    expect(document.querySelector('dialog')!.getAttribute('aria-label')).toBe('Review 2 changes')
    expect([table().getAttribute('aria-rowcount'), table().getAttribute('aria-colcount')]).toEqual(['3', '8'])
    expect(table().getAttribute('aria-label')).toBe('Changes')
    expect(document.activeElement).toBe(table())
  })

  it('says what it costs, and when that is more than is left today', async () => {
    type(known(1)[0]!, '777')
    host.say({ requestsLeftToday: 2 })
    open()
    await eventually(() => expect(words(all('.counts')[0])).toContain('costs 3 requests, more than the 2 left today'))
    host.say({ requestsLeftToday: 3 })
    await eventually(() => expect(words(all('.counts')[0])).not.toContain('more than'))
  })

  it('Space leaves a row out, Enter saves the others, and what is left out stays unsaved', async () => {
    const cells = known(3)
    for (const [at, cell] of cells.entries()) type(cell, String(701 + at))
    open()
    await eventually(() => expect(rows()).toHaveLength(3))
    press('j')
    press(' ')
    expect(rows().map((row) => row.getAttribute('aria-selected'))).toEqual(['true', 'false', 'true'])
    expect(words(button('Save'))).toBe('Save 2')
    expect(words(all('.counts')[0])).toContain('1 left out')
    press('Enter')
    await eventually(() => expect(saved()).toHaveLength(1))
    expect(saved()[0]!.map((edit) => (edit as unknown[])[0])).toEqual([skuAt(cells[0]!), skuAt(cells[2]!)])
    await eventually(() => expect(shelf.sheet.ready().map((draft) => draft.ref.skuId)).toEqual([skuAt(cells[1]!)]))
  })

  it('the box over all leaves all out and takes all in', () => {
    for (const cell of known(3)) type(cell, '701')
    open()
    const box = () => all('[role=columnheader] [role=checkbox]')[0]!
    box().click()
    flushSync()
    expect([words(button('Save')), box().getAttribute('aria-checked')]).toEqual(['Save', 'false'])
    press('Enter')
    expect(saved()).toEqual([])
    box().click()
    flushSync()
    expect(words(button('Save'))).toBe('Save 3')
  })

  it('keys go through the rows and stay within them', () => {
    for (const cell of known(3)) type(cell, '701')
    open()
    const active = () => table().getAttribute('aria-activedescendant')
    press('ArrowUp')
    expect(active()).toBe('review-0')
    press('End')
    press('ArrowDown')
    expect(active()).toBe('review-2')
    press('k')
    expect(active()).toBe('review-1')
    press('Home')
    expect(active()).toBe('review-0')
  })

  it('Escape closes it, and nothing is lost', () => {
    type(known(1)[0]!, '777')
    open()
    document.querySelector('dialog')!.dispatchEvent(new Event('cancel', { cancelable: true }))
    expect(close).toHaveBeenCalledOnce()
    expect([shelf.summary.changes, saved()]).toEqual([1, []])
  })

  it('what can’t be saved says why and has no box', async () => {
    const [good, bad] = known(2) as [Position, Position]
    type(good, '701')
    type(bad, 'x')
    open()
    // It asks for something, and stands before what only waits to be saved.
    await eventually(() => expect(cellsOf(0)[5]).toBe('x'))
    expect(cellsOf(0)[7]).toContain('This is not a number')
    expect(rows()[0]!.querySelector('[role=checkbox]')).toBeNull()
    expect(words(button('Save'))).toBe('Save 1')
  })

  it('nothing in it keeps anybody from using it', async () => {
    const cells = known(3)
    for (const cell of cells) type(cell, '701')
    host.sell(skuAt(cells[0]!), 'wh-ny', 1)
    await eventually(() => expect(shelf.moved).toHaveLength(1))
    open()
    await eventually(() => expect(cellsOf(0)[1]).not.toBe(''))
    const { violations } = await axe.run(document.querySelector('dialog')!, { rules: { 'color-contrast': { enabled: false } } })
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  })
})

describe('a level that moved since', () => {
  let cells: Position[]

  beforeEach(async () => {
    cells = known(3)
    for (const cell of cells) type(cell, '701')
    host.sell(skuAt(cells[2]!), 'wh-ny', 2)
    await eventually(() => expect(shelf.moved).toHaveLength(1))
    open()
    await eventually(() => expect(cellsOf(0)[1]).not.toBe(''))
  })

  it('comes first, is marked, and waits for a decision', async () => {
    expect(cellsOf(0)[2]).toBe(shelf.list.at(cells[2]!.row)!.sellerSku)
    expect(cellsOf(0).slice(6)).toEqual([`${shelf.level(cells[2]!)!.level}, moved`, 'Nothing before you decide'])
    expect(words(button('Save'))).toBe('Save 2')
    press(' ')
    expect(words(button('Save'))).toBe('Save 2')
  })

  it('is saved once it was decided, and can be taken back before', async () => {
    pressButton('Keep mine')
    await eventually(() => expect(words(button('Save'))).toBe('Save 3'))
    expect(cellsOf(0)[7]).toBe('Set to 701')
    await eventually(() => expect(document.activeElement).toBe(table()))
    press('z', { ctrlKey: true })
    await eventually(() => expect(shelf.sheet.ready().at(-1)?.base).toBe(shelf.level(cells[2]!)!.level! + 2))
    await eventually(() => expect(button('Take the shop')?.disabled).toBe(false))
    pressButton('Take the shop')
    await eventually(() => expect(cellsOf(0)[7]).toBe('Dropped'))
    press('Enter')
    await eventually(() => expect(saved()[0]).toHaveLength(2))
  })
})

describe('after saving', () => {
  const outcomes = () => rows().map((_, at) => cellsOf(at)[7])

  it('each row says how far it is, until the shop has it', async () => {
    for (const cell of known(2)) type(cell, '701')
    open()
    press('Enter')
    await eventually(() => expect(outcomes()).toEqual(['Queued', 'Queued']))
    host.step()
    await eventually(() => expect(outcomes()).toEqual(['Sending', 'Sending']))
    host.step()
    await eventually(() => expect(outcomes()).toEqual(['Done', 'Done']))
    expect(words(all('.counts b')[0])).toBe('2 of 2 confirmed')
    await eventually(() => expect(app.announcement.trim()).toBe('2 of 2 confirmed'))
    expect(button('Retry failed')).toBeUndefined()
  })

  it('a conflict says what the shop has, and is decided on the spot', async () => {
    const [first, second] = known(2) as [Position, Position]
    type(first, '701')
    type(second, '702')
    host.shops[0]!.sell(skuAt(second), 'wh-ny', 2)
    const now = shelf.level(second)!.level! - 2
    open()
    press('Enter')
    await eventually(() => expect(outcomes()).toEqual(['Queued', 'Queued']))
    host.step()
    host.step()
    await eventually(() => expect(outcomes()).toEqual(['Done', `Conflict shop now ${now}`]))
    pressButton('Keep mine')
    await eventually(() => expect(outcomes()).toEqual(['Done', 'Queued']))
    host.step()
    host.step()
    await eventually(() => expect(outcomes()).toEqual(['Done', 'Done']))
    expect(words(all('.counts b')[0])).toBe('2 of 2 confirmed')
  })

  it('what was refused says why, and is tried again', async () => {
    for (const cell of known(2)) type(cell, '701')
    open()
    press('Enter')
    await eventually(() => expect(outcomes()).toEqual(['Queued', 'Queued']))
    Object.assign(host.shops[0]!.work[1]!, { state: 'refused', reason: 'The shop refused this level.' })
    host.step()
    await eventually(() => expect(outcomes()).toEqual(['Sending', 'Refused The shop refused this level.']))
    pressButton('Retry failed')
    await eventually(() => expect(outcomes()[1]).toBe('Queued'))
    await eventually(() => expect(document.activeElement).toBe(table()))
  })

  it('a save that fails as a whole says why, and every change is still there', async () => {
    for (const cell of known(2)) type(cell, '701')
    host.save_stock = () => Promise.reject({ code: 'storage', message: 'The disk is full.', field: null })
    open()
    press('Enter')
    await eventually(() => expect(words(all('[role=alert]')[0])).toBe('The disk is full.'))
    expect(words(button('Save'))).toBe('Save 2')
  })
})

it('ten thousand changes are rows of a few slots, read as they come into sight', async () => {
  host = new MemoryHost({ orders: 0, skus: 3_400 })
  provideHost(host)
  const skus = host.shops[0]!.skus
  const entries = skus.flatMap((sku) => ['wh-ny', 'wh-la', 'wh-da'].map((warehouseId) => ({
    ref: { productId: sku.productId, skuId: sku.skuId, warehouseId }, typed: '701', seen: { level: 5, pending: null }, how: 'over' as const,
  })))
  shelf.sheet.write(entries.slice(0, 10_000))
  const read = vi.spyOn(host, 'review_stock')
  open()
  expect(table().getAttribute('aria-rowcount')).toBe('10001')
  expect(rows().length).toBeLessThan(60)
  await eventually(() => expect(cellsOf(0)[1]).toBe(skus[0]!.product))
  expect(read.mock.calls.reduce((sum, [{ cells }]) => sum + cells.length, 0)).toBeLessThan(100)
  press('End')
  await eventually(() => expect(rows().some((row) => row.id === 'review-9999')).toBe(true))
})
