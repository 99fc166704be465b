import { flushSync, mount, unmount } from 'svelte'
import { expect, it } from 'vitest'

import type { OrderRow } from '../host'
import RecycledCells from './RecycledCells.svelte'

const order = (id: string): OrderRow => ({
  id, look: 'to_ship', status: 'AWAITING_SHIPMENT', buyer: 'Ana', items: 'Tote', moreItems: 0, quantity: 1, total: '1', currency: null, createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z',
  shipBy: null, shipByEstimated: false, collectBy: null, warehouse: '', region: '', shipper: 'seller', buysLabel: false, cancelAsked: false, tags: [], hasNote: false, selected: false, note: null,
})

it('a row that waits for its next order keeps its cells for it', async () => {
  const props = $state<{ order: OrderRow | undefined }>({ order: order('1') })
  const row = mount(RecycledCells, {
    target: document.body,
    props: { get order() { return props.order }, shown: ['id'], place: () => 2, press: () => {} },
  })
  flushSync()
  const cell = document.querySelector('[role=rowheader]')
  expect(cell?.textContent).toBe('1')

  props.order = undefined
  flushSync()
  expect(document.querySelector('[role=rowheader]')).toBe(cell)

  props.order = order('2')
  flushSync()
  expect([document.querySelector('[role=rowheader]'), cell?.textContent]).toEqual([cell, '2'])
  await unmount(row)
})

it('a row that is selected has its box changed, and what else is new of its order as well', async () => {
  const ana = order('1')
  let now = $state.raw(ana)
  const row = mount(RecycledCells, {
    target: document.body,
    props: { get order() { return now }, shown: ['buyer'], place: () => 2, press: () => {} },
  })
  const shown = () => (flushSync(), [document.querySelector('[role=checkbox]')?.getAttribute('aria-checked'), document.querySelector('bdi')?.textContent])
  expect(shown()).toEqual(['false', 'Ana'])
  now = { ...ana, selected: true }
  expect(shown()).toEqual(['true', 'Ana'])
  now = { ...ana, selected: true, buyer: 'Bo' }
  expect(shown()).toEqual(['true', 'Bo'])
  now = { ...now, selected: false }
  expect(shown()).toEqual(['false', 'Bo'])
  await unmount(row)
})
