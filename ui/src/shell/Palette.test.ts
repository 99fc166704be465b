import { flushSync, mount, tick, unmount } from 'svelte'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { app as known } from '../app.svelte'
import App from '../App.svelte'
import { eventually, teachDialogs, teachSizes } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import { readSoon } from '../later'
import { route, type Screen } from '../route.svelte'
import { letGo, openShop } from '../shops.svelte'

let app: ReturnType<typeof mount>
let host: MemoryHost

const words = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
const one = (selector: string) => document.querySelector<HTMLElement>(selector)
const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)]
const combobox = () => one('dialog [role=combobox]') as HTMLInputElement | null
const options = () => all('dialog [role=option]')
const names = () => options().map((option) => words(option.querySelector('.name')))
const active = () => document.getElementById(combobox()?.getAttribute('aria-activedescendant') ?? '')
const shop = () => openShop(host.shops[0]!.view)

/** Presses a key where the focus is. */
function press(key: string, more: KeyboardEventInit = {}) {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })
  ;(document.activeElement ?? document.body).dispatchEvent(event)
  flushSync()
  return event.defaultPrevented
}

function type(value: string) {
  const field = document.activeElement as HTMLInputElement
  field.value = value
  field.dispatchEvent(new Event('input', { bubbles: true }))
  flushSync()
}

function openPalette(typed = '') {
  press('k', { ctrlKey: true })
  if (typed) type(typed)
}

async function open(scenario: ConstructorParameters<typeof MemoryHost>[0] = {}, screen: Screen = 'orders') {
  host = new MemoryHost({ orders: 60, skus: 30, ...scenario })
  provideHost(host)
  route.go(screen)
  app = mount(App, { target: document.body })
  await eventually(() => expect(one(screen === 'stock' ? '[role=grid] input' : 'h1')).not.toBeNull())
  if (screen === 'orders') await eventually(() => expect(all('[role=row][aria-selected]').length).toBeGreaterThan(5))
}

// As a moment after the start of the app.
beforeAll(readSoon)

beforeEach(() => {
  teachDialogs()
  teachSizes()
  localStorage.clear()
  letGo()
})

afterEach(async () => {
  await unmount(app)
  vi.unstubAllGlobals()
})

describe('Ctrl and K', () => {
  it('leads to any action by the keyboard alone, and the focus is where it was', async () => {
    await open()
    one('[role=grid]')!.focus()
    openPalette('dark')
    expect([names()[0], words(active()?.querySelector('.name'))]).toEqual(['Dark theme', 'Dark theme'])
    press('Enter')
    await eventually(() => expect(document.documentElement.dataset['theme']).toBe('dark'))
    expect(combobox()).toBeNull()
    expect(document.activeElement).toBe(one('[role=grid]'))
  })

  it('works in a search field too, and Esc leads back into it with nothing done', async () => {
    await open()
    press('/')
    expect(document.activeElement).toBe(one('[data-search]'))
    openPalette('look for')
    press('Escape')
    expect(document.activeElement).toBe(one('[data-search]'))
    expect([combobox(), host.journal]).toEqual([null, []])
  })

  it('pressed again closes it', async () => {
    await open()
    openPalette()
    openPalette()
    expect(combobox()).toBeNull()
  })

  it('is not heard in another dialog', async () => {
    await open()
    press('?')
    expect(press('k', { ctrlKey: true })).toBe(false)
    expect(combobox()).toBeNull()
  })
})

