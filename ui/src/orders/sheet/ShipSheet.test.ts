import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { Keyboard } from '../../actions/keyboard'
import { actions } from '../../actions/registry'
import { app } from '../../app.svelte'
import { eventually, teachDialogs, teachSizes } from '../../eventually'
import { provideHost } from '../../host'
import { MemoryHost } from '../../host/memory/host'
import { Desk } from '../desk.svelte'
import { grace } from '../grace.svelte'
import OrdersScreen from '../OrdersScreen.svelte'

let host: MemoryHost
let desk: Desk
let screen: ReturnType<typeof mount>
let stops: (() => void)[]

const keyboard = new Keyboard(actions, { mac: false, now: () => 0, refused: (reason) => app.announce(reason) })
const hear = (event: KeyboardEvent) => keyboard.press(event)
const shop = () => host.shops[0]!
const one = <E extends HTMLElement>(selector: string) => document.querySelector<E>(selector)
const all = <E extends HTMLElement>(selector: string) => [...document.querySelectorAll<E>(selector)]
const clean = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
const button = (words: string) => all<HTMLButtonElement>('dialog button').find((found) => clean(found).startsWith(words))!
const field = (id: string) => one<HTMLInputElement>(`[data-order="${id}"]`)
const what = (id: string) => clean(document.getElementById(`what-${id}`))
const here = () => document.activeElement?.getAttribute('data-order')
const order = (id: string) => shop().order(id)
const idsOf = (tab: string) => shop().orders.filter((found) => found.tab === tab).map(({ id }) => id)

const asked = () => host.journal.filter((line) => line.startsWith('ship_orders'))

function press(key: string, held: KeyboardEventInit = {}) {
  ;(document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held }))
  flushSync()
}

function scan(number: string) {
  const target = document.activeElement as HTMLInputElement
  target.value = number
  target.dispatchEvent(new Event('input', { bubbles: true }))
  flushSync()
}

function paste(text: string) {
  const event = new Event('paste', { bubbles: true, cancelable: true })
  Object.assign(event, { clipboardData: { getData: () => text } })
  document.activeElement!.dispatchEvent(event)
  flushSync()
}

function choose(name: string, content: string) {
  const input = one<HTMLInputElement>('dialog input[type=file]')!
  Object.defineProperty(input, 'files', { configurable: true, value: [new File([content], name)] })
  input.dispatchEvent(new Event('change', { bubbles: true }))
}

async function open(orders: number, key = 's') {
  for (let at = 0; at < orders; at += 1) await desk.selection.toggle(at)
  flushSync()
  one('[role=grid]')!.focus()
  press(key)
  await eventually(() => expect(orders ? here() : button('Choose a file')).toBeTruthy())
  return Array.from({ length: orders }, (_, at) => desk.list.at(at)!.id)
}

beforeEach(async () => {
  teachDialogs()
  teachSizes()
  vi.stubGlobal('CSS', { escape: (id: string) => id })
  localStorage.clear()
  app.problem = null
  grace.forget()
  host = new MemoryHost({ orders: 120, refuseEvery: 3 })
  provideHost(host)
  desk = new Desk(1)
  await desk.filter({ tab: 'to_ship' })
  stops = [app.start(), desk.start()]
  screen = mount(OrdersScreen, { target: document.body, props: { desk } })
  flushSync()
  window.addEventListener('keydown', hear)
})

afterEach(async () => {
  window.removeEventListener('keydown', hear)
  for (const stop of stops) stop()
  await unmount(screen)
})

it('counts the labels that are bought one by one, and takes none of them', async () => {
  const [bought, other] = [desk.list.at(0)!.id, desk.list.at(1)!.id]
  Object.assign(order(bought), { shipper: 'platform', buysLabel: true })
  for (const at of [0, 1]) await desk.selection.toggle(at)
  flushSync()
  one('[role=grid]')!.focus()
  press('s')
  await eventually(() => expect(here()).toBe(other))
  expect(field(bought)).toBeNull()
  expect(clean(one('dialog footer'))).toContain('1 label to be bought one by one')
  scan('JT0000000009')
  await eventually(() => expect(button('Ship 1')).toBeTruthy())
  const shipped = vi.spyOn(host, 'ship_orders')
  button('Ship 1').click()
  await eventually(() => expect(shipped).toHaveBeenCalledOnce())
  expect(shipped.mock.calls[0]![0].shipments.map(({ orderId }) => orderId)).toEqual([other])
})

