import { mount, unmount } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import App from './App.svelte'
import { eventually, teachDialogs, teachSizes } from './eventually'
import { provideHost } from './host'
import { MemoryHost } from './host/memory/host'
import { letGo, openShop } from './shops.svelte'
import type { Shelf } from './stock/shelf.svelte'

let app: ReturnType<typeof mount>
let host: MemoryHost

/** `before`: what has happened by then. */
function open(scenario: ConstructorParameters<typeof MemoryHost>[0], before: () => void = () => {}) {
  host = new MemoryHost(scenario)
  before()
  provideHost(host)
  app = mount(App, { target: document.body })
}

const seen = (selector: string, words: string) =>
  eventually(() => {
    const found = [...document.querySelectorAll<HTMLElement>(selector)].find((element) => element.textContent?.includes(words))
    if (!found) throw new Error(`no ${selector} with “${words}”`)
    return found
  })
/** The shelf of the shop that came at this place. */
const shelfOf = async (place: number) => (await openShop(host.shops[place]!.view).furnish()).shelf

/** Types a level into the first cell, without saving. */
async function draft(shelf: Shelf) {
  await shelf.list.refresh()
  const entry = shelf.entry({ row: 0, col: 0 }, '777', 'over')
  shelf.sheet.write(entry ? [entry] : [])
}

const press = async (name: string) => (await seen('button', name)).click()
const fieldOf = async (name: string) => (await seen('label', name)).parentElement!.querySelector('input')!

/** Fills the connect form and asks; the browser's answer comes as a link. */
async function approve() {
  for (const [name, value] of [['App key', '29a39d4c7e'], ['App secret', 'invented']] as const) {
    const field = await fieldOf(name)
    field.value = value
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }
  await press('Approve in browser')
  await seen('h1', 'Waiting for your browser')
  await host.connect_paste({ address: 'tiktokflow://oauth/callback?code=1' })
}

beforeEach(() => {
  teachDialogs()
  teachSizes()
  localStorage.clear()
  letGo()
  window.location.hash = ''
})

afterEach(async () => {
  await unmount(app)
  vi.unstubAllGlobals()
})

it('the practice shop leads from nothing to orders with one button', async () => {
  open({ phase: 'connect', orders: 60 })
  await press('Try the practice shop')
  await seen('[role=tab][aria-selected=true]', 'To ship')
  await seen('nav', 'Practice shop')
  await eventually(() => expect(document.querySelectorAll('[role=row][aria-selected]').length).toBeGreaterThan(5))
})

it('an error while connecting stands at its field and costs nothing that was typed', async () => {
  open({ phase: 'connect' })
  const key = await fieldOf('App key')
  key.value = '29a39d4c7e'
  key.dispatchEvent(new Event('input', { bubbles: true }))
  await press('Approve in browser')
  await seen('[role=alert]', 'The app secret is empty')
  expect(key.value).toBe('29a39d4c7e')
})

it('a shop that follows another one shows its own orders, and none of the drafts', async () => {
  open({ orders: 60, skus: 30 })
  await seen('[role=tab]', 'To ship')
  await draft(await shelfOf(0))
  expect((await shelfOf(0)).summary.changes).toBe(1)
  await host.disconnect({ shop: 1 })
  await press('Try the practice shop')
  await seen('nav', 'Practice shop')
  await eventually(() => expect(document.querySelectorAll('[role=row][aria-selected]').length).toBeGreaterThan(5))
  expect((await shelfOf(0)).summary.changes).toBe(0)
})

it('a disk that is full is said in place of everything, with a way to try again', async () => {
  open({
    phase: 'blocked',
    notices: [{ id: 'b', tone: 'bad', title: 'The disk is full', body: 'Nothing was lost.', action: 'open_folder' }],
  })
  await seen('[role=alert]', 'The disk is full')
  await press('Open the data folder')
  expect(host.journal).toContain('open_data_folder')
  await seen('button', 'Try again')
})