describe('the palette', () => {
  it('is a field that says how many actions it found and which one Enter would run', async () => {
    await open()
    openPalette('go to')
    const field = combobox()!
    expect([field.getAttribute('aria-expanded'), document.getElementById(field.getAttribute('aria-controls')!)?.getAttribute('role')]).toEqual(['true', 'listbox'])
    expect(all('dialog [aria-selected=true]')).toEqual([active()])
    expect(words(one('dialog [role=status]'))).toBe(`${options().length} actions`)
    expect(words(active())).toBe('Go to Today GT')
    expect(words(document.getElementById(active()!.parentElement!.getAttribute('aria-labelledby')!))).toBe('Go to')
  })

  it('goes round with the arrows, and to the ends', async () => {
    await open()
    openPalette('go to')
    const at = () => options().indexOf(active()!)
    const last = options().length - 1
    const went = ['ArrowUp', 'ArrowDown', 'ArrowDown', 'End', 'ArrowDown', 'ArrowUp', 'Home'].map((key) => (press(key), at()))
    expect(went).toEqual([last, 0, 1, last, 0, last, 0])
  })

  it('runs what is pressed with the mouse', async () => {
    await open()
    openPalette('go to stock')
    options()[0]!.click()
    await eventually(() => expect(words(one('h1'))).toBe('Stock'))
  })

  it('runs nothing while an input method composes', async () => {
    await open()
    openPalette('dark')
    expect([press('Enter', { isComposing: true }), press('Enter', { keyCode: 229 }), press('Escape', { isComposing: true })]).toEqual([false, false, false])
    expect(combobox()?.value).toBe('dark')
  })

  it('shows last what is not possible, with the reason, and does not run it', async () => {
    await open({ sync: { state: 'needs_connect' } })
    openPalette('look for new')
    press('End')
    expect(words(active())).toBe('Look for new orders now The shop asks to be connected again first.')
    expect(active()?.getAttribute('aria-disabled')).toBe('true')
    press('Enter')
    active()!.click()
    flushSync()
    expect(words(one('dialog [role=status]'))).toBe('The shop asks to be connected again first.')
    await tick()
    expect(host.journal).not.toContain('sync_now')
  })

  it('keeps what was used lately on top', async () => {
    await open()
    openPalette('look for')
    press('Enter')
    await eventually(() => expect(host.journal).toContain('sync_now'))
    openPalette('light')
    press('Enter')
    await eventually(() => expect(document.documentElement.dataset['theme']).toBe('light'))
    openPalette()
    expect(words(one('dialog h3'))).toBe('Recent')
    expect(names()[0]).toBe('Look for new orders now')
  })
})

describe('typed into the palette', () => {
  it('an order’s number finds that order, on whatever tab it is', async () => {
    await open({ orders: 600 }, 'stock')
    const { id } = host.shops[0]!.orders.find(({ tab }) => tab === 'delivered')!
    openPalette(`# ${id}`)
    expect(names()[0]).toBe(`Find order ${id}`)
    press('Enter')
    await eventually(() => expect(shop().desk.chosen).toBe(id))
    expect([words(one('h1')), shop().desk.tab, shop().desk.search]).toEqual(['Orders', 'all', id])
    expect(document.activeElement).toBe(one('main'))
  })

  it('many of them, pasted, become the list', async () => {
    await open({}, 'stock')
    const ids = host.shops[0]!.orders.slice(0, 3).map(({ id }) => id)
    openPalette()
    combobox()!.dispatchEvent(Object.assign(new Event('paste', { bubbles: true, cancelable: true }), { clipboardData: { getData: () => ids.join('\n') } }))
    flushSync()
    expect(names()).toEqual(['Show the pasted orders'])
    press('Enter')
    await eventually(() => expect(words(one('.strip'))).toContain('3 orders pasted'))
  })

  it('what is no action’s name can be searched for among the orders', async () => {
    await open()
    openPalette('nguyễn q')
    expect(names()).toEqual(['Search orders for “nguyễn q”', 'Search stock for “nguyễn q”'])
    press('Enter')
    await eventually(() => expect(shop().desk.search).toBe('nguyễn q'))
  })
})

