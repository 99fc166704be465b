import type { OrderTab } from './OrderTab'

export type OrderFilter = { tab: OrderTab; search: string }
