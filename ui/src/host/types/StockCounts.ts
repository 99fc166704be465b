export type StockCounts = {
  all: number
  low: number
  soldOut: number
  changed: number
  conflicts: number
}
