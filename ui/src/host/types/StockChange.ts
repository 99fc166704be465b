export type StockChange = { kind: 'set'; level: number } | { kind: 'add'; amount: number }
