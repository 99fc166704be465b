import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { app } from '../app.svelte'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import { GAP } from '../pace'
import { Desk } from './desk.svelte'

let host: MemoryHost
let desk: Desk
let stops: (() => void)[]

/** Lets everything that was told be read. */
const settled = () => vi.advanceTimersByTimeAsync(2 * GAP)
const shipments = () => host.journal.filter((line) => line.startsWith('ship_order'))

beforeEach(async () => {
  vi.useFakeTimers()
  host = new MemoryHost({ orders: 400, skus: 0, refuseEvery: 0 })
  provideHost(host)
  desk = new Desk(1)
  stops = [app.start(), desk.start()]
  await settled()
})

afterEach(() => {
  stops.forEach((stop) => stop())
  vi.useRealTimers()
})

describe('shipping', () => {
  it('queues the order once and goes on to the next', async () => {
    await desk.moveTo(0)
    const [first, second] = [desk.list.at(0)!, desk.list.at(1)!]
    desk.type(first.id, ' 9400 1118 ')
    expect(await desk.ship(first.id)).toBe(true)
    await settled()
    expect(shipments()).toEqual([`ship_order ${first.id}  9400 1118 `])
    expect(desk.chosen).toBe(second.id)
    expect(desk.head?.id).toBe(second.id)
  })

  it('shows a look only when the host has it: queued, then sending, then gone from the list', async () => {
    await desk.moveTo(0)
    const { id } = desk.list.at(0)!
    desk.type(id, 'TK1')
    await desk.ship(id)
    await settled()
    expect(desk.list.at(0)?.look).toBe('queued')
    host.step()
    await settled()
    expect(desk.list.at(0)?.look).toBe('sending')
    host.step()
    await settled()
    expect(desk.list.at(0)?.id).not.toBe(id)
  })

  it('is done once, however often Enter is pressed', async () => {
    await desk.moveTo(0)
    const { id } = desk.list.at(0)!
    desk.type(id, 'TK1')
    expect(await Promise.all([desk.ship(id), desk.ship(id), desk.ship(id)])).toEqual([true, false, false])
    expect(shipments()).toHaveLength(1)
  })

  it.each(['', '   ', '94\n00', '9'.repeat(65)])('asks the host for nothing when the number is %j', async (typed) => {
    await desk.moveTo(0)
    const { id } = desk.list.at(0)!
    desk.type(id, typed)
    expect(await desk.ship(id)).toBe(false)
    expect(shipments()).toEqual([])
    expect(desk.problem(id)).not.toBeNull()
    expect(desk.tracking(id)).toBe(typed)
  })

  it('keeps the number and says the reason when the host refuses', async () => {
    await desk.moveTo(0)
    const { id } = desk.list.at(0)!
    desk.type(id, 'TK1')
    host.ship_order = () => Promise.reject({ code: 'storage', message: 'The disk is full.', field: null })
    expect(await desk.ship(id)).toBe(false)
    expect(desk.problem(id)).toBe('The disk is full.')
    expect(desk.tracking(id)).toBe('TK1')
    expect(desk.chosen).toBe(id)
  })

  it('leaves the seller where they are when they moved on meanwhile', async () => {
    await desk.moveTo(0)
    const { id } = desk.list.at(0)!
    desk.type(id, 'TK1')
    let answer = () => {}
    const gate = new Promise<void>((resolve) => (answer = resolve))
    const queue = host.ship_order.bind(host)
    host.ship_order = (args) => gate.then(() => queue(args))
    const under = desk.ship(id)
    await desk.moveTo(5)
    const there = desk.chosen
    answer()
    await under
    expect(desk.chosen).toBe(there)
  })
})

describe('the chosen order', () => {
  it('stays chosen while new ones arrive above it', async () => {
    await desk.filter({ tab: 'all' })
    await desk.moveTo(3)
    const id = desk.chosen
    host.arriveOrders(2)
    await settled()
    expect(desk.chosen).toBe(id)
    expect(desk.index()).toBeGreaterThan(3)
  })

  it('never shows another order’s address, not even for a moment', async () => {
    await desk.moveTo(0)
    await settled()
    expect(desk.detail?.id).toBe(desk.chosen)
    const moving = desk.moveTo(1)
    await moving
    expect(desk.detail === null || desk.detail.id === desk.chosen).toBe(true)
    expect(desk.head?.id).toBe(desk.chosen)
  })

  it('is let go when another list doesn’t have it', async () => {
    await desk.moveTo(0)
    await desk.filter({ tab: 'cancelled' })
    expect(desk.chosen).toBeNull()
  })

  it('keeps what was typed for it', async () => {
    await desk.moveTo(0)
    const id = desk.chosen!
    desk.type(id, 'half a num')
    await desk.filter({ tab: 'delivered' })
    await desk.filter({ tab: 'to_ship' })
    expect(desk.tracking(id)).toBe('half a num')
  })
})

