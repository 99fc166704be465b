export type ActivityFilter = 'open' | 'done' | 'all'
