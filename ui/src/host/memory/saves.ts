/** The saves of a shop in memory: what became of each, and what undoing it would do. */
import type { Batch } from '../types/Batch'
import type { Undo } from '../types/Undo'
import type { UndoLine } from '../types/UndoLine'
import { warehouses, type MemoryShop, type Save, type Work } from './shop'

const worksOf = (shop: MemoryShop, save: Save) => shop.work.filter(({ batch }) => batch === save.id)

function titleOf({ kind }: Save, total: number): string {
  const many = (one: string) => `${total.toLocaleString('en-US')} ${one}${total === 1 ? '' : 's'}`
  if (kind === 'ship') return `Shipped ${many('order')}`
  return kind === 'undo' ? `Undid ${many('level')}` : `Changed ${many('level')}`
}

export function batchOf(shop: MemoryShop, save: Save): Batch {
  const works = worksOf(shop, save)
  const among = (...states: string[]) => works.filter(({ state }) => states.includes(state)).length
  const done = among('done')
  return {
    id: save.id,
    kind: save.kind,
    title: titleOf(save, works.length),
    createdAt: save.createdAt,
    total: works.length,
    done,
    waiting: among('queued', 'sending', 'checking'),
    refused: among('refused'),
    conflict: among('conflict'),
    dropped: among('discarded'),
    held: save.held,
    canUndo: save.kind !== 'ship' && save.undoneAt === null && save.held === null && done + among('queued') > 0,
    undoneAt: save.undoneAt,
  }
}

/** Why a level stays as it is; null where it goes back. */
function leftAlone(work: Work, now: number | null): string | null {
  if (work.state === 'sending' || work.state === 'checking') return 'It is still on its way.'
  if (now === work.sent) return null
  return `The shop changed this level since (${work.sent} → ${now}).`
}

type Planned = { work: Work; line: UndoLine }

function plan(shop: MemoryShop, save: Save): Planned[] {
  const meant = worksOf(shop, save).filter(({ state }) => ['queued', 'done', 'sending', 'checking'].includes(state))
  return meant.flatMap((work) => {
    if (!work.edit) return []
    const { sku, at } = shop.cell(work.edit)
    const now = sku.levels[at] ?? null
    const isQueued = work.state === 'queued'
    const becomes = isQueued ? { wrote: null, backTo: now, leftAlone: null } : { wrote: work.sent, backTo: work.before, leftAlone: leftAlone(work, now) }
    const line = { name: sku.sellerSku, warehouse: warehouses[at]?.name ?? '', now, ...becomes }
    return [{ work, line }]
  })
}

function told(shop: MemoryShop, save: Save, planned: Planned[], batch: string | null): Undo {
  const lines = planned.map(({ line }) => line).sort((a, b) => Number(b.leftAlone !== null) - Number(a.leftAlone !== null))
  const left = lines.filter((line) => line.leftAlone !== null).length
  const dropped = lines.filter((line) => line.leftAlone === null && line.wrote === null).length
  return { batch, title: batchOf(shop, save).title, restored: lines.length - left, dropped, leftAlone: left, lines }
}

export function undoPreview(shop: MemoryShop, save: Save): Undo {
  return told(shop, save, plan(shop, save), null)
}

export function undo(shop: MemoryShop, save: Save): Undo {
  const planned = plan(shop, save)
  for (const work of worksOf(shop, save)) if (work.state === 'queued') work.state = 'discarded'
  save.undoneAt = shop.nowText()
  const back = planned.filter(({ line }) => line.leftAlone === null && line.wrote !== null)
  if (!back.length) return told(shop, save, planned, null)
  const { id: batch } = shop.save('undo')
  for (const { work, line } of back) {
    const level = line.backTo ?? 0
    const edit = work.edit && { ...work.edit, change: { kind: 'set' as const, level }, base: work.sent }
    shop.enqueue({ kind: 'stock', target: work.target, title: `Set stock to ${level}`, detail: work.detail, batch, edit, base: work.sent, mine: level })
  }
  return told(shop, save, planned, batch)
}
