import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { app } from '../app.svelte'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import { GAP } from '../pace'
import { Desk } from './desk.svelte'
import { leftOut } from './selection.svelte'

let host: MemoryHost
let desk: Desk
let stops: (() => void)[]

const settled = () => vi.advanceTimersByTimeAsync(2 * GAP)
/** The positions that the screen paints as selected. */
const painted = (of = 30) => Array.from({ length: of }, (_, at) => at).filter((at) => desk.list.at(at)?.selected)
const inRust = () => [...host.shops[0]!.selected].toSorted()
const idsAt = (...positions: number[]) => positions.map((at) => desk.list.at(at)!.id)

beforeEach(async () => {
  vi.useFakeTimers()
  host = new MemoryHost({ orders: 400, skus: 0 })
  provideHost(host)
  app.problem = null
  desk = new Desk(1)
  stops = [app.start(), desk.start()]
  await settled()
})

afterEach(() => {
  stops.forEach((stop) => stop())
  vi.useRealTimers()
})

describe('a block', () => {
  it('grows from its anchor, shrinks again, and turns around', async () => {
    await desk.selection.toggle(5)
    await desk.extendTo(9)
    expect(painted()).toEqual([5, 6, 7, 8, 9])
    await desk.extendTo(7)
    expect(painted()).toEqual([5, 6, 7])
    await desk.extendTo(3)
    expect(painted()).toEqual([3, 4, 5])
    expect(inRust()).toEqual(idsAt(3, 4, 5).toSorted())
    expect(desk.selection.told).toEqual({ count: 3, inList: 3 })
  })

  it('drawn with Shift and an arrow key held down takes one row after the other', async () => {
    await desk.moveTo(10)
    await Promise.all([desk.extend(1), desk.extend(1), desk.extend(1)])
    await settled()
    expect(painted()).toEqual([10, 11, 12, 13])
    await desk.extend(-1)
    expect(painted()).toEqual([10, 11, 12])
    expect(desk.index()).toBe(12)
  })

  it('leaves what was selected elsewhere', async () => {
    await desk.selection.toggle(0)
    await desk.selection.toggle(8)
    await desk.extendTo(10)
    await desk.extendTo(9)
    expect(painted()).toEqual([0, 8, 9])
  })

  it('begins where the seller went meanwhile', async () => {
    await desk.selection.toggle(2)
    await desk.moveTo(20)
    await desk.extend(1)
    expect(painted()).toEqual([2, 20, 21])
  })

  it('is on the screen before its last order is chosen, where it is long', async () => {
    await desk.selection.toggle(5)
    let letGo = () => {}
    const gate = new Promise<void>((resolve) => (letGo = resolve))
    desk.attach({ topIndex: () => 0, shift: () => {}, show: () => {}, toTop: () => {}, painted: () => gate })
    const extended = desk.extendTo(9)
    await settled()
    expect(painted()).toEqual([5, 6, 7, 8, 9])
    expect(desk.chosen).not.toBe(idsAt(9)[0])
    letGo()
    await extended
    expect(desk.chosen).toBe(idsAt(9)[0])
  })

  it('ends at the same orders when others came in above', async () => {
    await desk.filter({ sort: { by: 'id', descending: true } })
    await desk.selection.toggle(5)
    await desk.extendTo(8)
    const before = idsAt(5, 6, 7)
    const end = desk.list.at(8)!.id
    host.arriveOrders(2)
    await settled()
    await desk.extendTo(desk.list.find(8, before[2]!)!)
    expect(inRust()).toEqual(before.toSorted())
    expect(inRust()).not.toContain(end)
  })

  it.each([
    [5, 9, 7, [[8, 9]]],
    [5, 9, 3, [[6, 9]]],
    [5, 2, 8, [[2, 4]]],
    [5, 2, 3, [[2, 2]]],
    [5, 7, 9, []],
  ])('from %i to %i, then to %i, gives up %j', (start, before, end, dropped) => expect(leftOut(start, before, end)).toEqual(dropped))
})