describe('a screen’s own actions', () => {
  it('are there while it is, and elsewhere say where to go', async () => {
    await open({}, 'stock')
    openPalette('history of the level')
    expect(words(options()[0])).toBe('History of the level AltH')
    press('Escape')
    press('g')
    // The focus is in no field here, so the chord goes on.
    press('o')
    await eventually(() => expect(words(one('h1'))).toBe('Orders'))
    openPalette('history of the level')
    expect(words(options().at(-1))).toBe('History of the level Open Stock first.')
  })

  it('Ctrl and S saves also what is just being typed, and with nothing to save says so', async () => {
    await open({}, 'stock')
    const { shelf } = await shop().furnish()
    const field = one('[role=grid] input') as HTMLInputElement
    field.focus()
    expect(press('s', { ctrlKey: true })).toBe(true)
    expect(known.announcement.trim()).toBe('No change waits to be saved.')
    await eventually(() => expect(shelf.level({ row: 0, col: 0 })).toBeDefined())
    type('4321')
    press('s', { ctrlKey: true })
    await eventually(() => expect(host.journal.filter((line) => line.startsWith('save_stock')).join()).toContain('4321'))
  })

  it('keys of the grid belong to the text while a level is being typed', async () => {
    await open({}, 'stock')
    const { shelf } = await shop().furnish()
    const field = one('[role=grid] input') as HTMLInputElement
    field.focus()
    await eventually(() => expect(shelf.level({ row: 0, col: 0 })).toBeDefined())
    type('4321')
    expect([press('z', { ctrlKey: true }), press('Delete')]).toEqual([false, false])
    press('Enter')
    expect(shelf.summary.changes).toBe(1)
    expect(press('z', { ctrlKey: true })).toBe(true)
    expect(shelf.summary.changes).toBe(0)
  })

  it('Ctrl and F leads out of the grid into the search, where a slash is half of what is typed', async () => {
    await open({}, 'stock')
    const field = one('[role=grid] input') as HTMLInputElement
    field.focus()
    expect([press('/'), document.activeElement]).toEqual([false, field])
    expect([press('f', { ctrlKey: true }), document.activeElement]).toEqual([true, one('[data-search]')])
  })

  it('fills right by its keys, which elsewhere ask the shop for news, and by its name', async () => {
    await open({}, 'stock')
    const { shelf } = await shop().furnish()
    ;(one('[role=grid] input') as HTMLInputElement).focus()
    await eventually(() => expect(shelf.level({ row: 0, col: 1 })).toBeDefined())
    type('4321')
    press('Enter')
    shelf.moveTo(0, 1)
    expect(press('r', { ctrlKey: true })).toBe(true)
    await eventually(() => expect(shelf.shown({ row: 0, col: 1 })).toBe(4321))
    expect(host.journal).toEqual([])
    shelf.moveTo(0, 2)
    openPalette('fill right')
    press('Enter')
    await eventually(() => expect(shelf.shown({ row: 0, col: 2 })).toBe(4321))
  })

  it('lead to a tab of it', async () => {
    await open({}, 'activity')
    openPalette('show saves')
    press('Enter')
    await eventually(() => expect(words(one('[role=tab][aria-selected=true]'))).toBe('Saves'))
  })

  it('leave Enter and the arrows to each side to the tabs, and Enter to a button', async () => {
    await open()
    const { desk } = shop()
    one('[role=tab][aria-selected=true]')!.focus()
    expect(press('Enter')).toBe(false)
    press('ArrowRight')
    expect([document.activeElement?.getAttribute('role'), desk.chosen]).toEqual(['tab', null])
    one('header .button')!.focus()
    expect([press('Enter'), desk.chosen]).toEqual([false, null])
    expect(press('j')).toBe(true)
    await eventually(() => expect(desk.chosen).not.toBeNull())
    expect(document.activeElement).toBe(one('[role=grid]'))
  })

  it('the last save can be undone from any screen, after a look at what that does', async () => {
    await open()
    openPalette('undo the last')
    await eventually(() => expect(words(options().at(-1))).toContain('Nothing that was saved can be undone.'))
    press('Escape')
    const sku = host.shops[0]!.skus[0]!
    const edit = { productId: sku.productId, skuId: sku.skuId, warehouseId: 'wh-ny', change: { kind: 'set' as const, level: 700 }, base: sku.levels[0] ?? null }
    await host.save_stock({ shop: 1, edits: [edit] })
    host.step()
    host.step()
    openPalette('undo the last')
    await eventually(() => expect(names()[0]).toBe('Undo the last save…'))
    press('Enter')
    await eventually(() => expect(words(one('dialog'))).toContain('1 level goes back'))
  })
})

describe('?', () => {
  it('lists the keys of every screen, and is searched at once', async () => {
    await open()
    press('?')
    const lines = () => all('dialog dd').map((line) => words(line))
    expect(lines()).toEqual(expect.arrayContaining(['Find any action', 'Next order', 'Fill down', 'Copy, paste cells', 'Move the column, in the table’s head']))
    type('fill down')
    expect([lines(), words(one('dialog dt'))]).toEqual([['Fill down'], 'CtrlD'])
    type('nothing like it')
    expect(words(one('dialog [role=status]'))).toBe('No shortcut matches “nothing like it”')
    press('Escape')
    expect(one('dialog')).not.toBeNull()
    press('Escape')
    expect(one('dialog')).toBeNull()
  })
})
