/** Reads a draft back from the storage, and nothing that only looks like one. */
import type { StockChange } from '../host'
import { isRecord } from '../kept'
import { MAX_LEVEL } from './parse'
import type { Draft } from './sheet'

const isText = (found: unknown): found is string => typeof found === 'string'
const isWhole = (found: unknown): found is number => Number.isSafeInteger(found) && Math.abs(Number(found)) <= MAX_LEVEL

function changeOf(found: unknown): StockChange | null {
  if (!isRecord(found)) return null
  const { kind, level, amount } = found
  if (kind === 'set' && isWhole(level) && level >= 0) return { kind, level }
  return kind === 'add' && isWhole(amount) ? { kind, amount } : null
}

/** Null for anything else. A draft without a change has a problem instead, never neither. */
export function keptDraft(found: unknown): Draft | null {
  if (!isRecord(found) || !isRecord(found['ref'])) return null
  const { productId, skuId, warehouseId } = found['ref']
  const { typed, base } = found
  if (!isText(productId) || !isText(skuId) || !isText(warehouseId) || !isText(typed)) return null
  if (base !== null && !Number.isSafeInteger(base)) return null
  const change = changeOf(found['change'])
  const problem = isText(found['problem']) ? found['problem'] : null
  if ((change === null) === (problem === null)) return null
  return { ref: { productId, skuId, warehouseId }, typed, base: base as number | null, change, problem }
}
