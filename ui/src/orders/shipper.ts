/** What an order takes, by who sends it. Pure. */
import type { OrderRow } from '../host'

type Known = Pick<OrderRow, 'look' | 'status' | 'shipper' | 'buysLabel'>

/** Whether the seller has something to do before it leaves. */
const waits = ({ look, status }: Known) => look === 'to_ship' || (look === 'refused' && status === 'AWAITING_SHIPMENT')

/** A tracking number, an arrangement with TikTok's label, a label that is bought, or nothing. */
export function takes(row: Known): 'number' | 'label' | 'purchase' | null {
  if (!waits(row) || row.shipper === 'warehouse') return null
  if (row.buysLabel) return 'purchase'
  return row.shipper === 'platform' ? 'label' : 'number'
}

/** Whether TikTok has a label for it that may still be printed. */
export const hasLabel = ({ shipper, status }: Pick<Known, 'shipper' | 'status'>) => shipper === 'platform' && status === 'AWAITING_COLLECTION'
