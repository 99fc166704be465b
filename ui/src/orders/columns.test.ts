import { beforeEach, describe, expect, it } from 'vitest'

import { arranged } from './arrangement.svelte'
import { columnIds, fitting, leastWidth, moved, NARROWEST, readArrangement, template, toggled, usual, WIDEST, widened, type ColumnId } from './columns'

const PLACE = 'look.orders'

beforeEach(() => {
  localStorage.clear()
  arranged.recall()
})

describe('an arrangement', () => {
  it('is there again when the app begins', () => {
    arranged.widen('buyer', 222)
    arranged.move('total', 'buyer')
    arranged.toggle('quantity')
    arranged.toggle('warehouse')
    arranged.setDense(true)
    const before = arranged.now
    arranged.recall()
    expect(arranged.now).toEqual(before)
    expect(arranged.now.widths.buyer).toBe(222)
    expect(arranged.now.hidden).toEqual(['region', 'tags', 'quantity'])
    expect(arranged.rowHeight).toBe(28)
  })

  it.each([null, 7, 'wide', [], { order: 'id' }, { order: ['nonsense'], hidden: {}, widths: { id: 'wide', nonsense: 4 }, dense: 'very' }])(
    'is the usual one when what was kept is %j',
    (found) => expect(readArrangement(found)).toEqual(usual),
  )

  it('is the usual one when the storage holds no JSON', () => {
    localStorage.setItem(PLACE, '{')
    arranged.recall()
    expect(arranged.now).toEqual(usual)
  })

  it('of an older version gets the newer columns at its end, each column once', () => {
    const { order, hidden } = readArrangement({ order: ['buyer', 'id', 'buyer'], hidden: ['buyer'] })
    expect(order.slice(0, 2)).toEqual(['buyer', 'id'])
    expect(order.toSorted()).toEqual(columnIds.toSorted())
    expect(hidden).toEqual(['buyer', 'warehouse', 'region', 'tags'])
  })

  it('can be made usual again', () => {
    arranged.move('status', 'id')
    arranged.reset()
    expect(arranged.now).toEqual(usual)
  })
})

describe('a column', () => {
  it('goes in front of one on its left, and behind one on its right', () => {
    expect(moved(usual, 'items', 'id').order.slice(0, 3)).toEqual(['items', 'id', 'buyer'])
    expect(moved(usual, 'id', 'items').order.slice(0, 3)).toEqual(['buyer', 'items', 'id'])
    expect(moved(usual, 'id', 'id')).toBe(usual)
  })

  it('is never so narrow or so wide that it could not be caught again', () => {
    expect(widened(usual, 'id', -40).widths.id).toBe(NARROWEST)
    expect(widened(usual, 'id', 99_999).widths.id).toBe(WIDEST)
    expect(widened(widened(usual, 'id', 99), 'id', null)).toEqual(usual)
  })

  it('with the order’s number can’t be hidden: it says which row it is', () => {
    expect(toggled(usual, 'id')).toBe(usual)
  })
})

describe('where there is little room', () => {
  it('columns give way one by one, and what a deadline is kept by stays', () => {
    expect(fitting(usual, 1200)).toEqual(['id', 'buyer', 'items', 'quantity', 'total', 'status', 'shipBy', 'created'])
    expect(fitting(usual, 822)).not.toContain('created')
    expect(fitting(usual, 822)).toContain('quantity')
    expect(fitting(usual, 600)).toEqual(['id', 'buyer', 'items', 'status', 'shipBy'])
    expect(fitting(usual, 484)).toEqual(['id', 'items', 'status', 'shipBy'])
    expect(leastWidth(usual, fitting(usual, 484))).toBeLessThanOrEqual(484)
  })

  /** What a window has beside the navigation, an open order and a scroll bar. */
  const besideOrder = (window: number) => window - 216 - Math.min(380, Math.max(312, window / 4)) - 12
  /** How wide a column is, with what is left divided by the shares. */
  function widthOf(id: ColumnId, room: number): number {
    const shown = fitting(usual, room)
    const tracks = template(usual, shown, room).split(/ (?=\d+px|minmax)/)
    const share = (track: string) => Number(/([\d.]+)fr/.exec(track)?.[1] ?? 0)
    const taken = tracks.reduce((pixels, track) => pixels + (share(track) ? 0 : parseFloat(track)), 0)
    const shares = tracks.reduce((sum, track) => sum + share(track), 0)
    return ((room - taken) * share(tracks[shown.indexOf(id) + 1] ?? '')) / shares
  }

  it.each([1280, 1366, 1440, 1920])('the buyer and the product are read beside an open order, in a window of %i pixels', (window) => {
    const room = besideOrder(window)
    expect(fitting(usual, room)).toEqual(expect.arrayContaining(['id', 'buyer', 'items', 'total', 'status', 'shipBy']))
    expect(widthOf('buyer', room)).toBeGreaterThanOrEqual(110)
    expect(widthOf('items', room)).toBeGreaterThanOrEqual(143)
  })

  it('with more room the others grow first, and then these two', () => {
    const tracks = (room: number) => template(usual, ['id', 'buyer', 'status'], room)
    expect(tracks(300)).toBe('36px 150px minmax(100px, 1fr) 98px')
    expect(tracks(407)).toBe('36px 157px minmax(100px, 1fr) 104px')
    expect(tracks(900)).toBe('36px 164px minmax(100px, 1fr) 110px')
  })

  it('the deadlines go first on a pile of which nothing waits to leave', () => {
    expect(fitting(usual, 822, 'shipBy')).toEqual(['id', 'buyer', 'items', 'quantity', 'total', 'status', 'created'])
    expect(fitting(usual, 1200, 'shipBy')).toContain('shipBy')
  })

  it('what the seller asked for stays, and the table is scrolled sideways', () => {
    const asked = toggled(widened(usual, 'created', 120), 'warehouse')
    const shown = fitting(asked, 300)
    expect(shown).toEqual(expect.arrayContaining(['created', 'warehouse']))
    expect(leastWidth(asked, shown)).toBeGreaterThan(300)
  })
})

it('widths are one CSS value, so that no row is drawn anew', () => {
  expect(template(widened(usual, 'id', 200), ['id', 'buyer', 'quantity'], 900)).toBe('36px 200px minmax(100px, 1fr) 54px')
  expect(template(widened(usual, 'id', 200), ['id', 'buyer', 'quantity'], 380)).toBe('36px 200px minmax(100px, 1fr) 48px')
  expect(template(widened(usual, 'buyer', 200), ['buyer'], 900)).toBe('36px 200px 1fr')
})
