/** A cell of a row: its ids, what stands in it, and the grid as it was when a gesture began. */
import type { StockLevel, StockLevels, StockRow, Warehouse } from '../host'
import type { Still } from '../list/list.svelte'
import { result, type CellRef, type Draft, type Entry, type How, type Seen } from './sheet'
import type { Shelf } from './shelf.svelte'

/** What is known of a level: all that a gesture asks of it. */
export type Told = Pick<StockLevel, 'level' | 'campaign' | 'edit'>

/** A row as gestures go over it, however many of them there are. Its `skuId` is empty where it is a folded product. */
export type LevelRow = Pick<StockRow, 'productId' | 'skuId'> & { levels: Told[] }

/** The rows that columns of levels stand for. */
export function levelRows({ skus, levels, campaigns, edits }: StockLevels): LevelRow[] {
  const width = skus.length ? levels.length / skus.length : 0
  const [held, under] = [new Map(campaigns), new Map(edits)]
  const told = (at: number): Told => ({ level: levels[at] ?? null, campaign: held.get(at) ?? null, edit: under.get(at) ?? null })
  return skus.map(([productId, skuId], row) => ({ productId, skuId, levels: Array.from({ length: width }, (_, col) => told(row * width + col)) }))
}

export const refIn = ({ productId, skuId }: Pick<StockRow, 'productId' | 'skuId'>, warehouse: Warehouse): CellRef => ({ productId, skuId, warehouseId: warehouse.id })

/** What the seller sees in a cell: the shop's level, and where it goes if an edit is under way. */
export function seenIn({ level, campaign, edit }: Told, warehouse?: Warehouse): Seen {
  const isUnderWay = edit && edit.state !== 'refused' && edit.state !== 'conflict'
  return { level, pending: isUnderWay ? edit.wanted : null, held: campaign, closed: warehouse?.closed ?? null }
}

/** What stands in the cell as a number: the unsaved change, the one on its way, the level. */
export function numberIn(level: Told | undefined, draft: Draft | undefined): number | null {
  if (!level) return null
  const { level: told, pending } = seenIn(level)
  const shown = pending ?? told
  return draft?.change ? result(draft.change, shown) : shown
}

/** The rows and columns that a gesture is about, whatever comes into the list while it goes on. */
export class Sight {
  readonly list: Still<StockRow>
  readonly warehouses: Warehouse[]

  constructor(private readonly shelf: Shelf) {
    this.list = shelf.list.still()
    this.warehouses = shelf.warehouses
  }

  draft(row: LevelRow, col: number): Draft | undefined {
    const warehouse = this.warehouses[col]
    // Looking one up costs more than all the rest of a cell, and mostly there is none.
    return warehouse && this.shelf.sheet.size ? this.shelf.sheet.draft(refIn(row, warehouse)) : undefined
  }

  number(row: LevelRow, col: number): number | null {
    return numberIn(row.levels[col], this.draft(row, col))
  }

  entry(row: LevelRow, col: number, typed: string, how: How): Entry | null {
    const [warehouse, level] = [this.warehouses[col], row.levels[col]]
    return warehouse && level ? { ref: refIn(row, warehouse), typed, seen: seenIn(level, warehouse), how } : null
  }
}
