import type { OrderCounts } from './OrderCounts'

export type OrderList = { view: number; total: number; counts: OrderCounts }
