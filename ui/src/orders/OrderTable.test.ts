import { flushSync, mount, tick, unmount } from 'svelte'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { Keyboard } from '../actions/keyboard'
import { actions } from '../actions/registry'
import { app } from '../app.svelte'
import { eventually, teachDialogs, teachSizes } from '../eventually'
import { provideHost, type OrderFilter } from '../host'
import { MemoryHost } from '../host/memory/host'
import { readSoon } from '../later'
import { arranged } from './arrangement.svelte'
import { Desk } from './desk.svelte'
import { dialogs } from './dialogs'
import OrdersScreen from './OrdersScreen.svelte'

let host: MemoryHost
let desk: Desk
let screen: ReturnType<typeof mount>

/** Keys that are commands come by the shell's keyboard. */
const keyboard = new Keyboard(actions, { mac: false, now: () => 0, refused: () => {} })
const hear = (event: KeyboardEvent) => keyboard.press(event)

// As a moment after the start of the app.
beforeAll(readSoon)

beforeEach(async () => {
  teachDialogs()
  teachSizes()
  localStorage.clear()
  arranged.recall()
  app.problem = null
  host = new MemoryHost({ orders: 120 })
  provideHost(host)
  desk = new Desk(1)
  await desk.list.open()
  screen = mount(OrdersScreen, { target: document.body, props: { desk } })
  flushSync()
  // The rows that are out of sight come with the second frame.
  await eventually(() => expect(row(6)).not.toBeNull())
  window.addEventListener('keydown', hear)
})

afterEach(() => {
  window.removeEventListener('keydown', hear)
  return unmount(screen)
})

const one = <E extends HTMLElement>(selector: string) => document.querySelector<E>(selector)!
const row = (at: number) => one(`[role=row][aria-rowindex="${at + 2}"]`)
const marked = () => [...document.querySelectorAll('[role=row][aria-selected=true]')].map((found) => Number(found.getAttribute('aria-rowindex')) - 2).toSorted((a, b) => a - b)
const headings = () => [...document.querySelectorAll('[role=columnheader] .name')].map((name) => name.textContent)
const button = (words: string) => [...document.querySelectorAll('button')].find((found) => found.textContent?.trim().startsWith(words))!
const said = (selector: string) => one(selector)?.textContent?.replace(/\s+/g, ' ').trim()

function click(target: Element, held: MouseEventInit = {}) {
  target.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...held }))
  flushSync()
}

function press(key: string, held: KeyboardEventInit = {}) {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held })
  ;(document.activeElement ?? document.body).dispatchEvent(event)
  flushSync()
  return event.defaultPrevented
}

function type(field: HTMLInputElement, typed: string) {
  field.value = typed
  field.dispatchEvent(new Event('input', { bubbles: true }))
  flushSync()
}

describe('keys pressed while another tab’s list is on its way', () => {
  let arrive: () => void

  /** Asks for a list that comes once `arrive` is called. */
  function mark(to: Partial<OrderFilter>) {
    const gate = new Promise<void>((resolve) => (arrive = resolve))
    const open = host.open_orders.bind(host)
    host.open_orders = (args) => gate.then(() => open(args))
    void desk.filter(to)
    flushSync()
  }

  it('choose and select in that list, also where the one before is empty', async () => {
    const wanted = desk.list.at(1)!.id
    await desk.filter({ search: 'no such order' })
    flushSync()
    mark({ search: '' })
    for (const key of ['ArrowDown', 'j', 'x']) expect(press(key)).toBe(true)
    expect(desk.chosen).toBeNull()
    arrive()
    await eventually(() => expect(desk.chosen).toBe(wanted))
    await eventually(() => expect(marked()).toEqual([1]))
  })

  it('open the number of the order that they chose there', async () => {
    await desk.filter({ tab: 'cancelled' })
    mark({ tab: 'to_ship' })
    for (const key of ['ArrowDown', 'Enter']) expect(press(key)).toBe(true)
    arrive()
    await eventually(() => expect(document.activeElement).toBe(one('#tracking')))
    expect(desk.chosen).toBe(desk.list.at(0)?.id)
  })

  it('begin no number for an order of the list before', async () => {
    click(row(0))
    const { chosen } = desk
    press('9')
    await eventually(() => expect(document.activeElement).toBe(one('#tracking')))
    one('[role=grid]').focus()
    mark({ tab: 'all' })
    press('9')
    expect(document.activeElement).toBe(one('[role=grid]'))
    arrive()
    await eventually(() => expect(desk.isHere).toBe(true))
    expect(desk.chosen).toBe(chosen)
    press('9')
    expect(document.activeElement).toBe(one('#tracking'))
  })

  it('select all of that list', async () => {
    mark({ tab: 'on_hold' })
    expect(press('a', { ctrlKey: true })).toBe(true)
    arrive()
    await eventually(() => expect(desk.selection.told.count).toBeGreaterThan(0))
    expect(desk.selection.told).toEqual({ count: desk.list.total, inList: desk.list.total })
    expect(desk.list.opened?.query.tab).toBe('on_hold')
  })
})

