export type SyncView = {
  state: 'idle' | 'pulling' | 'waiting' | 'offline' | 'limited' | 'needs_connect' | 'paused'
  step: 'orders' | 'products' | null
  done: number
  total: number | null
  firstPull: boolean
  lastOkAt: string | null
  nextAt: string | null
  problem: string | null
  requestsLeftToday: number
  requestsPerDay: number
  setAside: number
}
