import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { eventually, teachDialogs, teachSizes } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import { Desk } from './desk.svelte'
import OrdersScreen from './OrdersScreen.svelte'

let desk: Desk
let screen: ReturnType<typeof mount>
let waiting: string[]

beforeEach(async () => {
  teachDialogs()
  teachSizes()
  provideHost(new MemoryHost({ orders: 40 }))
  desk = new Desk(1)
  await desk.list.open()
  waiting = [0, 1, 2].map((at) => desk.list.at(at)!.id)
  screen = mount(OrdersScreen, { target: document.body, props: { desk } })
  flushSync()
})

afterEach(() => unmount(screen))

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
const button = (label: string) => [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === label)

it('ids pasted into the search narrow the list to those orders, and what is not found is shown', async () => {
  expect(paste(searchbox(), [waiting[2], '999999999999999999', waiting[0]].join('\n'))).toBe(true)
  await eventually(() => expect(said()).toContain('2 of 3 pasted orders are here.'))
  expect(desk.list.total).toBe(2)
  button('Show the 1 not found')!.click()
  flushSync()
  expect(document.querySelector('dialog')?.textContent).toContain('999999999999999999')
  button('Close')!.click()
  flushSync()

  button('Show all orders')!.click()
  await eventually(() => expect(said()).toBeUndefined())
  expect(desk.list.total).toBeGreaterThan(3)
})

it('ids pasted beside the fields go to the list, also with an order chosen, and never into its number', async () => {
  desk.choose(desk.list.at(0)!)
  flushSync()
  expect(paste(document.body, waiting.slice(1).join(' '))).toBe(true)
  await eventually(() => expect(said()).toContain('All 2 pasted orders are here.'))
  expect(desk.tracking(waiting[0]!)).toBe('')
})

it('one id pasted into the search is searched for', () => {
  expect(paste(searchbox(), waiting[0]!)).toBe(false)
  expect(desk.pasted).toBeNull()
})
