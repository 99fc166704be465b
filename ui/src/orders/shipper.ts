/** What an order takes, by who sends it. Pure. */
import type { OrderRow } from '../host'

type Known = Pick<OrderRow, 'look' | 'status' | 'shipper'>

/** Whether the seller has something to do before it leaves. */
const waits = ({ look, status }: Known) => look === 'to_ship' || (look === 'refused' && status === 'AWAITING_SHIPMENT')

/** A tracking number, an arrangement with TikTok's label, or nothing. */
export function takes(row: Known): 'number' | 'label' | null {
  if (!waits(row) || row.shipper === 'warehouse') return null
  return row.shipper === 'platform' ? 'label' : 'number'
}

/** Whether TikTok has a label for it that may still be printed. */
export const hasLabel = ({ shipper, status }: Known) => shipper === 'platform' && status === 'AWAITING_COLLECTION'