describe('selecting', () => {
  it('with the boxes leaves the order in the panel, and a click on a row leaves the boxes', async () => {
    click(row(3))
    click(row(1).querySelector('[role=checkbox]')!)
    expect(row(3).getAttribute('aria-current')).toBe('true')
    expect(marked()).toEqual([1])
    click(row(5))
    expect(desk.chosen).toBe(desk.list.at(5)?.id)
    await eventually(() => expect(marked()).toEqual([1]))
  })

  it('goes with Ctrl and with Shift, as everywhere', async () => {
    click(row(2), { ctrlKey: true })
    click(row(5), { shiftKey: true })
    await eventually(() => expect(marked()).toEqual([2, 3, 4, 5]))
    click(row(3), { ctrlKey: true })
    await eventually(() => expect(marked()).toEqual([2, 4, 5]))
  })

  it('goes by keys alone, and Escape takes one step back at a time', async () => {
    one('[role=grid]').focus()
    press('ArrowDown')
    await eventually(() => expect(desk.chosen).not.toBeNull())
    press('x')
    press('ArrowDown', { shiftKey: true })
    press('ArrowDown', { shiftKey: true })
    await eventually(() => expect(marked()).toEqual([0, 1, 2]))
    press(' ')
    await eventually(() => expect(marked()).toEqual([0, 1]))
    press('Escape')
    expect(desk.chosen).toBeNull()
    expect(marked()).toEqual([0, 1])
    press('Escape')
    await eventually(() => expect(said('[role=toolbar]')).toBeUndefined())
    expect(marked()).toEqual([])
  })

  it('of everything by Ctrl+A, but not while something is typed', async () => {
    one('[role=searchbox]').focus()
    expect(press('a', { ctrlKey: true })).toBe(false)
    expect(desk.selection.told.count).toBe(0)
    one('[role=grid]').focus()
    expect(press('a', { ctrlKey: true })).toBe(true)
    await eventually(() => expect(host.shops[0]!.selected.size).toBe(desk.list.total))
    expect(said('[role=toolbar] p')).toBe(`${desk.list.total} selected of ${desk.list.total}`)
  })

  it('is said also where another list shows none of it, with the way to them', async () => {
    click(row(0).querySelector('[role=checkbox]')!)
    await desk.filter({ tab: 'cancelled' })
    flushSync()
    expect(said('[role=toolbar] p')).toBe('1 selected 1 not in this list')
    click(button('Show them'))
    await eventually(() => expect(desk.list.total).toBe(1))
    click(one('[role=toolbar] > button:last-of-type'))
    await eventually(() => expect(desk.list.total).toBe(120))
  })
})

