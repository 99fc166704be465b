/** What is wished of the shops in memory: shipments and levels, their saves, and the way back. */
import { LARGEST_WINDOW, type Window } from '../host'
import type { ActivityFilter } from '../types/ActivityFilter'
import type { Keep } from '../types/Keep'
import type { LeftOut } from '../types/LeftOut'
import type { Shipment } from '../types/Shipment'
import type { StockCell } from '../types/StockCell'
import type { StockEdit } from '../types/StockEdit'
import type { StockEditView } from '../types/StockEditView'
import type { StockLevel } from '../types/StockLevel'
import type { StockLevels } from '../types/StockLevels'
import type { StockRow } from '../types/StockRow'
import { shippingOf } from './desk'
import { placeIn } from './folds'
import { chartOf, historyOf } from './history'
import { stockOf } from './lists'
import { withSales } from './sales'
import { OrderCommands } from './orderCommands'
import { batchOf, undo, undoPreview } from './saves'
import { shipmentRefusal } from './shipments'
import { open, refusal, targetOf, warehouses, type MemoryShop, type Save, type Work } from './shop'
import type { Arg } from './world'

const nameOf = ({ productId, skuId, warehouseId }: StockCell) => `${productId} ${skuId} ${warehouseId}`

export class WishCommands extends OrderCommands {
  // --- shipments

  async ship_order({ shop: id, orderId, trackingNumber }: Arg<'ship_order'>) {
    this.journal.push(`ship_order ${orderId} ${trackingNumber}`)
    const shop = this.at(id)
    this.checkShipment(shop, orderId, trackingNumber)
    const work = this.queueShipment(shop, shop.save('ship'), { orderId, trackingNumber })
    this.changed('orders', 'outbox')
    return structuredClone(work)
  }

  async ship_orders({ shop: id, shipments }: Arg<'ship_orders'>) {
    this.journal.push(`ship_orders ${shipments.length}`)
    const shop = this.at(id)
    const refused = shipments.flatMap((shipment, index) => {
      const message = shipmentRefusal(shop, shipment)
      return message ? [{ index, message }] : []
    })
    const places = new Set(refused.map(({ index }) => index))
    const queued = shipments.filter((_, index) => !places.has(index))
    const toBuy = refused.filter(({ message }) => message.includes('one by one')).length
    if (!queued.length) return { batch: null, leavesAt: null, queued: 0, toBuy, refused }
    const save = shop.save('ship')
    for (const shipment of queued) this.queueShipment(shop, save, shipment)
    this.changed('orders', 'outbox')
    return { batch: save.id, leavesAt: new Date(this.scenario.now() + 5_000).toISOString(), queued: queued.length, toBuy, refused }
  }

  private checkShipment(shop: MemoryShop, orderId: string, number: string) {
    if (!number.trim()) throw refusal('invalid_input', 'The tracking number is empty. Type or scan the number on the label.', 'tracking_number')
    if (shippingOf(shop, orderId)) throw refusal('busy', 'This order is already on its way out.', 'tracking_number')
  }

  private queueShipment(shop: MemoryShop, save: Save, { orderId, trackingNumber }: Omit<Shipment, 'handover' | 'purchase'>): Work {
    const tracking = trackingNumber.replace(/\s/g, '')
    const detail = tracking ? `with ${tracking}` : 'With TikTok’s label'
    const title = `Ship order ${orderId}`
    const leavesAt = new Date(this.scenario.now() + 5_000).toISOString()
    // A refused one gives way to the next.
    const before = shop.shipments.get(orderId)
    if (before?.state === 'refused') Object.assign(before, { state: 'discarded', canRetry: false, canDiscard: false })
    return shop.enqueue({ kind: 'ship', target: orderId, title, detail, batch: save.id, tracking, leavesAt })
  }

  async answer_cancel({ shop: id, orderId, answer }: Arg<'answer_cancel'>) {
    this.journal.push(`answer_cancel ${orderId} ${answer.kind === 'reject' ? answer.reason : answer.kind}`)
    const shop = this.at(id)
    if (!shop.order(orderId).cancellation) throw refusal('not_found', 'This buyer asks no more. Nothing was sent.')
    const title = `${answer.kind === 'approve' ? 'Cancel' : 'Don’t cancel'} order ${orderId}`
    return this.errand(id, orderId, title, '')
  }

  async shareable_parcels({ shop: id }: Arg<'shareable_parcels'>) {
    this.journal.push('shareable_parcels')
    return structuredClone(this.at(id).shareable)
  }

  async share_parcels({ shop: id, parcels }: Arg<'share_parcels'>) {
    const shop = this.at(id)
    const leavesAt = new Date(this.scenario.now() + 5_000).toISOString()
    const shared = { queued: 0, leftOut: [] as LeftOut[] }
    for (const { orders } of parcels) {
      this.journal.push(`share_parcels ${orders.join(' ')}`)
      const [first, ...others] = orders as [string, ...string[]]
      if (shop.work.some(({ target, state }) => orders.includes(target) && state === 'queued')) {
        shared.leftOut.push({ orderId: first, reason: 'Something else is under way for one of these orders.' })
        continue
      }
      shop.enqueue({ kind: 'errand', target: first, title: `Put order ${first} into one parcel`, detail: `Together with ${others.join(', ')}`, batch: null, leavesAt })
      shared.queued += 1
    }
    this.changed('orders', 'outbox')
    return shared
  }

