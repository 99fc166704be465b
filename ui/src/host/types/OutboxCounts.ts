export type OutboxCounts = {
  queued: number
  sending: number
  checking: number
  refused: number
  conflict: number
}
