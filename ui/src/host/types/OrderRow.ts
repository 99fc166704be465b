import type { Look } from './Look'

export type OrderRow = {
  id: string
  status: string
  look: Look
  buyer: string
  items: string
  moreItems: number
  quantity: number
  total: string
  createdAt: string
  updatedAt: string
  note: string | null
}