describe('a selection', () => {
  it('is painted before the host has answered, and only once it is asked for', async () => {
    const under = desk.selection.toggle(4)
    expect(painted()).toEqual([4])
    expect(desk.selection.told.count).toBe(1)
    await under
    expect(inRust()).toEqual(idsAt(4))
  })

  it('survives sorting, another pile and new orders, and says what the list doesn’t show', async () => {
    await desk.selection.toggle(1)
    await desk.selection.toggle(3)
    const ids = idsAt(1, 3).toSorted()
    await desk.filter({ sort: { by: 'buyer', descending: true } })
    host.arriveOrders(3)
    await settled()
    expect(inRust()).toEqual(ids)
    await desk.filter({ tab: 'cancelled', sort: null })
    expect(desk.selection.told).toEqual({ count: 2, inList: 0 })
    await desk.filter({ tab: 'to_ship' })
    expect(painted(desk.list.total).map((at) => desk.list.at(at)!.id).toSorted()).toEqual(ids)
  })

  it('made while the list is read again is in what is shown then', async () => {
    let letGo = () => {}
    const gate = new Promise<void>((resolve) => (letGo = resolve))
    const read = host.order_rows.bind(host)
    host.order_rows = async (window) => {
      const rows = await read(window)
      await gate
      return rows
    }
    const reading = desk.list.refresh()
    await settled()
    await desk.selection.toggle(6)
    letGo()
    await reading
    expect(painted()).toEqual([6])
  })

  it('that is asked for twice in a row doesn’t go back in between', async () => {
    const counts: number[] = []
    const select = host.select_orders.bind(host)
    host.select_orders = async (args) => {
      const told = await select(args)
      counts.push(desk.selection.told.count)
      return told
    }
    await Promise.all([desk.selection.toggle(1), desk.selection.toggle(2)])
    expect(counts).toEqual([2, 2])
    expect(desk.selection.told.count).toBe(2)
  })

  it('is heard before the list is opened that will show it', async () => {
    let letGo = () => {}
    const gate = new Promise<void>((resolve) => (letGo = resolve))
    const select = host.select_orders.bind(host)
    host.select_orders = (args) => gate.then(() => select(args))
    const opens = vi.spyOn(host, 'open_orders')
    const under = desk.selection.toggle(1)
    const opening = desk.filter({ search: desk.list.at(1)!.id })
    await settled()
    expect(opens).not.toHaveBeenCalled()
    letGo()
    await Promise.all([under, opening])
    expect(painted()).toEqual([0])
  })

  it('keeps its place while boxes are pressed: new orders wait above', async () => {
    await desk.filter({ tab: 'all', sort: { by: 'id', descending: true } })
    let top = 0
    const view = { topIndex: () => top, shift: (rows: number) => void (top += rows), show: () => {}, toTop: () => {} }
    desk.attach({ ...view, isPointed: () => false })
    host.arriveOrders(2)
    await settled()
    expect(top).toBe(0)
    await desk.selection.toggle(1)
    host.arriveOrders(2)
    await settled()
    expect(top).toBe(2)
    await desk.selection.clear()
    top = 0
    desk.attach({ ...view, isPointed: () => true })
    host.arriveOrders(3)
    await settled()
    expect(top).toBe(3)
  })

  it('that can’t be cleared is shown as it is', async () => {
    await desk.selection.toggle(2)
    host.clear_selection = () => Promise.reject({ code: 'storage', message: 'Not now.', field: null })
    await desk.selection.clear()
    expect(painted()).toEqual([2])
    expect(desk.selection.told.count).toBe(1)
    expect(app.problem?.message).toBe('Not now.')
  })

  it('of everything is all that matches, said in words, and the same box takes it back', async () => {
    await desk.selection.all()
    expect(inRust()).toHaveLength(desk.list.total)
    expect(app.announcement).toBe(`All ${desk.list.total} matching orders are selected.`)
    expect(desk.selection.state).toBe('all')
    await desk.selection.all()
    expect(inRust()).toEqual([])
    expect(desk.selection.state).toBe('none')
  })

  it('of everything takes what else is selected along, and gives back only its own', async () => {
    await desk.filter({ tab: 'sent' })
    await desk.selection.toggle(0)
    const other = idsAt(0)
    await desk.filter({ tab: 'on_hold' })
    await desk.selection.all()
    expect(desk.selection.told).toEqual({ count: desk.list.total + 1, inList: desk.list.total })
    await desk.selection.all()
    expect(inRust()).toEqual(other)
  })

  it('is gone with Escape, also on the screen', async () => {
    await desk.selection.toggle(2)
    await desk.selection.clear()
    expect(painted()).toEqual([])
    expect(inRust()).toEqual([])
  })

  it('never goes as ids: a range is two positions of the list that is shown', async () => {
    const asked = vi.spyOn(host, 'select_orders')
    await desk.selection.toggle(3)
    await desk.extendTo(6)
    expect(asked.mock.calls.map(([args]) => args)).toEqual([
      { view: desk.list.opened!.view, from: 3, to: 3, on: true },
      { view: desk.list.opened!.view, from: 3, to: 6, on: true },
    ])
  })
})

describe('when the list was replaced just then', () => {
  /** The next `times` askings find that their list is kept no more. */
  function replaced(times: number, meanwhile = () => {}) {
    const select = host.select_orders.bind(host)
    host.select_orders = async (args) => {
      if (times-- > 0) {
        meanwhile()
        throw { code: 'not_found', message: 'This list has been replaced by a newer one.', field: null }
      }
      return select(args)
    }
  }

  it('the same order is selected in the newer list, wherever it stands there', async () => {
    await desk.filter({ sort: { by: 'id', descending: true } })
    const [id] = idsAt(4)
    replaced(1, () => host.shops[0]!.arrive(3))
    await desk.selection.toggle(4)
    expect(inRust()).toEqual([id])
    expect(desk.list.at(4)?.id).not.toBe(id)
    expect(app.problem).toBeNull()
  })

  it('a block that others came into selects nothing, and says so', async () => {
    await desk.selection.toggle(2)
    const [first] = idsAt(2)
    replaced(1, () => (host.shops[0]!.orders = host.shops[0]!.orders.filter(({ id }) => id !== idsAt(4)[0])))
    await desk.extendTo(6)
    expect(inRust()).toEqual([first])
    expect(painted()).toEqual([2])
    expect(app.problem?.message).toMatch(/Select again/)
  })

  it('everything is everything in the newer list', async () => {
    replaced(1, () => host.shops[0]!.arrive(3))
    await desk.selection.all(true)
    expect(inRust()).toHaveLength(desk.list.total)
  })

  it('and once more, it is said instead of trying for ever', async () => {
    replaced(9)
    await desk.selection.toggle(4)
    expect(inRust()).toEqual([])
    expect(painted()).toEqual([])
    expect(app.problem?.message).toMatch(/Select again/)
  })

  it('any other failure is said, and the boxes show what is true', async () => {
    host.select_orders = () => Promise.reject({ code: 'storage', message: 'The disk is full.', field: null })
    await desk.selection.toggle(4)
    expect(painted()).toEqual([])
    expect(desk.selection.told.count).toBe(0)
    expect(app.problem?.message).toBe('The disk is full.')
  })
})
