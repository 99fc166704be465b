/** A list of orders as it was asked for, with the place of the order that was chosen then. */
import { host, type OpenedOrders, type OrderFilter } from '../host'
import { takeFirst } from './firstList'

export type ShownList = OpenedOrders & { query: OrderFilter; chosen: string | null; /** Null: the list doesn't have it. */ place: number | null }

export async function openShown(shop: number, query: OrderFilter, chosen: string | null, first: number): Promise<ShownList> {
  const list = (await takeFirst(shop, query)) ?? (await host().open_orders({ shop, filter: query, first }))
  return { ...list, query, chosen, place: chosen === null ? null : await placeIn(list, chosen) }
}

/** Where an order is in a list. None also where the list was replaced meanwhile: the next one tells again. */
export async function placeIn({ view }: Pick<OpenedOrders, 'view'>, orderId: string): Promise<number | null> {
  try {
    return await host().order_place({ view, orderId })
  } catch {
    return null
  }
}
