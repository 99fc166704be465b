export type OrderCounts = {
  to_ship: number
  on_hold: number
  sent: number
  delivered: number
  cancelled: number
  all: number
}
