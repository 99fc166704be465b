import { expect, it } from 'vitest'

import { seeded } from '../host/memory/seed'
import { Drafts } from './drafts'
import type { Draft } from './sheet'

const draft = (skuId: string, warehouseId: string, level: number | null): Draft => ({
  ref: { productId: 'p', skuId, warehouseId },
  typed: String(level),
  base: 1,
  change: level === null ? null : { kind: 'set', level },
  problem: level === null ? 'No number.' : null,
})

/** Counted from the beginning, as slowly as it takes. */
function counted(drafts: Drafts) {
  const all = [...drafts.values()]
  const ready = all.filter(({ change }) => change)
  return { changes: ready.length, skus: new Set(ready.map(({ ref }) => ref.skuId)).size, wrong: all.length - ready.length }
}

it('what is kept up to date is what a count from the beginning says, after anything', () => {
  const seed = Number(import.meta.env['VITE_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
  const draw = seeded(seed)
  const pick = (among: number) => Math.floor(draw() * among)
  const drafts = new Drafts()
  for (let step = 0; step < 3000; step += 1) {
    const [sku, warehouse] = [`s${pick(6)}`, `w${pick(3)}`]
    const key = `${sku} ${warehouse}`
    if (pick(3) === 0) drafts.delete(key)
    else drafts.set(key, draft(sku, warehouse, pick(4) ? pick(9) : null))
    expect(drafts.summary(), `VITE_SEED=${seed}, step ${step}`).toEqual(counted(drafts))
  }
})