it('a shop that asks to be connected again can be looked at meanwhile, and is the same one afterwards', async () => {
  const connect = { id: 'connection', tone: 'bad' as const, title: 'Connect again', body: 'Edits wait.', action: 'connect' as const }
  open({ orders: 60, skus: 30, sync: { state: 'needs_connect' }, notices: [connect] })
  await seen('[role=tab]', 'To ship')
  await draft(await shelfOf(0))

  await press('Connect again')
  await seen('h1', 'Connect Linh Kay Studio again')
  await press('Back to orders')
  await eventually(() => expect(document.querySelectorAll('[role=row][aria-selected]').length).toBeGreaterThan(5))

  await press('Connect again')
  await seen('h1', 'again')
  await approve()
  await seen('[role=tab][aria-selected=true]', 'To ship')
  expect(document.querySelector('nav')?.textContent).toContain('Linh Kay Studio')
  expect((await shelfOf(0)).summary.changes).toBe(1)
  expect(Object.values({ ...localStorage }).join()).not.toMatch(/29a39d4c7e|invented/)
})

it('another shop is connected with an empty form after the first one', async () => {
  open({ phase: 'connect', orders: 60 })
  await approve()
  await seen('[role=tab][aria-selected=true]', 'To ship')
  window.location.hash = '#/another'
  await seen('h1', 'Connect another shop')
  expect([(await fieldOf('App key')).value, (await fieldOf('App secret')).value]).toEqual(['', ''])
})

it('a shop in view that is connected once more as if it were another one is come back to', async () => {
  open({ orders: 60, skus: 30 })
  await seen('[role=tab]', 'To ship')
  window.location.hash = '#/another'
  host.approved = host.shops[0]!.view.id
  await approve()
  await seen('[role=tab][aria-selected=true]', 'To ship')
  expect(document.querySelector('nav')?.textContent).toContain('Linh Kay Studio')
  expect(host.shops).toHaveLength(1)
  await seen('[role=status]', 'Connected again.')
})

it('another shop that was connected is said to be in view', async () => {
  open({ orders: 60, skus: 30 })
  await seen('[role=tab]', 'To ship')
  window.location.hash = '#/another'
  await approve()
  await seen('nav [aria-haspopup=menu]', 'Shop 2')
  await seen('[role=status]', 'Shop 2 is in view.')
})

it('a number scanned or pasted while the list has the focus goes to the chosen order', async () => {
  open({ orders: 60 })
  await eventually(() => expect(document.querySelectorAll('[role=row][aria-selected]').length).toBeGreaterThan(5))
  const grid = document.querySelector<HTMLElement>('[role=grid]')!
  const stroke = (key: string) => document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  const field = () => document.querySelector<HTMLTextAreaElement>('textarea')
  grid.focus()
  stroke('ArrowDown')
  await eventually(() => expect(field()).not.toBeNull())

  const pasting = Object.assign(new Event('paste', { bubbles: true, cancelable: true }), { clipboardData: { getData: () => ' 9400 1118\n' } })
  grid.dispatchEvent(pasting)
  await eventually(() => expect(field()?.value).toBe('9400 1118'))
  expect(document.activeElement).toBe(field())

  grid.focus()
  stroke('j')
  expect(document.activeElement).toBe(grid)
  await eventually(() => expect(field()?.value).toBe(''))
  stroke('9')
  expect(document.activeElement).toBe(field())
  expect(host.journal.filter((line) => line.startsWith('ship_order'))).toEqual([])
})

it('a screen that comes reads what it shows once', async () => {
  const asked: string[] = []
  open({ orders: 30, skus: 5 }, () => {
    const [orders, today] = [host.open_orders.bind(host), host.today.bind(host)]
    host.open_orders = (list) => (asked.push('orders'), orders(list))
    host.today = (day) => (asked.push('today'), today(day))
  })
  const { desk } = openShop(host.shops[0]!.view)
  await eventually(() => expect(desk.list.opened).not.toBeNull())
  await desk.list.settled()
  expect(asked).toEqual(['orders'])
  ;(await seen('nav a', 'Today')).click()
  await seen('h1', 'Today')
  await seen('button', 'Show as table')
  expect(asked).toEqual(['orders', 'today'])
  await shelfOf(0)
})

