import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import App from '../App.svelte'
import { eventually, teachDialogs, teachSizes } from '../eventually'
import { provideHost, type OrderDetail } from '../host'
import { MemoryHost } from '../host/memory/host'
import type { SeedOrder } from '../host/memory/seed'
import { route } from '../route.svelte'
import { letGo, openShop } from '../shops.svelte'
import { sound } from './sound.svelte'

let app: ReturnType<typeof mount>
let host: MemoryHost
let order: SeedOrder
let another: SeedOrder
let sounds: string[]

const one = (selector: string) => document.querySelector<HTMLElement>(selector)
const words = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
const field = () => document.querySelector<HTMLInputElement>('.station input')!
const bench = async () => (await openShop(host.shops[0]!.view).furnish()).bench
const counts = () => [...document.querySelectorAll('.station .count')].map(words)
const shows = (selector: string, said: string | RegExp) => eventually(() => expect(words(one(selector))).toMatch(said))
const button = (name: string) => [...document.querySelectorAll<HTMLElement>('.station button')].find((found) => words(found).startsWith(name))!
const stored = () => Object.values({ ...localStorage }).join('\n')

/** Types into whatever has the focus, as a scanner does: every key, then Enter. */
function scan(code: string) {
  for (const key of code) {
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    const into = document.activeElement as HTMLInputElement
    into.value = `${into.value ?? ''}${key}`
    into.dispatchEvent(new Event('input', { bubbles: true }))
  }
  press('Enter')
}

function press(key: string) {
  document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  flushSync()
}

/** The scanner's own Enter is over by the time a person presses one. */
const pressLater = (key: string) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
  Object.defineProperty(event, 'timeStamp', { value: Number.MAX_SAFE_INTEGER })
  document.activeElement!.dispatchEvent(event)
  flushSync()
}

async function open(scenario: ConstructorParameters<typeof MemoryHost>[0] = {}) {
  host = new MemoryHost({ orders: 60, skus: 30, ...scenario })
  provideHost(host)
  const [first, second] = host.shops[0]!.orders.filter(({ status }) => status === 'AWAITING_SHIPMENT')
  const line = (sku: string, quantity: number): OrderDetail['lines'][number] => ({ productId: `p-${sku}`, skuId: `s-${sku}`, name: `Thing ${sku}`, sellerSku: sku, quantity, left: quantity, price: '1.00' })
  order = Object.assign(first!, { lines: [line('AB-1', 2), line('CD-2', 1)], ownNote: 'gift wrap', tags: ['fragile'] })
  another = second!
  await start()
}

async function start() {
  route.go('pack')
  app = mount(App, { target: document.body })
  await shows('.station h1', 'Scan an order or its label')
  await eventually(() => expect(document.activeElement).toBe(field()))
}

beforeEach(() => {
  teachDialogs()
  teachSizes()
  localStorage.clear()
  letGo()
  sounds = []
  vi.spyOn(sound, 'play').mockImplementation((signal) => void sounds.push(signal))
})

afterEach(async () => {
  await unmount(app)
  vi.unstubAllGlobals()
})

it('an order is packed and closed with the scanner alone', async () => {
  await open()
  for (const code of [order.id, 'ab-1', 'CD-2', 'AB-1']) scan(code)
  await shows('.station h1', 'All there: scan the slip again or press Enter to close')
  expect(counts()).toEqual(['2 of 2', '1 of 1'])
  expect(words(one('.station aside'))).toMatch(/Note: gift wrap.*fragile.*3 of 3 items in the parcel/)
  scan(order.id)
  await shows('.station .today', 'Packed today: 1')
  expect(host.journal.filter((line) => /check|mark/.test(line))).toEqual([`check_order ${order.id}`, `mark_packed ${order.id}`])
  expect(sounds).toEqual(['tick', 'tick', 'tick', 'tick', 'finished'])
})

it('scans that come faster than they are looked up are all counted', async () => {
  await open()
  let answer = () => {}
  const gate = new Promise<void>((resolve) => (answer = resolve))
  const detail = host.order_detail.bind(host)
  host.order_detail = (args) => gate.then(() => detail(args))
  for (const code of [order.id, 'AB-1', 'AB-1', 'CD-2']) scan(code)
  answer()
  await shows('.station h1', 'All there')
})

it('a wrong item is said with its name and what is expected, and is cleared by Esc', async () => {
  await open()
  const [sku] = host.shops[0]!.skus
  scan(order.id)
  scan(sku!.sellerSku)
  await shows('[role=alert]', /Not in this order.*Scanned.*Expected Thing AB-1 AB-1 × 2/)
  expect(words(one('[role=alert]'))).toContain(sku!.product)
  scan('AB-1')
  await shows('[role=alert]', '1 more scan not counted')
  press('Escape')
  await eventually(() => expect(counts()).toEqual(['0 of 2', '0 of 1']))
  expect(sounds).toEqual(['tick', 'wrong', 'wrong'])
})

it('the focus comes back to the field after clicks, and what is scanned with it elsewhere is heard', async () => {
  await open()
  scan(order.id)
  await shows('.station h1', 'Scan the 3 items')
  const verify = button('Verify by hand')
  verify.focus()
  verify.click()
  await eventually(() => expect(document.activeElement).toBe(field()))
  await shows('.station aside', '1 of 3 verified by hand')
  button('Mute').focus()
  scan('AB-1')
  await eventually(() => expect(counts()).toEqual(['2 of 2', '0 of 1']))
})

