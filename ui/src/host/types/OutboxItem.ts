export type OutboxItem = {
  id: string
  kind: 'ship' | 'stock'
  title: string
  detail: string
  target: string
  state: 'queued' | 'sending' | 'checking' | 'done' | 'refused' | 'conflict' | 'discarded'
  reason: string | null
  attempts: number
  createdAt: string
  changedAt: string
  base: number | null
  mine: number | null
  shop: number | null
  canRetry: boolean
  canDiscard: boolean
}