describe('with several shops', () => {
  const two = { orders: 60, skus: 30, shops: ['Linh Kay Studio', 'Tea & Tide'] }
  const bring = (place: number) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '&', code: `Digit${place}`, ctrlKey: true, bubbles: true }))

  it('Ctrl and a digit brings another one into view, and each keeps what was typed for it', async () => {
    open(two)
    await seen('[role=tab]', 'To ship')
    await draft(await shelfOf(0))
    await seen('nav', '1 unsaved')

    bring(2)
    await seen('nav [aria-haspopup=menu]', 'Tea & Tide')
    expect(document.querySelector('nav')?.textContent).not.toContain('unsaved')
    expect((await shelfOf(1)).summary.changes).toBe(0)

    bring(1)
    await seen('nav', '1 unsaved')
  })

  it('an order is shipped in the shop that it was opened in, and its answer comes too late for the other one', async () => {
    open(two)
    await eventually(() => expect(document.querySelectorAll('[role=row][aria-selected]').length).toBeGreaterThan(5))
    const { desk } = openShop(host.shops[0]!.view)
    await desk.moveTo(0)
    const id = desk.chosen!
    desk.type(id, 'TK1')
    let answer = () => {}
    const gate = new Promise<void>((resolve) => (answer = resolve))
    const queue = host.ship_order.bind(host)
    host.ship_order = (args) => gate.then(() => queue(args))

    bring(2)
    await seen('nav [aria-haspopup=menu]', 'Tea & Tide')
    // A stroke that was on its way while the shops changed.
    const shipping = desk.ship(id)
    answer()
    await shipping
    expect(host.shops.map(({ work }) => work.length)).toEqual([1, 0])
    expect(openShop(host.shops[1]!.view).desk.chosen).toBeNull()
  })

  it('the switcher lists them with what waits in each, and leads to one more', async () => {
    open(two, () => host.shops[1]!.enqueue({ kind: 'ship', target: '1', title: 'Ship', detail: '', batch: null, state: 'refused' }))
    ;(await seen('nav [aria-haspopup=menu]', 'Linh Kay')).click()
    const item = await seen('[role=menuitemradio]', 'Tea & Tide')
    expect(item.getAttribute('aria-label')).toMatch(/^Tea & Tide, GB, Synced .*, 1 to look at$/)
    ;(await seen('[role=menuitem]', 'Connect another shop')).click()
    await seen('h1', 'Connect another shop')
    await press('Back to orders')
    await seen('nav', 'Linh Kay Studio')
  })

  it('the notice of another one leads to connecting that one, and not the one in view', async () => {
    const connect = { id: 'connection 2', tone: 'bad' as const, title: '“Tea & Tide” asks to be connected.', body: 'Edits wait.', action: 'connect' as const }
    open({ ...two, notices: [connect] })
    await press('Connect again')
    await seen('h1', 'Connect Tea & Tide again')
    expect(host.journal).toContain('choose_shop 2')
  })

  it('a notice that names none leads to connecting the one in view', async () => {
    const connect = { id: 'connection', tone: 'bad' as const, title: 'The shop is not connected', body: 'Edits wait.', action: 'connect' as const }
    open({ ...two, notices: [connect] })
    await seen('nav', 'Linh Kay Studio')
    await host.choose_shop({ shop: 2 })
    await seen('nav [aria-haspopup=menu]', 'Tea & Tide')
    await press('Connect again')
    await seen('h1', 'Connect Tea & Tide again')
  })

  it('disconnecting one leaves the other and what was typed for it', async () => {
    open(two)
    await seen('[role=tab]', 'To ship')
    await draft(await shelfOf(1))
    window.location.hash = '#/settings'
    ;(await seen('[aria-label="Disconnect Linh Kay Studio"]', 'Disconnect')).click()
    ;(await seen('dialog button', 'Disconnect')).click()
    await seen('nav', 'Tea & Tide')
    expect(document.querySelector('nav [aria-haspopup=menu]')).toBeNull()
    expect(host.journal).toContain('disconnect 1')
    expect((await shelfOf(0)).summary.changes).toBe(1)
  })
})