  async split_terms({ shop: id, orderId }: Arg<'split_terms'>) {
    this.journal.push(`split_terms ${orderId}`)
    return structuredClone(this.at(id).splitTerms)
  }

  async split_order({ shop: id, orderId, parcels }: Arg<'split_order'>) {
    this.journal.push(`split_order ${orderId} ${parcels.map((pieces) => pieces.join('+')).join(' ')}`)
    return this.errand(id, orderId, `Split order ${orderId} into ${parcels.length} parcels`, `Pieces: ${parcels.map(({ length }) => length).join(' and ')}`)
  }

  async ship_part({ shop: id, orderId, pieces, trackingNumber }: Arg<'ship_part'>) {
    this.journal.push(`ship_part ${orderId} ${pieces.join('+')} ${trackingNumber}`)
    return this.errand(id, orderId, `Ship part of order ${orderId}`, `${pieces.length} with ${trackingNumber}`)
  }

  private errand(id: number, orderId: string, title: string, detail: string) {
    const leavesAt = new Date(this.scenario.now() + 5_000).toISOString()
    const work = this.at(id).enqueue({ kind: 'errand', target: orderId, title, detail, batch: null, leavesAt })
    this.changed('orders', 'outbox')
    return structuredClone(work)
  }

  async correct_tracking({ shop: id, orderId, trackingNumber, carrier, parcel }: Arg<'correct_tracking'>) {
    this.journal.push(`correct_tracking ${orderId} ${trackingNumber} ${carrier ?? ''} ${parcel ?? ''}`.trimEnd())
    const shop = this.at(id)
    const { trackingNumber: wrong } = shop.order(orderId)
    if (trackingNumber === wrong) throw refusal('invalid_input', 'This is the number that the shop has already. Type the right one.', 'tracking_number')
    const [title, detail] = [`Correct the tracking number of order ${orderId}`, `${trackingNumber} instead of ${wrong}`]
    const leavesAt = new Date(this.scenario.now() + 5_000).toISOString()
    const work = shop.enqueue({ kind: 'errand', target: orderId, title, detail, batch: null, tracking: trackingNumber, leavesAt })
    this.changed('orders', 'outbox')
    return structuredClone(work)
  }

  // --- levels

  /** The SKUs of folded rows, by list. */
  private readonly parts = new Map<number, Map<string, StockRow[]>>()

  async open_stock({ shop, filter, follow = [], first }: Arg<'open_stock'>) {
    const { parts, ...list } = stockOf(this.at(shop), filter)
    const kept = this.keep({ ...list, places: follow.map((place) => placeIn(list.rows, place)) })
    this.parts.set(kept.view, parts)
    return { ...kept, first: await this.stock_rows({ view: kept.view, from: 0, count: first }) }
  }

  async stock_rows({ view, from, count }: Window) {
    const rows = this.window<StockRow>({ view, from, count: Math.min(count, LARGEST_WINDOW) })
    return this.viewed ? withSales(this.viewed, rows, this.parts.get(view)) : rows
  }

  async stock_levels({ view, from, count }: Window): Promise<StockLevels> {
    const rows = this.window<StockRow>({ view, from, count: Math.min(count, LARGEST_WINDOW) })
    const width = rows.find(({ folded }) => !folded)?.levels.length ?? 0
    const none: StockLevel = { level: null, productLevel: null, campaign: null, edit: null, low: false, keptBack: 0 }
    const levels = rows.flatMap((row) => (row.folded ? Array.from({ length: width }, () => none) : row.levels))
    const edits = levels.flatMap(({ edit }, at): [number, StockEditView][] => (edit ? [[at, edit]] : []))
    return structuredClone({ skus: rows.map(({ productId, skuId }): [string, string] => [productId, skuId]), levels: levels.map(({ level }) => level), campaigns: levels.flatMap(({ campaign }, at): [number, number][] => (campaign === null ? [] : [[at, campaign]])), edits })
  }

  async level_history({ shop, of, older }: Arg<'level_history'>) {
    return historyOf(this.at(shop), of, older)
  }

  async level_chart({ shop, of, range }: Arg<'level_chart'>) {
    return chartOf(this.at(shop), of, range)
  }

  async level_shares({ shop, of }: Arg<'level_shares'>) {
    return this.at(shop).shares.get(of.skuId) ?? null
  }

  async stock_drafts({ shop }: { shop: number }) {
    return structuredClone([...this.at(shop).drafts.values()])
  }

  async keep_stock_drafts({ shop: id, put, gone }: Arg<'keep_stock_drafts'>) {
    const shop = this.shops.find(({ view }) => view.id === id)
    for (const cell of gone) shop?.drafts.delete(nameOf(cell))
    for (const draft of structuredClone(put)) shop?.drafts.set(nameOf(draft.cell), draft)
  }