describe('numbers in the sheet', () => {
  it('are scanned one after the other, each to the next order without one, and none presses the button', async () => {
    const [first, second, third] = await open(3)
    expect(here()).toBe(first)
    scan('JT0000000001')
    press('ArrowDown')
    press('ArrowDown')
    await eventually(() => expect(here()).toBe(third))
    scan('JT0000000003')
    press('Enter')
    await eventually(() => expect(here()).toBe(second))
    scan('JT0000000002')
    press('Enter')
    await eventually(() => expect(clean(one('.told'))).toContain('Every order that takes a number has one'))
    expect(document.activeElement?.getAttribute('role')).toBe('table')
    expect(asked()).toEqual([])
    expect([first, second, third].map((id) => desk.tracking(id!))).toEqual(['JT0000000001', 'JT0000000002', 'JT0000000003'])
    expect(clean(button('Ship'))).toContain('Ship 3')
  })

  it('are walked with Tab too, which leads out at the ends, and F6 leads to the buttons and back', async () => {
    const [first, second] = await open(2)
    press('Tab')
    expect(here()).toBe(second)
    press('Tab')
    expect(document.activeElement?.closest('.foot')).not.toBeNull()
    press('F6')
    await eventually(() => expect(here()).toBe(second))
    press('Tab', { shiftKey: true })
    expect(here()).toBe(first)
    press('Tab', { shiftKey: true })
    expect(document.activeElement?.closest('header')).not.toBeNull()
    expect(all('[data-order]').map((one) => one.tabIndex)).toEqual([0, -1])
  })

  it('pasted as a column go down from there, and one Ctrl+Z takes all of them back', async () => {
    const ids = await open(4)
    desk.type(ids[2]!, 'typed before')
    press('ArrowDown')
    await eventually(() => expect(here()).toBe(ids[1]))
    paste('JT1\nJT2\nJT3\nJT4\n')
    expect(ids.map((id) => desk.tracking(id))).toEqual(['', 'JT1', 'JT2', 'JT3'])
    expect(clean(one('.told'))).toBe('3 numbers filled in. 1 were left over: there are no more orders below.')
    press('z', { ctrlKey: true })
    expect(ids.map((id) => desk.tracking(id))).toEqual(['', '', 'typed before', ''])
    press('y', { ctrlKey: true })
    expect(desk.tracking(ids[3]!)).toBe('JT3')
  })

  it('pasted while nothing has the focus are the sheet’s too, and never the chosen order’s behind it', async () => {
    desk.choose(desk.list.at(5)!)
    const [first] = await open(2)
    const behind = desk.chosen!
    ;(document.activeElement as HTMLElement).blur()
    paste('JT0000000009')
    expect([desk.tracking(first!), desk.tracking(behind)]).toEqual(['JT0000000009', ''])
  })

  it('pasted beside their ids go where they belong, and the doubtful ones are shown', async () => {
    const ids = await open(3)
    paste(`${ids[2]}\tJT3\n${ids[0]}\tJT1\n999999999999999999\tJT9`)
    await eventually(() => expect(clean(one('.told'))).toContain('2 of 3 lines matched by order id.'))
    expect(ids.map((id) => desk.tracking(id))).toEqual(['JT1', '', 'JT3'])
    button('Look at the other 1').click()
    flushSync()
    expect(all('nav .group').map(clean)).toEqual(['No such order1', 'Ready2'])
  })

  it('are never order ids by mistake', async () => {
    const ids = await open(3)
    paste(ids.join('\n'))
    expect(clean(one('.told'))).toContain('3 order ids, not tracking numbers')
    expect(ids.map((id) => desk.tracking(id))).toEqual(['', '', ''])
    scan(ids[1]!)
    expect(what(ids[0]!)).toContain('the id of another order')
    expect(button('Ship').getAttribute('aria-disabled')).toBe('true')
  })

  it('stay when the sheet is closed, and the focus goes back', async () => {
    const [first] = await open(2)
    scan('JT0000000001')
    button('Close').click()
    flushSync()
    expect(one('dialog')).toBeNull()
    expect(document.activeElement).toBe(one('[role=grid]'))
    expect(desk.tracking(first!)).toBe('JT0000000001')
    press('s')
    await eventually(() => expect(field(first!)?.value).toBe('JT0000000001'))
  })
})

