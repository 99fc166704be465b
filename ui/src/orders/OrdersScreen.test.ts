import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { eventually, teachDialogs, teachSizes } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import { readSoon } from '../later'
import { Desk } from './desk.svelte'
import OrdersScreen from './OrdersScreen.svelte'

let host: MemoryHost
let desk: Desk
let screen: ReturnType<typeof mount>
let waiting: string[]

// As a moment after the start of the app.
beforeAll(readSoon)

beforeEach(async () => {
  teachDialogs()
  teachSizes()
  host = new MemoryHost({ orders: 400 })
  provideHost(host)
  desk = new Desk(1)
  await desk.list.open()
  waiting = [0, 1, 2].map((at) => desk.list.at(at)!.id)
  screen = mount(OrdersScreen, { target: document.body, props: { desk } })
  flushSync()
})

afterEach(() => {
  vi.unstubAllGlobals()
  return unmount(screen)
})

/** Pastes and tells whether the page took it. */
function paste(into: Element, pasted: string): boolean {
  const event = new Event('paste', { bubbles: true, cancelable: true })
  Object.assign(event, { clipboardData: { getData: () => pasted } })
  into.dispatchEvent(event)
  flushSync()
  return event.defaultPrevented
}

const searchbox = () => document.querySelector('[role=searchbox]')!
const said = () => document.querySelector('.strip')?.textContent?.replace(/\s+/g, ' ').trim()
const status = () => document.querySelector('.strip [role=status]')?.textContent
const buttons = () => [...document.querySelectorAll('.strip button')].map((one) => one.textContent?.trim())
const button = (label: string) => [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === label)

describe('ids pasted into the search', () => {
  const gone = '999999999999999999'
  const rows = () => [...document.querySelectorAll('dialog [role=row]')].slice(1).map((row) => [...row.querySelectorAll('[role=cell]')].map((cell) => cell.textContent?.trim()))

  /** Two that wait, one that is queued, one that has left and one that is none of this shop's. */
  async function pasteFive(): Promise<{ sent: string }> {
    await desk.filter({ tab: 'sent' })
    const sent = desk.list.at(0)!.id
    await desk.filter({ tab: 'to_ship' })
    await host.ship_order({ shop: 1, orderId: waiting[1]!, trackingNumber: 'TK1' })
    expect(paste(searchbox(), [waiting[2], gone, waiting[1], sent, waiting[0]].join('\n'))).toBe(true)
    await eventually(() => expect(said()).toContain('5 orders pasted'))
    return { sent }
  }

  it('become three lists, and which of them are below is told in each tab', async () => {
    await pasteFive()
    expect(desk.list.total).toBe(3)
    expect(buttons()).toEqual(['2 can be shipped', '2 can’t be shipped now', '1 not found', 'Show all orders'])
    expect(status()).toBe('Below: 3 of the 4 found, in To ship.')
    await desk.filter({ tab: 'all' })
    await eventually(() => expect(status()).toBe('Below: all 4 found, in All.'))
    await desk.filter({ search: waiting[0]! })
    await eventually(() => expect(status()).toBe('Below: 1 of the 4 found, in All, under your filters.'))
    await desk.filter({ tab: 'cancelled', search: '' })
    await eventually(() => expect(status()).toBe('Below: none of the 4 found, in Cancelled.'))

    button('Show all orders')!.click()
    await eventually(() => expect(said()).toBeUndefined())
  })

  it('open as lists, in the order they were pasted, with what keeps an order', async () => {
    const { sent } = await pasteFive()
    const open = (label: string) => (button(label)!.click(), flushSync())
    open('2 can be shipped')
    expect(rows()).toEqual([[waiting[2]], [waiting[0]]])
    open('Close')
    open('2 can’t be shipped now')
    expect(rows()).toEqual([[waiting[1], 'Already on its way out'], [sent, expect.stringMatching(/\w/)]])
    open('Close')
    open('1 not found')
    expect(rows()).toEqual([[gone]])
    open('Close')
    expect(document.querySelector('dialog')).toBeNull()
  })

  it('are copied as a whole, with their reasons, and read from the keyboard at once', async () => {
    const copied = vi.fn(async () => {})
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText: copied } })
    const { sent } = await pasteFive()
    button('2 can’t be shipped now')!.click()
    flushSync()
    expect(document.activeElement?.getAttribute('role')).toBe('table')
    button('Copy with reasons')!.click()
    await eventually(() => expect(copied).toHaveBeenCalledOnce())
    expect(copied.mock.calls[0]).toEqual([expect.stringMatching(new RegExp(`^${waiting[1]}\tAlready on its way out\n${sent}\t\\w[^\n]*$`))])
  })

  it('of any length open a screenful of lines', async () => {
    const many = Array.from({ length: 5000 }, (_, at) => String(900_000_000_000_000_000n + BigInt(at)))
    paste(searchbox(), many.join(' '))
    await eventually(() => expect(said()).toContain('5,000 orders pasted'))
    expect(button('0 can be shipped')!.disabled).toBe(true)
    button('5,000 not found')!.click()
    flushSync()
    expect(document.querySelector('dialog [role=table]')?.getAttribute('aria-rowcount')).toBe('5001')
    expect(rows()[0]).toEqual([many[0]])
    expect(rows().length).toBeLessThan(60)
  })
})

it('ids pasted beside the fields go to the list, also with an order chosen, and never into its number', async () => {
  desk.choose(desk.list.at(0)!)
  flushSync()
  expect(paste(document.body, waiting.slice(1).join(' '))).toBe(true)
  await eventually(() => expect(status()).toBe('Below: all 2 found, in To ship.'))
  expect(desk.tracking(waiting[0]!)).toBe('')
})

it('one id pasted into the search is searched for', () => {
  expect(paste(searchbox(), waiting[0]!)).toBe(false)
  expect(desk.pasted).toBeNull()
})

it('what is pasted or typed while a dialog has lost the focus never goes to the order behind it', async () => {
  desk.choose(desk.list.at(0)!)
  await desk.selection.toggle(1)
  flushSync()
  button('More')!.click()
  flushSync()
  button('Tag…')!.click()
  await eventually(() => expect(document.querySelector('dialog')).not.toBeNull())
  ;(document.activeElement as HTMLElement).blur()
  expect(paste(document.body, 'JT0000000001')).toBe(false)
  expect(paste(document.body, waiting.join(' '))).toBe(false)
  expect([desk.tracking(waiting[0]!), desk.pasted]).toEqual(['', null])
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'J', bubbles: true, cancelable: true }))
  expect(document.activeElement).toBe(document.body)
})
