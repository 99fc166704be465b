/** The columns of the order table: which there are, and how a seller's arrangement of them fits. Pure. */
import type { OrderSortBy } from '../host'

export type ColumnId = 'id' | 'buyer' | 'items' | 'quantity' | 'total' | 'status' | 'shipBy' | 'created' | 'warehouse' | 'region' | 'tags'

/** Gives way only when everything else is as narrow as it can be. */
const LAST = 9

type Column = {
  /** Pixels that it likes to have, and those that it needs at least. */
  width: number
  least: number
  /** The share of what is left, for those that take it. */
  share?: number
  sort?: OrderSortBy
  /** Not shown until the seller asks for it. */
  rare?: true
  /** The column that gives way first where there is no room; one without a number stays. */
  gives?: number
}

export const columns: Record<ColumnId, Column> = {
  id: { width: 164, least: 150, sort: 'id' },
  buyer: { width: 110, least: 100, share: 1, sort: 'buyer', gives: LAST },
  items: { width: 144, least: 88, share: 1.3, sort: 'items' },
  quantity: { width: 54, least: 48, sort: 'quantity', gives: 2 },
  total: { width: 88, least: 84, sort: 'total', gives: 3 },
  status: { width: 110, least: 98, sort: 'status' },
  shipBy: { width: 118, least: 108, sort: 'ship_by' },
  created: { width: 80, least: 80, sort: 'created', gives: 1 },
  warehouse: { width: 116, least: 90, rare: true },
  region: { width: 74, least: 60, rare: true },
  tags: { width: 116, least: 80, rare: true },
}

export const columnIds = Object.keys(columns) as ColumnId[]
/** Narrower than this no column can be made, wider neither: it could not be caught again. */
export const NARROWEST = 44
export const WIDEST = 640
/** The box that selects a row. */
export const BOX = 36

/** How a seller arranged the table. */
export type Arrangement = {
  order: ColumnId[]
  hidden: ColumnId[]
  widths: Partial<Record<ColumnId, number>>
  dense: boolean
}

export const usual: Arrangement = {
  order: columnIds,
  hidden: columnIds.filter((id) => columns[id].rare),
  widths: {},
  dense: false,
}

const isColumn = (found: unknown): found is ColumnId => columnIds.some((id) => id === found)
const listOf = (found: unknown) => (Array.isArray(found) ? [...new Set(found.filter(isColumn))] : [])

/** An arrangement of whatever was found: the storage may hold anything, also an older version's. */
export function readArrangement(found: unknown): Arrangement {
  if (typeof found !== 'object' || found === null) return usual
  const { order, hidden, widths, dense } = found as Record<string, unknown>
  const known = listOf(order)
  const kept = typeof widths === 'object' && widths !== null ? (widths as Record<string, unknown>) : {}
  const wide = columnIds.flatMap((id) => (typeof kept[id] === 'number' ? [[id, within(kept[id])] as const] : []))
  return {
    // A column that this version brought stands at the end, and is seen only where it usually is.
    order: [...known, ...columnIds.filter((id) => !known.includes(id))],
    hidden: [...listOf(hidden), ...columnIds.filter((id) => columns[id].rare && !known.includes(id))],
    widths: Object.fromEntries(wide),
    dense: dense === true,
  }
}

const within = (width: number) => Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)))

export function widened(now: Arrangement, id: ColumnId, width: number | null): Arrangement {
  const { [id]: _, ...others } = now.widths
  return { ...now, widths: width === null ? others : { ...others, [id]: within(width) } }
}

/** The order number says which row it is, and stays. */
export function toggled(now: Arrangement, id: ColumnId): Arrangement {
  if (id === 'id') return now
  const hidden = now.hidden.includes(id) ? now.hidden.filter((one) => one !== id) : [...now.hidden, id]
  return { ...now, hidden }
}

/** The column takes the place of `at`, and that one moves on. */
export function moved(now: Arrangement, id: ColumnId, at: ColumnId): Arrangement {
  if (id === at) return now
  const forward = now.order.indexOf(id) < now.order.indexOf(at)
  const others = now.order.filter((one) => one !== id)
  const place = others.indexOf(at) + (forward ? 1 : 0)
  return { ...now, order: [...others.slice(0, place), id, ...others.slice(place)] }
}

const liked = ({ width }: Column) => width
const least = ({ least }: Column) => least
/** Those with a share are what an order is known by, its buyer and its product: the others are narrow first. */
const tight = ({ width, least, share }: Column) => (share === undefined ? least : width)

const sum = (now: Arrangement, shown: ColumnId[], of: (column: Column) => number) =>
  shown.reduce((pixels, id) => pixels + (now.widths[id] ?? of(columns[id])), BOX)

/** The least room that columns take, in pixels, with the boxes. */
export const leastWidth = (now: Arrangement, shown: ColumnId[]) => sum(now, shown, least)

/**
 * The columns that are shown in so many pixels. Those that nobody asked for give way one by one;
 * what the seller put there or made wider stays, and the table is scrolled sideways. One that is
 * `idle`, because no row has anything in it, goes first.
 */
export function fitting(now: Arrangement, width: number, idle?: ColumnId): ColumnId[] {
  let shown = now.order.filter((id) => !now.hidden.includes(id))
  const turn = (id: ColumnId) => (id === idle ? 0 : columns[id].gives)
  const givers = shown.filter((id) => turn(id) !== undefined && now.widths[id] === undefined)
  for (const id of givers.toSorted((a, b) => (turn(a) ?? 0) - (turn(b) ?? 0))) {
    if (sum(now, shown, columns[id].gives === LAST ? least : tight) <= width) continue
    shown = shown.filter((one) => one !== id)
  }
  return shown
}

/** The columns as CSS has them, in so many pixels. Without one that takes what is left, nothing stands at the end. */
export function template(now: Arrangement, shown: ColumnId[], room: number): string {
  const before = sum(now, shown, tight)
  const grown = Math.min(1, Math.max(0, (room - before) / Math.max(1, sum(now, shown, liked) - before)))
  const isOpen = (id: ColumnId) => now.widths[id] === undefined && columns[id].share !== undefined
  const track = (id: ColumnId) => {
    const { width, least, share } = columns[id]
    if (isOpen(id)) return `minmax(${least}px, ${share}fr)`
    return `${now.widths[id] ?? Math.floor(least + grown * (width - least))}px`
  }
  return [`${BOX}px`, ...shown.map(track), ...(shown.some(isOpen) ? [] : ['1fr'])].join(' ')
}