it('the navigation counts what is to ship in the whole shop, not what a search found', async () => {
  const all = desk.toShip
  await desk.filter({ search: 'no such order' })
  expect(desk.list.total).toBe(0)
  expect(desk.toShip).toBe(all)
})

describe('during the first pull', () => {
  /** Orders arrive a hundred at a time, ten times a second; `look` is called at every turn between. */
  async function pull(bursts: number, look: () => void) {
    for (let burst = 0; burst < bursts; burst += 1) {
      host.arriveOrders(100)
      for (let turn = 0; turn < 40; turn += 1) {
        await Promise.resolve()
        look()
      }
      await vi.advanceTimersByTimeAsync(100)
      look()
    }
    await settled()
  }

  it('every count equals its list at every moment, in the tabs and in the navigation', async () => {
    await pull(12, () => {
      expect(desk.list.opened?.counts.to_ship).toBe(desk.list.total)
      expect(desk.toShip).toBe(desk.list.total)
    })
    expect(desk.list.opened?.counts.all).toBe(1600)
  })

  it('the list is opened a few times a second and never twice at once, and the last change is in it', async () => {
    let [opens, running, most] = [0, 0, 0]
    const open = host.open_orders.bind(host)
    host.open_orders = async (args) => {
      opens += 1
      most = Math.max(most, ++running)
      await Promise.resolve()
      const list = await open(args)
      running -= 1
      return list
    }
    await pull(20, () => {})
    expect(opens).toBeLessThanOrEqual(2 * (1000 / GAP) + 3)
    expect(most).toBe(1)
    expect(desk.list.opened?.counts.all).toBe(2400)
  })

  it('the order that the seller works on stays chosen, found and in its place on the screen', async () => {
    let top = 40
    // Sorted by number: newcomers come in above it, and not between.
    await desk.filter({ sort: { by: 'id', descending: true } })
    desk.attach({ topIndex: () => top, shift: (rows) => (top += rows), show: () => {}, toTop: () => {} })
    await desk.moveTo(45)
    const [id, above] = [desk.chosen, desk.list.at(40)?.id]
    await pull(12, () => {})
    expect(top).toBeGreaterThan(1000)
    expect(desk.list.at(top)?.id).toBe(above)
    expect(desk.index()).toBe(top + 5)
    await desk.step(1)
    expect(desk.index()).toBe(top + 6)
    expect(desk.chosen).not.toBe(id)
  })
})

/** Lets lists be opened only once the returned function is called. */
function holdLists(): () => void {
  let open = () => {}
  const gate = new Promise<void>((resolve) => (open = resolve))
  const list = host.open_orders.bind(host)
  host.open_orders = (args) => gate.then(() => list(args))
  return open
}