describe('the bar', () => {
  it('offers to ship what waits of the selected, and numbers can be imported where nothing does', async () => {
    const leave = async (id: string) => {
      Object.assign(host.shops[0]!.order(id), { tab: 'sent', status: 'SHIPPED' })
      await desk.list.refresh()
      flushSync()
    }
    const [first, second] = [desk.list.at(0)!.id, desk.list.at(1)!.id]
    for (const at of [0, 1]) click(row(at).querySelector('[role=checkbox]')!)
    await eventually(() => expect(button('Ship 2…')).toBeDefined())
    await leave(first)
    expect(button('Ship 1…').getAttribute('aria-disabled')).toBe('false')
    await leave(second)
    expect(said('[role=toolbar] p')).toContain('2 selected')
    expect(button('Ship…').getAttribute('aria-disabled')).toBe('true')
    expect(button('Ship…').title).toContain('None of the selected orders waits')
    click(button('Ship…'))
    one('[role=grid]').focus()
    press('s')
    await dialogs.ship()
    await tick()
    expect(document.querySelector('dialog')).toBeNull()
    press('i')
    await eventually(() => expect(document.querySelector('dialog')).not.toBeNull())
  })

  it('tags the selected orders, also those that the list doesn’t show', async () => {
    click(row(0).querySelector('[role=checkbox]')!)
    const { id } = desk.list.at(0)!
    await desk.filter({ tab: 'on_hold' })
    flushSync()
    click(button('More'))
    click(button('Tag…'))
    await eventually(() => expect(document.querySelector('dialog')).not.toBeNull())
    click(button('Add to 1'))
    await eventually(() => expect(said('dialog [role=alert]')).toBe('Type a tag, or choose one.'))
    type(one('dialog input'), ' fragile ')
    one<HTMLFormElement>('dialog form').requestSubmit()
    await eventually(() => expect(host.shops[0]!.order(id).tags).toContain('fragile'))
    await eventually(() => expect(document.querySelector('dialog')).toBeNull())
  })

  it('keeps a tag that the host refuses in its field', async () => {
    click(row(0).querySelector('[role=checkbox]')!)
    host.tag_orders = () => Promise.reject({ code: 'invalid_input', message: 'A name has 1 to 40 characters.', field: 'tag' })
    click(button('More'))
    click(button('Tag…'))
    await eventually(() => expect(document.querySelector('dialog')).not.toBeNull())
    type(one('dialog input'), 'fragile')
    click(button('Take away'))
    await eventually(() => expect(said('dialog [role=alert]')).toBe('A name has 1 to 40 characters.'))
    expect(one<HTMLInputElement>('dialog input').value).toBe('fragile')
  })
})

describe('a heading', () => {
  it('tells how the list is sorted, and sorts it', async () => {
    expect(one('[data-column=shipBy]').getAttribute('aria-sort')).toBe('ascending')
    click(one('[data-column=total]'))
    await eventually(() => expect(one('[data-column=total]').getAttribute('aria-sort')).toBe('ascending'))
    expect(one('[data-column=shipBy]').getAttribute('aria-sort')).toBe('none')
    expect(said('.sorted')).toContain('Sorted by total')
    const totals = [0, 1, 2].map((at) => Number(desk.list.at(at)!.total))
    expect(totals).toEqual(totals.toSorted((a, b) => a - b))
  })

  it('is moved, made wider and sorted by with keys, and keeps the focus', async () => {
    one('[data-column=buyer]').focus()
    press('ArrowRight', { altKey: true })
    await eventually(() => expect(headings().slice(0, 3)).toEqual(['Order', 'Items', 'Buyer']))
    await eventually(() => expect(document.activeElement).toBe(one('[data-column=buyer]')))
    press('ArrowRight', { shiftKey: true })
    expect(arranged.now.widths.buyer).toBeGreaterThan(0)
    press('Enter')
    await eventually(() => expect(desk.sort).toEqual({ by: 'buyer', descending: false }))
    press('ArrowDown')
    expect(document.activeElement?.getAttribute('role')).toBe('grid')
  })

  it('is called by its words, not by the keys that work on it, and its cells lie in their row', () => {
    const called = [...document.querySelectorAll('[role=columnheader][aria-sort]')].map((head) => head.getAttribute('aria-label'))
    expect(called).toEqual(headings())
    expect([...row(0).querySelectorAll('[role=gridcell], [role=rowheader]')].filter((cell) => cell.parentElement !== row(0))).toEqual([])
  })

  it('and its cells are counted among all columns, and hidden ones are gone', () => {
    expect(one('[role=grid]').getAttribute('aria-colcount')).toBe('9')
    click(one('[aria-label=Columns]'))
    click(button('Qty'))
    expect(headings()).not.toContain('Qty')
    expect(one('[role=grid]').getAttribute('aria-colcount')).toBe('8')
    const cells = [...row(0).querySelectorAll('[aria-colindex]')].map((cell) => Number(cell.getAttribute('aria-colindex')))
    expect(cells).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })
})

