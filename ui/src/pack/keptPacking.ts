/** Reads back from the storage how far orders were packed, and nothing that only looks like it. */
import { isRecord } from '../kept'
import type { Progress } from './parcel'
import type { Packed } from './station'

export type KeptPacking = Progress | Packed

const isText = (found: unknown): found is string => typeof found === 'string' && found !== ''
const isCount = (found: unknown): found is number => Number.isSafeInteger(found) && Number(found) >= 0

function keptLine(found: unknown): Progress['lines'][number] | null {
  if (!isRecord(found)) return null
  const { productId, skuId, ordered, scanned, byHand } = found
  if (!isText(productId) || !isText(skuId) || !isCount(ordered) || !isCount(scanned) || !isCount(byHand)) return null
  return byHand <= scanned && scanned <= ordered ? { productId, skuId, ordered, scanned, byHand } : null
}

function keptProgress({ id, open, waited, lines }: Record<string, unknown>): Progress | null {
  if (!isText(id) || typeof open !== 'boolean' || typeof waited !== 'boolean' || !Array.isArray(lines)) return null
  const read = lines.map(keptLine).filter((line) => line !== null)
  return read.length === lines.length ? { id, open, waited, lines: read } : null
}

function keptPacked({ id, at, pieces, byHand }: Record<string, unknown>): Packed | null {
  if (!isText(id) || !isText(at) || Number.isNaN(Date.parse(at)) || !isCount(pieces) || !isCount(byHand)) return null
  return { id, at, pieces, byHand }
}

export function keptPacking(found: unknown): KeptPacking | null {
  if (!isRecord(found)) return null
  return 'lines' in found ? keptProgress(found) : keptPacked(found)
}

export const isProgress = (row: KeptPacking): row is Progress => 'lines' in row
export const isPacked = (row: KeptPacking): row is Packed => !isProgress(row)
