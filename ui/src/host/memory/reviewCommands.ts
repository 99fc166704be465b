/** What saving levels would come to, what came of it, and conflicts decided together. */
import type { Keep } from '../types/Keep'
import type { ReviewedCell } from '../types/ReviewedCell'
import type { StockCell } from '../types/StockCell'
import type { StockEdit } from '../types/StockEdit'
import type { Undecided } from '../types/Undecided'
import { stockLevel } from './lists'
import { batchOf } from './saves'
import { targetOf, warehouses, type MemoryShop, type Work } from './shop'
import { LevelCommands } from './levelCommands'
import type { Arg } from './world'

/** Products that are read back by a page rather than each alone. */
const MANY = 5

const isOf = (work: Work, { skuId, warehouseId }: StockCell) => work.edit?.skuId === skuId && work.edit.warehouseId === warehouseId

/** Whether an edit is written as the shop stands now; null where it would meet a conflict. */
function isWritten({ change, base }: StockEdit, level: number | null): boolean | null {
  if (level === targetOf(change, level)) return false
  return change.kind === 'set' && level !== null && level !== base ? null : true
}

/** Why a conflict can't be decided so; null where it can. */
function undecided({ edit, shop, mine, base }: Work, keep: Keep): string | null {
  if (keep !== 'difference') return null
  const level = (shop ?? 0) + (mine ?? 0) - (base ?? 0)
  if (edit && level >= 0 && level <= 99_999) return null
  return `Stock can’t go below 0: ${level} was not saved. Type a number from 0 to 99,999.`
}

export class ReviewCommands extends LevelCommands {
  async stock_cost({ shop: id, edits }: Arg<'stock_cost'>) {
    const shop = this.at(id)
    const levels = new Map(shop.skus.map((sku) => [sku.skuId, sku.levels]))
    const underWay = new Set(shop.work.filter(({ state }) => state === 'queued' || state === 'sending').map(({ edit }) => `${edit?.skuId} ${edit?.warehouseId}`))
    const products = new Map<string, boolean>()
    const moved: number[] = []
    for (const [index, edit] of edits.entries()) {
      const level = levels.get(edit.skuId)?.[warehouses.findIndex(({ id }) => id === edit.warehouseId)] ?? null
      const writes = underWay.has(`${edit.skuId} ${edit.warehouseId}`) || isWritten(edit, level)
      if (writes === null) moved.push(index)
      else products.set(edit.productId, (products.get(edit.productId) ?? false) || writes)
    }
    const written = [...products.values()].filter(Boolean).length
    const requests = products.size + written + (written < MANY ? written : 1)
    return { least: requests, most: requests, moved }
  }

  async review_stock({ shop: id, cells, batches }: Arg<'review_stock'>) {
    const shop = this.at(id)
    const saved = batches.map((batch) => this.saved(batch).save)
    const among = shop.work.filter(({ batch }) => batch !== null && batches.includes(batch))
    return structuredClone({ cells: cells.map((cell) => this.reviewed(shop, cell, among)), saved: saved.map((save) => batchOf(shop, save)) })
  }

  private reviewed(shop: MemoryShop, cell: StockCell, among: Work[]): ReviewedCell {
    const { sku, at } = shop.cell(cell)
    return { product: sku.product, sellerSku: sku.sellerSku, level: stockLevel(shop, sku, at), saved: among.findLast((work) => isOf(work, cell)) ?? null }
  }

  async decide_conflicts({ shop: id, ids, keep }: Arg<'decide_conflicts'>) {
    this.journal.push(`decide_conflicts ${keep} ${ids.length}`)
    const shop = this.at(id)
    const met = ids.map((one) => this.item(one)).filter(({ state }) => state === 'conflict')
    const left: Undecided[] = met.flatMap((work) => {
      const message = undecided(work, keep)
      return message === null ? [] : [{ id: work.id, message }]
    })
    const over = met.filter((work) => !left.some(({ id }) => id === work.id))
    const save = keep === 'shop' || !over.length ? null : shop.save('stock')
    for (const work of over) {
      Object.assign(work, { state: 'discarded' })
      if (save && work.edit) this.queueDecided(shop, save.id, work, keep)
    }
    this.changed('stock', 'outbox')
    return { batch: save?.id ?? null, held: null, over: over.map((work) => work.id), left }
  }

  private queueDecided(shop: MemoryShop, batch: string, { edit, mine, base, shop: now, target, title, detail }: Work, keep: Keep) {
    if (!edit) return
    const change = keep === 'difference' ? { kind: 'add' as const, amount: (mine ?? 0) - (base ?? 0) } : edit.change
    shop.enqueue({ kind: 'stock', target, title, detail, batch, edit: { ...edit, change, base: now }, base: now, mine: targetOf(change, now) })
  }

  async take_decision_back({ shop: id, over, batch }: Arg<'take_decision_back'>) {
    this.journal.push(`take_decision_back ${over.length}`)
    const shop = this.at(id)
    for (const work of shop.work) if (work.batch === batch && work.state === 'queued') work.state = 'discarded'
    const { restored, leftAlone } = batch === null ? { restored: 0, leftAlone: 0 } : await this.undo_batch({ batch })
    const back = over.map((one) => this.item(one)).filter(({ edit, id }) => edit && !shop.work.some((later) => isOf(later, edit) && later.state !== 'discarded' && later.id !== id))
    for (const work of back) work.state = 'conflict'
    this.changed('stock', 'outbox')
    return { reopened: back.length, goingBack: restored, leftAlone }
  }
}