it('an amount is in the order’s own currency where it tells one', async () => {
  const currencies = ['GBP', 'EUR', null]
  currencies.forEach((currency, at) => (host.shops[0]!.order(desk.list.at(at)!.id).currency = currency))
  await desk.list.open()
  const amounts = () => [0, 1, 2].map((at) => /[£€$]?[\d,]+\.\d\d/.exec(row(at).textContent ?? '')?.[0])
  await eventually(() => expect(amounts()[0]).toContain('£'))
  expect(amounts()[1]).toContain('€')
  expect(amounts()[2]).not.toMatch(/[£€]/)
})

describe('a filter', () => {
  it('is added, told by its chip, and taken away with Backspace', async () => {
    click(button('Filter'))
    await eventually(() => expect(desk.choices).not.toBeNull())
    click(button('Warehouse'))
    const dallas = [...document.querySelectorAll('label.choice')].find((label) => label.textContent?.includes('Dallas'))!
    click(dallas.querySelector('input')!)
    await eventually(() => expect(desk.list.at(0)?.warehouse).toBe('Dallas'))
    expect(said('.chip .what')).toBe('Warehouse Dallas')
    press('Escape')
    expect(document.activeElement).toBe(one('.chip .what'))
    press('Backspace')
    await eventually(() => expect(document.querySelector('.chip')).toBeNull())
    expect(desk.chips.warehouses).toEqual([])
  })

  it('that is none stays typed, with the reason, until it is put right', async () => {
    click(button('Filter'))
    click(button('Total'))
    const [from, to] = [...document.querySelectorAll<HTMLInputElement>('[role=dialog] input')]
    type(from!, '20,5')
    one<HTMLFormElement>('[role=dialog] form').requestSubmit()
    await eventually(() => expect(said('[role=dialog] [role=alert]')).toContain('19.99'))
    expect(from!.getAttribute('aria-invalid')).toBe('true')
    window.dispatchEvent(new Event('pointerdown'))
    flushSync()
    expect(from!.value).toBe('20,5')
    expect(desk.chips.totalFrom).toBeNull()
    type(from!, '20.5')
    type(to!, '90')
    window.dispatchEvent(new Event('pointerdown'))
    await eventually(() => expect([desk.chips.totalFrom, desk.chips.totalTo]).toEqual(['20.5', '90']))
  })

  it('can be kept as a view, which stands behind the piles with its count', async () => {
    expect(button('Save view')).toBeUndefined()
    await desk.filter({ chips: { ...desk.chips, quantityFrom: 2 } })
    flushSync()
    click(button('Save view'))
    type(one('[role=dialog] input'), 'Two or more')
    one<HTMLFormElement>('[role=dialog] form').requestSubmit()
    await eventually(() => expect(said('[role=tab][aria-selected=true]')).toBe(`Two or more ${desk.list.total}`))
    await desk.filter({ sort: { by: 'total', descending: true } })
    flushSync()
    expect(said('[role=tab][aria-selected=true]')).toBe(`Two or more · edited ${desk.list.total}`)
    click(button('Reset'))
    await eventually(() => expect(desk.sort).toBeNull())
    expect(desk.chips.quantityFrom).toBe(2)
  })
})

it('the tab and the navigation tell how many need action from one answer', () => {
  const hot = one('[role=tab] .hot')
  expect(hot.textContent).toBe(String(desk.needsAction))
  expect(desk.needsAction).toBe(desk.list.opened?.counts.needs_action)
})
