/**
 * Tables of tracking numbers in memory: enough of the reading for the screens. It knows text with
 * the id in one column and the number in another; the mess that sellers' files are is Rust's.
 */
import type { ColumnChoice } from '../types/ColumnChoice'
import type { ExportFormat } from '../types/ExportFormat'
import type { ShipmentCounts } from '../types/ShipmentCounts'
import type { ShipmentRow } from '../types/ShipmentRow'
import type { TableFrom } from '../types/TableFrom'
import type { ShipmentsRead } from '../types/ShipmentsRead'
import type { ShipmentVerdict } from '../types/ShipmentVerdict'
import { shippingOf } from './desk'
import { refusal, type MemoryShop } from './shop'

/** What the host in memory refuses; Rust has the limit. */
const MOST_BYTES = 20 * 1024 * 1024

type Judged = { verdict: ShipmentVerdict; orderId?: string; message?: string; candidates?: string[] }

export function textOf(source: TableFrom): string {
  if (source.kind === 'pasted') return source.text
  if (source.size > MOST_BYTES) throw refusal('invalid_input', 'This file is too large. Nothing was changed. Split it.', 'file')
  return new TextDecoder().decode(Uint8Array.from(atob(source.base64), (sign) => sign.charCodeAt(0)))
}

/** Digits that a sheet has rounded, as the beginning that every id it may have been shares. */
function rounded(written: string): string | null {
  const scientific = /^(\d)[.,]?(\d*)E\+17$/i.exec(written)
  if (scientific) return `${scientific[1]}${scientific[2]}`.slice(0, -1)
  return /^\d{15}0{3,}$/.test(written) ? written.slice(0, 14) : null
}

function found(shop: MemoryShop, written: string): Judged {
  if (shop.known(written)) return { verdict: 'ready', orderId: written }
  const begin = rounded(written)
  const near = begin === null ? [] : shop.orders.filter(({ id }) => id.startsWith(begin)).map(({ id }) => id)
  if (near.length === 1) return { verdict: 'guess', orderId: near[0] ?? '', message: `A spreadsheet has rounded this id to ${written}. Compare before you accept it.` }
  if (near.length > 1) return { verdict: 'ambiguous', candidates: near.slice(0, 20), message: 'Several of your orders fit. Choose one of them.' }
  return { verdict: 'unknown', message: 'No such order is here.' }
}

function judged(shop: MemoryShop, written: string, number: string): Judged {
  const match = found(shop, written)
  if (match.orderId === undefined) return match
  if (!number) return { ...match, verdict: 'no_number', message: 'There is no tracking number in this line.' }
  if (!/\d/.test(number)) return { ...match, verdict: 'bad_number', message: 'This is no tracking number. Type or scan the number on the label.' }
  const { tab, trackingNumber } = shop.order(match.orderId)
  const under = shippingOf(shop, match.orderId)
  if (under) return { ...match, verdict: under.tracking === number ? 'queued' : 'queued_otherwise' }
  if (tab === 'cancelled') return { ...match, verdict: 'cancelled', message: 'This order was cancelled.' }
  if (tab === 'on_hold') return { ...match, verdict: 'on_hold', message: 'The shop has this order on hold.' }
  if (tab === 'to_ship') return match
  return { ...match, verdict: trackingNumber === number ? 'shipped' : 'shipped_otherwise' }
}

/** Lines for the same order: one of them is enough, or none is sent. */
function settle(rows: ShipmentRow[]) {
  const byOrder = new Map<string | null, ShipmentRow[]>()
  for (const row of rows.filter(({ verdict }) => verdict === 'ready' || verdict === 'guess')) {
    byOrder.set(row.orderId, [...(byOrder.get(row.orderId) ?? []), row])
  }
  for (const same of byOrder.values()) {
    const isOne = same.every(({ number }) => number === same[0]?.number)
    for (const row of isOne ? same.slice(1) : same) row.verdict = isOne ? 'repeated' : 'contradicted'
  }
}

function countsOf(rows: ShipmentRow[]): ShipmentCounts {
  const counts: ShipmentCounts = {
    ready: 0, guess: 0, shipped: 0, shippedOtherwise: 0, queued: 0, queuedOtherwise: 0, cancelled: 0, onHold: 0,
    unknownStatus: 0, notBySeller: 0, unknown: 0, ambiguous: 0, noNumber: 0, badNumber: 0, repeated: 0, contradicted: 0,
  }
  for (const { verdict } of rows) counts[verdict.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) as keyof ShipmentCounts] += 1
  return counts
}

export function readShipments(shop: MemoryShop, source: TableFrom, choice: ColumnChoice | null): ShipmentsRead {
  const text = textOf(source)
  const delimiter = ['\t', ';', ','].find((sign) => text.includes(sign)) ?? null
  const cells = text.split(/\r?\n/).map((line) => (delimiter ? line.split(delimiter) : line.trim().split(/\s+/)).map((cell) => cell.trim()))
  const numbered = cells.map((row, index) => ({ row, at: index + 1 })).filter(({ row }) => row.some(Boolean))
  if (!numbered.length) throw refusal('invalid_input', 'There is nothing in it. Nothing was changed.', 'file')
  const headed = /order/i.test(numbered[0]?.row.join(' ') ?? '')
  const heading = headed ? (numbered[0]?.row ?? []) : []
  const body = headed ? numbered.slice(1) : numbered
  const order = choice?.order ?? Math.max(0, heading.findIndex((name) => /order/i.test(name)))
  const number = choice?.number ?? (headed ? heading.findIndex((name) => /tracking/i.test(name)) : 1)
  const rows = body.map(({ row, at }): ShipmentRow => {
    const [written, tracking] = [row[order] ?? '', (row[number] ?? '').replace(/\s/g, '')]
    const { verdict, orderId = null, message = null, candidates = [] } = judged(shop, written, tracking)
    return { row: at, writtenOrder: written, orderId, number: tracking, verdict, message, hints: [], candidates }
  })
  settle(rows)
  const width = Math.max(...numbered.map(({ row }) => row.length))
  const column = (at: number) => ({ name: heading[at] ?? '', samples: body.slice(0, 3).map(({ row }) => row[at] ?? '').filter(Boolean) })
  const pasted = source.kind === 'pasted'
  return {
    source: { name: pasted ? null : source.name, format: pasted ? 'pasted' : 'text', encoding: pasted ? null : 'UTF-8', delimiter, sheets: [], sheet: null },
    columns: Array.from({ length: width }, (_, at) => column(at)),
    headerRow: headed ? (numbered[0]?.at ?? null) : null,
    order,
    number: number < 0 ? null : number,
    rows,
    counts: countsOf(rows),
    leftOut: 0,
  }
}

/** Where a file of these orders would be: nothing is written in memory. */
export function exportOrders(shop: MemoryShop, orderIds: string[], format: ExportFormat) {
  if (!orderIds.length) throw refusal('invalid_input', 'No order is chosen, so nothing was written. Choose the orders first.', 'orders')
  const here = shop.orders.filter(({ id }) => orderIds.includes(id))
  const rows = format.rows === 'orders' ? here.length : here.reduce((sum, { lines }) => sum + Math.max(1, lines.length), 0)
  return { path: `~/.local/share/app.tiktokflow.desktop/exports/1/tiktokflow-orders.${format.file}`, rows, missing: orderIds.length - here.length }
}