describe('the button', () => {
  it('counts exactly what leaves; a row with a problem says so and stays', async () => {
    const [good, bad, cancelled, empty] = await open(4)
    scan('JT0000000001')
    desk.type(bad!, '9'.repeat(70))
    desk.type(cancelled!, 'JT0000000003')
    Object.assign(order(cancelled!), { tab: 'cancelled', status: 'CANCELLED' })
    await host.set_order_note({ shop: 1, orderId: cancelled!, note: 'called off' })
    await eventually(() => expect(what(cancelled!)).toContain('Cancelled: don’t send it'))
    paste('JT0000000001')
    await eventually(() => expect(clean(button('Ship'))).toContain('Ship 1'))
    expect(what(bad!)).toContain('70 characters long')
    expect(what(empty!)).toBe('No number yet')
    press('Enter', { ctrlKey: true })
    await eventually(() => expect(shop().work.map(({ target }) => target)).toEqual([good]))
  })

  it('says why it does nothing', async () => {
    await open(2)
    expect(clean(one('footer .why'))).toBe('No order has a number yet.')
    press('Enter', { ctrlKey: true })
    expect(clean(one('.told'))).toBe('No order has a number yet.')
    expect(shop().work).toEqual([])
  })

  it('ships once, however often it is pressed', async () => {
    await open(2)
    paste('JT1\nJT2')
    for (let presses = 0; presses < 3; presses += 1) press('Enter', { ctrlKey: true })
    await eventually(() => expect(shop().work).toHaveLength(2))
    await eventually(() => expect(clean(one('.progress'))).toContain('0 of 2 shipped'))
    expect(asked()).toEqual(['ship_orders 2'])
  })

  it('ships nothing twice either while the list still shows what was before', async () => {
    await open(2)
    paste('JT1\nJT2')
    vi.spyOn(host, 'order_rows').mockReturnValue(new Promise(() => {}))
    press('Enter', { ctrlKey: true })
    await eventually(() => expect(clean(one('.progress'))).toContain('0 of 2 shipped'))
    press('Enter', { ctrlKey: true })
    expect(clean(one('.told'))).toBe('Nothing more is ready.')
    expect(asked()).toEqual(['ship_orders 2'])
  })
})

