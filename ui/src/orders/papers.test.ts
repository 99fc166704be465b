import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { reasonAgainst } from '../actions/action'
import { actions } from '../actions/registry'
import { app } from '../app.svelte'
import { eventually, teachDialogs, teachSizes } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import { readSoon } from '../later'
import { Desk } from './desk.svelte'
import OrdersScreen from './OrdersScreen.svelte'
import { printing } from './printing.svelte'

let host: MemoryHost
let desk: Desk
let screen: ReturnType<typeof mount>

// As a moment after the start of the app.
beforeAll(readSoon)

beforeEach(async () => {
  teachDialogs()
  teachSizes()
  localStorage.clear()
  app.problem = null
  app.announcement = ''
  printing.close()
  host = new MemoryHost({ orders: 120 })
  provideHost(host)
  desk = new Desk(1)
  await desk.filter({ tab: 'to_ship' })
  screen = mount(OrdersScreen, { target: document.body, props: { desk } })
  flushSync()
})
afterEach(() => unmount(screen))

const one = <E extends HTMLElement>(selector: string) => document.querySelector<E>(selector)
const said = (selector: string) => one(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
const button = (words: string) => [...document.querySelectorAll('button')].find((found) => found.textContent?.trim() === words)!
const printed = () => host.journal.filter((line) => line.startsWith('print_orders'))

function press(words: string) {
  button(words).focus()
  button(words).click()
  flushSync()
}

async function select(orders: number) {
  for (let at = 0; at < orders; at += 1) await desk.selection.toggle(at)
  flushSync()
}

async function madeOf() {
  await eventually(() => expect(app.announcement).toContain('opened'))
}

async function asked() {
  await eventually(() => expect(one('dialog')).not.toBeNull())
  flushSync()
}

describe('a paper of the selected orders', () => {
  it('is made at once the first time', async () => {
    await select(3)
    press('Packing slips')
    await eventually(() => expect(app.announcement).toContain('Packing slips for 3 orders opened'))
    expect(one('dialog')).toBeNull()
  })

  it('asks where some were printed before, and prints only the others', async () => {
    await select(2)
    press('Packing slips')
    await madeOf()
    await select(0)
    for (const at of [2, 3, 4]) await desk.selection.toggle(at)
    flushSync()
    press('Packing slips')
    await asked()
    expect(said('dialog h2')).toBe('2 of 5 were printed before')
    expect(said('dialog .content')).toContain('the latest')
    press('Print only the other 3')
    await eventually(() => expect(one('dialog')).toBeNull())
    expect(printed()).toEqual(['print_orders packing_slips 2', 'print_orders packing_slips 5', 'print_orders packing_slips 3'])
  })

  it('is made a second time only by a press that says so, and the focus comes back', async () => {
    await select(1)
    press('Pick list')
    await madeOf()
    press('Pick list')
    await asked()
    expect(said('dialog h2')).toBe('This order was printed before')
    press('Cancel')
    expect(document.activeElement).toBe(button('Pick list'))
    press('Pick list')
    await asked()
    press('Print again')
    await eventually(() => expect(printed().at(-1)).toBe('print_orders pick_list 1 again'))
  })

  it('names the cancelled orders that are not on it', async () => {
    await desk.selection.toggle(0)
    host.shops[0]!.order(desk.list.at(0)!.id).status = 'CANCELLED'
    await desk.selection.toggle(1)
    flushSync()
    press('Packing slips')
    await asked()
    expect(said('dialog .content')).toContain('1 order not on the paper')
    expect(said('dialog li')).toContain('This order is cancelled')
  })

  it('is not made of more orders than one paper holds, and says so', async () => {
    desk.selection.told = { count: 2_001, inList: 108 }
    flushSync()
    expect(button('Packing slips').getAttribute('aria-disabled')).toBe('true')
    expect(button('Packing slips').title).toContain('2,000 orders at most')
    press('Packing slips')
    expect(printed()).toEqual([])
    const slips = actions.all().find(({ id }) => id === 'orders.slips')!
    expect(reasonAgainst(slips)).toContain('2,000 orders at most')
  })

  it('can be asked for of the one order in the panel', async () => {
    await desk.moveTo(0)
    flushSync()
    press('Packing slip')
    await eventually(() => expect(printed()).toEqual(['print_orders packing_slips 1']))
  })
})

it('an export says where the file is, and opens its folder', async () => {
  await select(3)
  press('More')
  press('Export…')
  await asked()
  one<HTMLInputElement>('dialog input[value=xlsx]')!.click()
  one<HTMLFormElement>('dialog form')!.requestSubmit()
  await eventually(() => expect(said('dialog .path')).toContain('tiktokflow-orders.xlsx'))
  expect(said('dialog')).toContain('3 rows written')
  press('Open the folder')
  expect(host.journal.slice(-2)).toEqual(['export_orders 3 xlsx orders', 'open_exports'])
})

it('nothing can be printed or exported while nothing is selected, and each says why', () => {
  const reasons = ['orders.slips', 'orders.labels', 'orders.export'].map((id) => reasonAgainst(actions.all().find((one) => one.id === id)!))
  expect(new Set(reasons)).toEqual(new Set(['Select orders first: x selects one, Ctrl and A all.']))
})