  async save_stock({ shop: id, edits }: { shop: number; edits: StockEdit[] }) {
    this.journal.push(`save_stock ${JSON.stringify(edits.map(({ skuId, warehouseId, change, base }) => [skuId, warehouseId, change, base]))}`)
    const shop = this.at(id)
    const cells = shop.skus.length * warehouses.length
    const isHeld = edits.length > this.scenario.holdAbove
    const held = isHeld ? `This would change ${edits.length} of your ${cells} levels at once. Send it all the same?` : null
    const save = shop.save('stock', held)
    for (const edit of edits) {
      shop.drafts.delete(nameOf(edit))
      const { sku, at } = shop.cell(edit)
      const mine = targetOf(edit.change, sku.levels[at] ?? null)
      const detail = `${sku.sellerSku} · ${warehouses[at]?.name ?? ''}`
      shop.enqueue({ kind: 'stock', target: sku.productId, title: `Set stock to ${mine}`, detail, batch: save.id, edit, base: edit.base, mine })
    }
    this.changed('stock', 'outbox')
    return { batch: save.id, held, queued: edits.length, refused: [] }
  }

  // --- what became of them

  async activity({ shop, filter }: { shop: number; filter: ActivityFilter }) {
    const shown = this.at(shop).work.filter((work) => filter === 'all' || open(work) === (filter === 'open'))
    return structuredClone(shown.reverse().slice(0, 500))
  }

  protected item(id: string): Work {
    const work = this.shops.map((shop) => shop.item(id)).find((found) => found !== undefined)
    if (!work) throw refusal('not_found', 'This is no longer in the list.')
    return work
  }

  async retry({ id }: { id: string }) {
    Object.assign(this.item(id), { state: 'queued', reason: null, canRetry: false })
    this.changed('orders', 'stock', 'outbox')
  }

  async discard({ id }: { id: string }) {
    Object.assign(this.item(id), { state: 'discarded', canRetry: false, canDiscard: false })
    this.changed('orders', 'stock', 'outbox')
  }

  async resolve_conflict({ id, keep }: { id: string; keep: Keep }) {
    this.journal.push(`resolve_conflict ${keep}`)
    const work = this.item(id)
    if (keep === 'shop') return this.discard({ id })
    if (work.edit && keep === 'mine') work.edit = { ...work.edit, base: work.shop }
    if (work.edit && keep === 'difference') {
      work.edit = { ...work.edit, change: { kind: 'add', amount: (work.mine ?? 0) - (work.base ?? 0) } }
    }
    Object.assign(work, { state: 'queued', base: work.shop, shop: null })
    this.changed('stock', 'outbox')
  }

  // --- saves

  protected saved(batch: string): { shop: MemoryShop; save: Save } {
    for (const shop of this.shops) {
      const save = shop.saves.find(({ id }) => id === batch)
      if (save) return { shop, save }
    }
    throw refusal('not_found', 'This save is no longer in the list.')
  }

  async batches({ shop: id }: { shop: number }) {
    const shop = this.at(id)
    return structuredClone(shop.saves.map((save) => batchOf(shop, save)).reverse())
  }

  async batch_items({ batch }: { batch: string }) {
    const works = this.saved(batch).shop.work.filter((work) => work.batch === batch)
    const isCalm = ({ state }: Work) => Number(state !== 'refused' && state !== 'conflict')
    return structuredClone(works.toSorted((a, b) => isCalm(a) - isCalm(b)).slice(0, 500))
  }

  async retry_failed({ batch }: { batch: string }) {
    const { shop } = this.saved(batch)
    const waits = (work: Work) => work.kind !== 'ship' || shop.order(work.target).tab === 'to_ship'
    const failed = shop.work.filter((work) => work.batch === batch && work.state === 'refused' && waits(work))
    for (const work of failed) Object.assign(work, { state: 'queued', reason: null, canRetry: false })
    this.changed('orders', 'stock', 'outbox')
    return failed.length
  }

  async send_held({ batch }: { batch: string }) {
    this.journal.push(`send_held ${batch}`)
    this.saved(batch).save.held = null
    this.changed('stock', 'outbox')
  }

  async drop_batch({ batch }: { batch: string }) {
    this.journal.push(`drop_batch ${batch}`)
    const { shop, save } = this.saved(batch)
    save.held = null
    const waiting = shop.work.filter((work) => work.batch === batch && work.state === 'queued')
    if (!waiting.length) throw refusal('not_found', 'Nothing of this save waits any more.')
    for (const work of waiting) work.state = 'discarded'
    this.changed('orders', 'stock', 'outbox')
  }

  async undo_preview({ batch }: { batch: string }) {
    const { shop, save } = this.saved(batch)
    return undoPreview(shop, save)
  }

  async undo_batch({ batch }: { batch: string }) {
    this.journal.push(`undo_batch ${batch}`)
    const { shop, save } = this.saved(batch)
    const done = undo(shop, save)
    this.changed('stock', 'outbox')
    return done
  }
}