describe('after the button', () => {
  async function shipped(orders: number) {
    const ids = await open(orders)
    paste(ids.map((_, at) => `JT000000000${at}`).join('\n'))
    press('Enter', { ctrlKey: true })
    await eventually(() => expect(clean(one('.progress'))).toContain(`0 of ${orders} shipped`))
    return ids
  }

  function pass(steps: number) {
    for (let at = 0; at < steps; at += 1) host.step()
  }

  it('each order has its own outcome, and nothing is called done before the shop has it', async () => {
    const ids = await shipped(4)
    expect(what(ids[0]!)).toBe('Queued')
    pass(1)
    await eventually(() => expect(what(ids[0]!)).toBe('Sending'))
    pass(1)
    await eventually(() => expect(clean(one('.progress'))).toContain('3 of 4 shipped, 1 refused'))
    expect(ids.map((id) => what(id).split(' ')[0]!.slice(0, 7))).toEqual(['Done', 'Done', 'Refused', 'Done'])
    expect(what(ids[2]!)).toContain('invalid parameter tracking_number')
    expect(clean(one('.told'))).toContain('3 of 4 shipped, 1 refused')
  })

  it('the refused ones are tried again with one press, or leave with another number', async () => {
    const ids = await shipped(3)
    pass(2)
    await eventually(() => expect(button('Retry failed')).toBeTruthy())
    expect(button('Ship').getAttribute('aria-disabled')).toBe('true')
    button('Retry failed').click()
    await eventually(() => expect(what(ids[2]!)).toBe('Queued'))
    pass(2)
    await eventually(() => expect(what(ids[2]!)).toContain('Refused'))
    field(ids[2]!)!.focus()
    scan('JT0000000099')
    await eventually(() => expect(clean(button('Ship'))).toContain('Ship 1'))
    press('Enter', { ctrlKey: true })
    await eventually(() => expect(shop().work).toHaveLength(4))
    pass(2)
    await eventually(() => expect(clean(one('.progress'))).toContain('3 of 3 shipped'))
  })

  /** As the shop tells it: cancelled, or held, since it has refused the shipment. */
  async function turn(id: string, status: string, tab: string) {
    Object.assign(order(id), { tab, status })
    await host.set_order_note({ shop: 1, orderId: id, note: status })
  }

  it('what the shop has cancelled or holds is not tried again, and it is said what to do', async () => {
    const ids = await shipped(9)
    pass(2)
    await eventually(() => expect(clean(one('.progress'))).toContain('6 of 9 shipped, 3 refused'))
    expect(clean(one('.progress'))).not.toContain('cancelled')
    const [retried, cancelled, held] = [ids[2]!, ids[5]!, ids[8]!]
    await turn(cancelled, 'CANCELLED', 'cancelled')
    await turn(held, 'ON_HOLD', 'on_hold')
    await eventually(() => expect(clean(one('.progress'))).toContain('1 cancelled: take the parcel off the pile. 1 can’t be sent again now: the row says why.'))
    button('Retry failed').click()
    await eventually(() => expect(what(retried)).toBe('Queued'))
    expect(clean(one('.told'))).toBe('1 shipment tried again.')
    expect(shop().work.filter(({ state }) => state === 'refused').map(({ target }) => target)).toEqual([cancelled, held])
    await turn(retried, 'CANCELLED', 'cancelled')
    pass(2)
    await eventually(() => expect(clean(one('.progress'))).toContain('2 cancelled: take the parcels off the pile.'))
    expect(button('Retry failed')).toBeUndefined()
    expect(button('Copy failed ids')).toBeDefined()
  })

  it('all of it can be taken back while nothing has left, with the numbers still typed', async () => {
    // Of many thousands not every wish is read.
    vi.spyOn(host, 'batch_items').mockResolvedValue([])
    const ids = await shipped(3)
    await eventually(() => expect(button('Undo')).toBeTruthy())
    button('Undo').click()
    await eventually(() => expect(shop().work.map(({ state }) => state)).toEqual(['discarded', 'discarded', 'discarded']))
    await eventually(() => expect(clean(button('Ship'))).toContain('Ship 3'))
    expect(desk.tracking(ids[0]!)).toBe('JT0000000000')
    expect(one('.progress')).toBeNull()
  })

  it('an order that could not be queued says why at its row, and the others leave', async () => {
    const ids = await open(2)
    paste('JT1\nJT2')
    await host.ship_order({ shop: 1, orderId: ids[1]!, trackingNumber: 'ELSEWHERE' })
    press('Enter', { ctrlKey: true })
    await eventually(() => expect(shop().work.filter(({ tracking }) => tracking === 'JT1')).toHaveLength(1))
    await eventually(() => expect(clean(one('.told'))).toContain('1 order queued to ship'))
    expect(shop().work.filter(({ target }) => target === ids[1])).toHaveLength(1)
  })
})

