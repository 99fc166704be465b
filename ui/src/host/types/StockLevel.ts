import type { StockChange } from './StockChange'

export type StockLevel = {
  level: number | null
  productLevel: number | null
  edit: {
    id: string
    state: 'queued' | 'sending' | 'checking' | 'refused' | 'conflict'
    wanted: number | null
    change: StockChange
    reason: string | null
  } | null
}