describe('while another tab’s list is on its way, a key', () => {
  let selected: string[]
  beforeEach(async () => {
    await desk.filter({ tab: 'sent' })
    selected = [0, 1, 2, 3].map((at) => desk.list.at(at)!.id)
    await desk.filter({ tab: 'to_ship' })
  })

  it('waits for it, and chooses there', async () => {
    const arrive = holdLists()
    const opening = desk.filter({ tab: 'sent' })
    const steps = [desk.step(1), desk.step(1), desk.step(1), desk.step(-1)]
    await settled()
    expect([desk.tab, desk.chosen]).toEqual(['sent', null])
    arrive()
    await Promise.all([opening, ...steps])
    expect(desk.chosen).toBe(selected[1])
    await settled()
    expect(desk.chosen).toBe(selected[1])
  })

  it('selects there, one after the other, and never an order of the list before', async () => {
    await desk.moveTo(2)
    const arrive = holdLists()
    void desk.filter({ tab: 'sent' })
    const keys = [desk.toggle(), desk.step(1), desk.step(1), desk.toggle(), desk.extend(1)]
    await settled()
    arrive()
    await Promise.all(keys)
    await settled()
    expect(await host.selected_orders({ shop: 1 })).toEqual([selected[1], selected[2]])
  })

  it('selects all of it, and nothing of the list before', async () => {
    const arrive = holdLists()
    void desk.filter({ tab: 'on_hold' })
    const all = desk.selectAll(true)
    await settled()
    expect(desk.selection.told.count).toBe(0)
    arrive()
    await all
    expect(desk.selection.told.count).toBe(desk.list.opened?.counts.on_hold)
  })

  it('means the last tab that was chosen', async () => {
    const arrive = holdLists()
    void desk.filter({ tab: 'cancelled' })
    const first = desk.step(1)
    void desk.filter({ tab: 'sent' })
    const second = desk.step(1)
    arrive()
    await Promise.all([first, second])
    expect(desk.chosen).toBe(selected[1])
  })

  it('waits for the right one also when a change in the shop opens it once more', async () => {
    await desk.moveTo(2)
    const arrive = holdLists()
    const opening = desk.filter({ tab: 'sent' })
    host.arriveOrders(1)
    const step = desk.step(1)
    arrive()
    await Promise.all([opening, step])
    expect(desk.list.opened?.query.tab).toBe('sent')
    expect(desk.chosen).toBe(selected[0])
  })

  it('does nothing where the list can’t be read', async () => {
    const list = host.open_orders.bind(host)
    host.open_orders = () => Promise.reject({ code: 'storage', message: 'The disk is full.', field: null })
    void desk.filter({ tab: 'sent' })
    await Promise.all([desk.step(1), desk.selectAll(true)])
    expect([desk.chosen, desk.selection.told.count]).toEqual([null, 0])
    host.open_orders = list
    await desk.filter({ tab: 'sent' })
    await desk.step(1)
    expect(desk.chosen).toBe(selected[0])
  })

  it('goes on where it was when a condition is none and the list stays', async () => {
    await desk.moveTo(2)
    const [before, next] = [desk.list.opened!.view, desk.list.at(3)!.id]
    const list = host.open_orders.bind(host)
    host.open_orders = () => Promise.reject({ code: 'invalid_input', message: 'This is no amount.', field: 'totalFrom' })
    const refused = desk.filter({ chips: { ...desk.chips, totalFrom: 'a lot' } })
    const step = desk.step(1)
    expect(await refused).toMatchObject({ field: 'totalFrom' })
    host.open_orders = list
    await step
    expect([desk.list.opened!.view, desk.chosen]).toEqual([before, next])
  })
})

it('the next order after one that was shipped is never of a list before', async () => {
  await desk.moveTo(0)
  const { id } = desk.list.at(0)!
  desk.type(id, 'TK1')
  const shipping = desk.ship(id)
  await desk.filter({ tab: 'all' })
  await shipping
  expect(desk.chosen).toBe(id)
})

describe('sorted anew, the chosen order far down', () => {
  let id: string
  let shown: number[]
  let toTop: ReturnType<typeof vi.fn<() => void>>

  beforeEach(async () => {
    host.arriveOrders(800)
    await desk.filter({ tab: 'all', sort: { by: 'id', descending: true } })
    await desk.moveTo(3)
    id = desk.chosen!
    shown = []
    toTop = vi.fn<() => void>()
    desk.attach({ topIndex: () => 0, shift: () => {}, show: (index) => shown.push(index), toTop })
    await desk.filter({ sort: { by: 'id', descending: false } })
  })

  const place = () => desk.list.total - 4

  it('stays chosen, and the list goes to where it is now', () => {
    expect(desk.chosen).toBe(id)
    expect(desk.index()).toBe(place())
    expect(desk.list.at(place())?.id).toBe(id)
    expect(shown.at(-1)).toBe(place())
    expect(toTop).not.toHaveBeenCalled()
  })

  it('is selected where it is', async () => {
    await desk.toggle()
    expect(await host.selected_orders({ shop: 1 })).toEqual([id])
  })

  it.each([1, -1])('is where a step of %i goes on from', async (by) => {
    await desk.step(by)
    expect(desk.index()).toBe(place() + by)
    expect(desk.chosen).toBe(desk.list.at(place() + by)?.id)
  })

  it('is found again after another tab that has it, far down as well', async () => {
    await desk.filter({ tab: 'to_ship', sort: null })
    const last = desk.list.total - 1
    await desk.moveTo(last)
    const chosen = desk.chosen
    await desk.filter({ tab: 'all', sort: { by: 'ship_by', descending: true } })
    expect(toTop).toHaveBeenCalled()
    expect(desk.chosen).toBe(chosen)
    await desk.step(1)
    const rows = await host.order_rows({ view: desk.list.opened!.view, from: 0, count: 5000 })
    expect(rows.findIndex((row) => row.id === desk.chosen)).toBe(rows.findIndex((row) => row.id === chosen) + 1)
  })
})