describe('a file', () => {
  const messy = () => {
    const [one, two, three, four] = idsOf('to_ship')
    return `Order ID,Tracking\n${one},JT1\n${two},JT2\n${three!.slice(0, 15)}000,JT3\n${four},JT4\n${four},JT5\n${idsOf('on_hold')[0]},JT6\n1234567890123456,JT7\n`
  }

  it('is looked at line by line before anything is taken, and needs no selection', async () => {
    await open(0, 'i')
    choose('carrier.csv', messy())
    await eventually(() => expect(all('nav .group').map(clean)).toEqual(['Guessed orders1', 'Two numbers for one order2', 'No such order1', 'On hold1', 'Ready2']))
    expect(clean(one('footer p'))).toBe('2 numbers for the sheet. Nothing is sent yet.')
    button('Accept').click()
    flushSync()
    expect(clean(button('Take'))).toBe('Take 3 numbers')
    all<HTMLButtonElement>('nav .group')[1]!.click()
    flushSync()
    all<HTMLButtonElement>('dialog [role=row] button')[1]!.click()
    flushSync()
    button('Take 4 numbers').click()
    await eventually(() => expect(clean(button('Ship'))).toContain('Ship 4'))
    const [first, , , fourth] = idsOf('to_ship')
    expect([desk.tracking(first!), desk.tracking(fourth!)]).toEqual(['JT1', 'JT5'])
    expect(shop().work).toEqual([])
  })

  it('that can’t be read says so in its place, and the sheet is as it was', async () => {
    const [first] = await open(1)
    scan('JT0000000001')
    choose('empty.csv', '\n')
    await eventually(() => expect(clean(one('.problem'))).toContain('There is nothing in it. Nothing was changed.'))
    button('Back to the sheet').click()
    await eventually(() => expect(field(first!)?.value).toBe('JT0000000001'))
  })

  describe('in its preview', () => {
    /** With an order chosen behind it, whose field takes what is pasted beside the fields. */
    async function preview() {
      desk.choose(desk.list.at(0)!)
      await open(1, 'i')
      choose('carrier.csv', messy())
      await eventually(() => expect(clean(button('Take'))).toBe('Take 2 numbers'))
    }
    const typed = () => idsOf('to_ship').map((id) => desk.tracking(id)).filter(Boolean)

    it.each(['button', 'nothing'])('takes no paste while a %s has the focus, and says so', async (has) => {
      await preview()
      if (has === 'nothing') (document.activeElement as HTMLElement).blur()
      paste('JT0000000009')
      expect(typed()).toEqual([])
      expect(clean(one('footer p'))).toContain('Nothing was entered.')
      button('Accept').click()
      flushSync()
      expect(clean(one('footer p'))).toContain('3 numbers for the sheet')
    })

    it('takes no scan either, nor its Enter for the button', async () => {
      await preview()
      for (const key of ['J', 'T', '9']) press(key)
      const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })
      document.activeElement!.dispatchEvent(enter)
      flushSync()
      expect(enter.defaultPrevented).toBe(true)
      expect(clean(one('footer p'))).toContain('Nothing was entered.')
      const another = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })
      document.activeElement!.dispatchEvent(another)
      expect(another.defaultPrevented).toBe(false)
    })
  })

  it('that is too large is refused by its size, and never read', async () => {
    await open(0, 'i')
    const read = vi.spyOn(host, 'read_shipments')
    const large = new File(['x'], 'all.xlsx')
    Object.defineProperty(large, 'size', { value: 21 * 1024 * 1024 })
    const input = one<HTMLInputElement>('dialog input[type=file]')!
    Object.defineProperty(input, 'files', { configurable: true, value: [large] })
    input.dispatchEvent(new Event('change', { bubbles: true }))
    await eventually(() => expect(clean(one('.problem'))).toContain('too large'))
    expect(read.mock.calls[0]![0].source).toMatchObject({ name: 'all.xlsx', base64: '' })
  })

  it('is read again with the column that the person chooses', async () => {
    await open(0, 'i')
    const [first] = idsOf('to_ship')
    choose('columns.csv', `Order ID,Tracking,Waybill\n${first},pending,JT1\n`)
    await eventually(() => expect(all('nav .group').map(clean)).toEqual(['Not a tracking number1']))
    const select = all<HTMLSelectElement>('.choosers select')[1]!
    select.value = '2'
    select.dispatchEvent(new Event('change', { bubbles: true }))
    await eventually(() => expect(all('nav .group').map(clean)).toEqual(['Ready1']))
  })
})

it('too many orders for a day say so instead of opening', () => {
  desk.selection.told = { count: 10_001, inList: 10_001 }
  flushSync()
  one('[role=grid]')!.focus()
  press('s')
  expect(one('dialog')).toBeNull()
  expect(app.announcement).toContain('10,000 orders at a time')
})
