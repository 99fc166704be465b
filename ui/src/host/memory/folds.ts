/** Folded products of the grid, as the app folds them. */
import type { StockFilter } from '../types/StockFilter'
import type { StockPlace } from '../types/StockPlace'
import type { StockRow } from '../types/StockRow'

const sum = (numbers: (number | null)[]) => numbers.reduce((sum, number) => (sum === null || number === null ? null : sum + number), 0)

/** SKUs of a product stand together where the list goes by product and nothing is searched. */
function groupsOf(rows: StockRow[], { sort, search }: StockFilter): StockRow[][] {
  const isGrouped = sort.by.kind === 'product' && !search.trim()
  const groups: StockRow[][] = []
  for (const row of rows) {
    const last = groups.at(-1)
    if (isGrouped && last?.[0]?.productId === row.productId) last.push(row)
    else groups.push([row])
  }
  return groups
}

function together(rows: StockRow[], first: StockRow): StockRow {
  const has = (state: (level: StockRow['levels'][number]) => boolean) => rows.filter(({ levels }) => levels.some(state)).length
  const isOver = (state: string | undefined) => state === 'conflict' || state === 'refused'
  const folded = {
    skus: rows.length,
    levels: first.levels.map((_, col) => sum(rows.map(({ levels }) => levels[col]?.level ?? null))),
    soldOut: rows.filter(({ levels }) => levels.some(({ level }) => level !== null) && levels.every(({ level }) => (level ?? 0) <= 0)).length,
    changed: has(({ edit }) => edit !== null && !isOver(edit.state)),
    conflicts: has(({ edit }) => isOver(edit?.state)),
  }
  return { ...first, skuId: '', sellerSku: '', levels: [], total: sum(rows.map(({ total }) => total)), folded }
}

/** The rows with products folded as the filter has it, and the SKUs that each row stands for. */
export function foldedRows(rows: StockRow[], filter: StockFilter): { rows: StockRow[]; folded: [number, number][]; parts: Map<string, StockRow[]> } {
  const { all, but } = filter.folds ?? { all: false, but: [] }
  const [shown, parts]: [StockRow[], Map<string, StockRow[]>] = [[], new Map()]
  for (const group of groupsOf(rows, filter)) {
    const [first, ...rest] = group
    if (!first) continue
    const isFolded = rest.length > 0 && all !== but.includes(first.productId)
    if (isFolded) parts.set(first.productId, group)
    shown.push(...(isFolded ? [together(group, first)] : [{ ...first, isFirst: rest.length > 0 }, ...rest]))
  }
  const folded: [number, number][] = []
  for (const [at, row] of shown.entries()) {
    const last = folded.at(-1)
    if (!row.folded) continue
    if (last && last[0] + last[1] === at) last[1] += 1
    else folded.push([at, 1])
  }
  return { rows: shown, folded, parts }
}

/** Where a SKU is, or its folded product; of a product that was folded its first row. */
export function placeIn(rows: StockRow[], { productId, skuId }: StockPlace): number | null {
  const itself = rows.findIndex((row) => row.productId === productId && row.skuId === skuId)
  const standing = rows.findIndex((row) => row.productId === productId && (skuId === '' || row.folded !== null))
  const at = itself >= 0 ? itself : standing
  return at >= 0 ? at : null
}
