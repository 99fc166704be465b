import { beforeEach, describe, expect, it } from 'vitest'

import { app } from '../app.svelte'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import { Desk } from './desk.svelte'
import { noChips } from './firstQuery'

let host: MemoryHost
let desk: Desk

const dallas = { ...noChips, warehouses: ['Dallas'] }

beforeEach(async () => {
  host = new MemoryHost({ orders: 400, skus: 0 })
  provideHost(host)
  app.problem = null
  desk = new Desk(1)
  await desk.list.open()
})

describe('chips', () => {
  it('narrow the list and every count with it', async () => {
    const before = desk.list.opened!.counts
    await desk.filter({ chips: dallas })
    expect(desk.list.opened!.counts.all).toBeLessThan(before.all)
    expect(desk.list.total).toBe(desk.list.opened!.counts.to_ship)
    expect(desk.list.at(0)?.warehouse).toBe('Dallas')
    expect(desk.toShip).toBe(before.to_ship)
  })

  it('that the host refuses leave the list and what it was narrowed to', async () => {
    await desk.filter({ chips: dallas })
    const total = desk.list.total
    host.open_orders = () => Promise.reject({ code: 'invalid_input', message: 'This is no amount.', field: 'totalFrom' })
    const refused = await desk.filter({ chips: { ...dallas, totalFrom: '1.' } })
    expect(refused?.message).toBe('This is no amount.')
    expect(desk.chips).toEqual(dallas)
    expect(desk.list.total).toBe(total)
    expect(desk.list.failure).toBeNull()
  })

  it('let an order go that they leave out, but sorting anew lets none go', async () => {
    await desk.moveTo(120)
    const id = desk.chosen
    await desk.filter({ sort: { by: 'buyer', descending: false } })
    expect(desk.chosen).toBe(id)
    await desk.filter({ chips: { ...noChips, goods: 'no such thing' } })
    expect(desk.chosen).toBeNull()
  })

  it('and pasted ids let an order go that is not among them', async () => {
    await desk.moveTo(3)
    await desk.filter({ pasted: [0, 1].map((at) => desk.list.at(at)!.id).join(' ') })
    expect(desk.chosen).toBeNull()
  })
})

describe('a saved view', () => {
  beforeEach(async () => {
    await desk.filter({ chips: dallas, sort: { by: 'total', descending: true } })
    expect(await desk.views.add('Dallas', desk.query)).toBeNull()
  })

  const open = () => desk.openView(desk.views.all.find(({ name }) => name === 'Dallas')!)

  it('is where the seller is then, and not edited', () => {
    expect(desk.views.chosen?.name).toBe('Dallas')
    expect(desk.views.isEdited(desk.query)).toBe(false)
  })

  it('is left for a pile without its conditions, and found again with them', async () => {
    await desk.filter({ tab: 'all' })
    expect(desk.views.chosen).toBeNull()
    expect([desk.chips, desk.sort]).toEqual([noChips, null])
    await open()
    expect(desk.tab).toBe('to_ship')
    expect(desk.chips).toEqual(dallas)
    expect(desk.list.at(0)?.warehouse).toBe('Dallas')
  })

  it('that was edited says so, keeps the edit while the seller is elsewhere, and takes it back', async () => {
    await desk.filter({ chips: { ...dallas, quantityFrom: 2 } })
    expect(desk.views.isEdited(desk.query)).toBe(true)
    await desk.filter({ tab: 'all' })
    await open()
    expect(desk.chips.quantityFrom).toBe(2)
    await desk.resetView()
    expect(desk.chips).toEqual(dallas)
    expect(desk.views.isEdited(desk.query)).toBe(false)
  })

  it('keeps its edit for good', async () => {
    await desk.filter({ chips: { ...dallas, quantityFrom: 2 } })
    expect(await desk.views.save(desk.query)).toBeNull()
    expect(desk.views.isEdited(desk.query)).toBe(false)
    expect(host.shops[0]!.views.map(({ filter }) => filter.chips.quantityFrom)).toEqual([2])
  })

  it('is renamed without a moment in which it is nowhere', async () => {
    const steps: string[][] = []
    const remove = host.remove_view.bind(host)
    host.remove_view = async (args) => {
      steps.push(host.shops[0]!.views.map(({ name }) => name))
      await remove(args)
    }
    expect(await desk.views.rename('Texas')).toBeNull()
    expect(steps).toEqual([['Dallas', 'Texas']])
    expect(desk.views.all.map(({ name }) => name)).toEqual(['Texas'])
    expect(desk.views.chosen?.name).toBe('Texas')
  })

  it('never takes the name, and so the place, of another one', async () => {
    await desk.filter({ tab: 'all', chips: noChips })
    expect((await desk.views.add('Dallas', desk.query))?.field).toBe('name')
    expect(host.shops[0]!.views).toHaveLength(1)
    expect(host.shops[0]!.views[0]!.filter.chips).toEqual(dallas)
  })

  it('is removed, and the list that it showed stays', async () => {
    expect(await desk.views.remove()).toBeNull()
    expect(desk.views.all).toEqual([])
    expect(desk.chips).toEqual(dallas)
  })

  it('whose saving fails stays as it was, with the edit still there', async () => {
    await desk.filter({ chips: { ...dallas, quantityFrom: 2 } })
    host.save_view = () => Promise.reject({ code: 'storage', message: 'The disk is full.', field: null })
    expect((await desk.views.save(desk.query))?.message).toBe('The disk is full.')
    await desk.filter({ tab: 'all' })
    await open()
    expect(desk.chips.quantityFrom).toBe(2)
  })
})
