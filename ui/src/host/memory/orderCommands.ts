/** The orders of the host in memory: lists, marks, the day, packing and paper. */
import type { Window } from '../host'
import type { OrderDetail } from '../types/OrderDetail'
import type { OrderRow } from '../types/OrderRow'
import { choicesOf, lastShippingOf, todayOf } from './desk'
import { orderRow, ordersOf } from './lists'
import { printOrders } from './prints'
import { handoverWays, labelPrices } from './shipments'
import type { SeedOrder } from './seed'
import { refusal } from './shop'
import { exportOrders, readShipments } from './tables'
import { MemoryWorld, type Arg } from './world'

export class OrderCommands extends MemoryWorld {
  async open_orders({ shop, filter, first }: Arg<'open_orders'>) {
    const [viewed, list] = [this.at(shop), ordersOf(this.at(shop), filter)]
    return { ...this.keep(list), first: list.rows.slice(0, first).map((order) => orderRow(viewed, order)) }
  }

  async first_orders({ filter, first }: Arg<'first_orders'>) {
    const shop = this.viewed?.view.id
    return shop === undefined ? null : { shop, orders: await this.open_orders({ shop, filter, first }) }
  }

  async order_rows(window: Window): Promise<OrderRow[]> {
    const shop = this.viewed
    return shop ? this.window<SeedOrder>(window).map((order) => orderRow(shop, order)) : []
  }

  async order_place({ view, orderId }: Arg<'order_place'>) {
    const place = this.window<SeedOrder>({ view, from: 0, count: Infinity }).findIndex(({ id }) => id === orderId)
    return place === -1 ? null : place
  }

  async select_orders({ view, from, to, on }: Arg<'select_orders'>) {
    const shop = this.viewed ?? this.at(0)
    const list = this.window<SeedOrder>({ view, from: 0, count: Infinity })
    for (const { id } of list.slice(from, to + 1)) {
      if (on) shop.selected.add(id)
      else shop.selected.delete(id)
    }
    return { count: shop.selected.size, inList: list.filter(({ id }) => shop.selected.has(id)).length }
  }

  async clear_selection({ shop }: Arg<'clear_selection'>) {
    this.at(shop).selected.clear()
    return { count: 0, inList: 0 }
  }

  async selected_orders({ shop }: Arg<'selected_orders'>) {
    return [...this.at(shop).selected]
  }

  async order_record({ shop, orderId }: Arg<'order_record'>) {
    return JSON.stringify(this.at(shop).order(orderId), null, 2)
  }

  async set_order_note({ shop, orderId, note }: Arg<'set_order_note'>) {
    this.journal.push(`set_order_note ${orderId} ${note}`)
    this.at(shop).order(orderId).ownNote = note.trim()
    this.changed('orders')
  }

  async tag_orders({ shop, orderIds, tag, on }: Arg<'tag_orders'>) {
    this.journal.push(`tag_orders ${orderIds.length} ${tag} ${on}`)
    for (const id of orderIds) {
      const order = this.at(shop).order(id)
      order.tags = [...order.tags.filter((one) => one !== tag), ...(on ? [tag] : [])].sort()
    }
    this.changed('orders')
  }

  async order_choices({ shop }: Arg<'order_choices'>) {
    return choicesOf(this.at(shop))
  }

  async saved_views({ shop }: Arg<'saved_views'>) {
    return structuredClone(this.at(shop).views)
  }

  async save_view({ shop: id, view }: Arg<'save_view'>) {
    this.journal.push(`save_view ${view.name}`)
    const shop = this.at(id)
    shop.views = [...shop.views.filter(({ name }) => name !== view.name), structuredClone(view)]
    this.changed('shop')
  }

  async remove_view({ shop: id, name }: Arg<'remove_view'>) {
    const shop = this.at(id)
    shop.views = shop.views.filter((view) => view.name !== name)
    this.changed('shop')
  }

  async find_order({ shop, code }: Arg<'find_order'>) {
    return this.at(shop).orders.find(({ id, trackingNumber }) => id === code || trackingNumber === code)?.id ?? null
  }

  async check_order({ shop, orderId }: Arg<'check_order'>) {
    this.journal.push(`check_order ${orderId}`)
    const isOffline = this.at(shop).sync.state === 'offline'
    if (!isOffline) this.at(shop).read(orderId)
    const problem = isOffline ? 'The shop can’t be reached.' : null
    return { order: await this.order_detail({ shop, orderId }), fresh: !isOffline, problem }
  }

  async forget_buyer({ shop, orderId }: Arg<'forget_buyer'>) {
    this.journal.push(`forget_buyer ${orderId}`)
    Object.assign(this.at(shop).order(orderId), { buyer: '', phone: '', address: [], buyerRemoved: true })
    this.changed('orders')
  }

  async mark_packed({ shop, orderId }: Arg<'mark_packed'>) {
    this.journal.push(`mark_packed ${orderId}`)
    this.at(shop).order(orderId).packedAt = this.at(shop).nowText()
    this.changed('orders')
  }

  async today({ shop }: Arg<'today'>) {
    return todayOf(this.at(shop))
  }

  async order_detail({ shop: id, orderId }: Arg<'order_detail'>) {
    const shop = this.at(id)
    const order = shop.order(orderId)
    const errand = shop.work.findLast((work) => work.kind === 'errand' && work.target === orderId && work.state !== 'discarded') ?? null
    const isBusy = errand !== null && ['queued', 'sending', 'checking'].includes(errand.state)
    const [correction, division] = isBusy ? [null, null] : [order.correction, order.division]
    const detail = { ...order, ...orderRow(shop, order), statusText: order.status, shipping: lastShippingOf(shop, orderId), errand, correction, division }
    return structuredClone(detail) as OrderDetail
  }

  async handover_ways({ orderId }: Arg<'handover_ways'>) {
    this.journal.push(`handover_ways ${orderId}`)
    return handoverWays(this.scenario.now())
  }

  async label_prices({ orderId, parcel }: Arg<'label_prices'>) {
    this.journal.push(`label_prices ${orderId} ${parcel.weight}`)
    if (!(Number(parcel.weight) > 0)) throw refusal('invalid_input', `“${parcel.weight}” is no weight or length. Nothing was asked or bought: type a number above 0, like 1.5.`, 'weight')
    return labelPrices(orderId, parcel)
  }

  async print_orders({ shop, orderIds, paper, again }: Arg<'print_orders'>) {
    this.journal.push(`print_orders ${paper} ${orderIds.length}${again ? ' again' : ''}`)
    return printOrders(this.at(shop), orderIds, paper, again)
  }

  async read_shipments({ shop, source, columns }: Arg<'read_shipments'>) {
    return readShipments(this.at(shop), source, columns)
  }

  async export_orders({ shop, orderIds, format }: Arg<'export_orders'>) {
    this.journal.push(`export_orders ${orderIds.length} ${format.file} ${format.rows}`)
    return exportOrders(this.at(shop), orderIds, format)
  }
}