it('F8 verifies a piece by hand, and the day remembers it', async () => {
  await open()
  scan(order.id)
  scan('AB-1')
  await eventually(() => expect(counts()[0]).toBe('1 of 2'))
  press('F8')
  await eventually(() => expect(counts()[0]).toBe('2 of 2'))
  scan('CD-2')
  scan(order.id)
  await shows('.lists', '1 of 3 verified by hand')
})

it('one that was cancelled meanwhile stops in red, and is not marked as packed', async () => {
  await open()
  host.turn(order.id, 'CANCELLED')
  for (const code of [order.id, 'AB-1', 'AB-1', 'CD-2', order.id]) scan(code)
  await shows('[role=alert]', /Cancelled at \d\d:\d\d.*Take the goods back; don’t ship it\./)
  expect(host.journal.join()).not.toContain('mark_packed')
})

it('one whose buyer asks to cancel stops in red, and is not marked as packed', async () => {
  await open()
  order.cancelAsked = true
  for (const code of [order.id, 'AB-1', 'AB-1', 'CD-2', order.id]) scan(code)
  await shows('[role=alert]', /The buyer asks to cancel.*don’t ship it before/)
  expect(host.journal.join()).not.toContain('mark_packed')
})

it('a cancellation that the sync brings stops it in the middle', async () => {
  await open()
  scan(order.id)
  scan('AB-1')
  await eventually(() => expect(counts()[0]).toBe('1 of 2'))
  host.turn(order.id, 'CANCELLED')
  host.readTurned()
  await shows('[role=alert]', 'Cancelled at')
})

it('without the shop it tells the age of what is known, and closes only when that is accepted', async () => {
  await open({ sync: { state: 'offline' } })
  order.askedAt = new Date(Date.now() - 190_000).toISOString()
  for (const code of [order.id, 'AB-1', 'AB-1', 'CD-2', order.id]) scan(code)
  await shows('[role=alert]', 'Last checked 3 min ago')
  scan(order.id)
  await shows('.station header', 'answer first')
  expect(host.journal.join()).not.toContain('mark_packed')
  pressLater('Enter')
  await shows('.station .today', 'Packed today: 1')
})

it('while the shop is asked it says so, and a failure to remember keeps everything', async () => {
  await open()
  let answer = () => {}
  const gate = new Promise<void>((resolve) => (answer = resolve))
  const check = host.check_order.bind(host)
  host.check_order = (args) => gate.then(() => check(args))
  host.mark_packed = async () => {
    throw { code: 'storage', message: 'The disk is full.', field: null }
  }
  for (const code of [order.id, 'AB-1', 'AB-1', 'CD-2', order.id]) scan(code)
  await shows('.station h1', 'Asking the shop…')
  answer()
  await shows('.station header', 'The disk is full. Everything scanned is kept.')
  expect(counts()).toEqual(['2 of 2', '1 of 1'])
})

it('another order’s code asks, and the one set aside goes on where it was', async () => {
  await open()
  scan(order.id)
  scan('AB-1')
  scan(another.id)
  await shows('[role=alert]', `This is another order: ${another.id}`)
  scan(another.id)
  await shows('.station aside', another.id)
  scan(order.id)
  scan(order.id)
  await eventually(() => expect(counts()).toEqual(['1 of 2', '0 of 1']))
})

describe('what was scanned', () => {
  it('is there again after the screen was left and after a restart, without the buyer', async () => {
    await open()
    scan(order.id)
    scan('AB-1')
    await eventually(() => expect(counts()[0]).toBe('1 of 2'))
    route.go('orders')
    await eventually(() => expect(one('nav')).not.toBeNull())
    route.go('pack')
    await eventually(() => expect(counts()).toEqual(['1 of 2', '0 of 1']))

    const kept = { ...localStorage }
    expect(stored()).toContain(order.id)
    for (const secret of [order.buyer, order.phone, ...order.address, 'gift wrap']) expect(stored()).not.toContain(secret)
    await unmount(app)
    letGo()
    // What is let go of is erased at the end of this turn.
    await Promise.resolve()
    Object.assign(localStorage, kept)
    app = mount(App, { target: document.body })
    await eventually(() => expect(counts()).toEqual(['1 of 2', '0 of 1']))
  })

  it('goes with a shop that is disconnected', async () => {
    await open()
    scan(order.id)
    scan('AB-1')
    await eventually(() => expect(stored()).toContain(order.id))
    letGo(1)
    await eventually(() => expect(stored()).not.toContain(order.id))
  })

  it('of another day counts no more', async () => {
    const at = new Date(Date.now() - 3 * 86_400_000).toISOString()
    localStorage.setItem('unsaved.packing.1', JSON.stringify({ shop: 'false US Linh Kay Studio', rows: [{ id: '1', at, pieces: 1, byHand: 0 }, { id: '2', at: new Date().toISOString(), pieces: 1, byHand: 0 }, { id: 3 }, { lines: 'x' }] }))
    await open()
    expect((await bench()).packedToday.map(({ id }) => id)).toEqual(['2'])
  })
})
