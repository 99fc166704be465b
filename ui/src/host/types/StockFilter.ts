export type StockFilter = {
  search: string
  tab: 'all' | 'low' | 'sold_out' | 'changed' | 'conflicts'
}
