/** The safety rules of a shop in memory: what counts for a SKU in a warehouse. */
import type { SeedSku } from './seed'
import type { MemoryShop } from './shop'

export type Rule = { lowAt: number | null; keptBack: number | null }

export const USUAL_LOW_AT = 5

export const noRule = (): Rule => ({ lowAt: null, keptBack: null })

/** The SKU’s own wins over its warehouse’s, and that one over the shop’s. */
export function ruleOf({ rules }: MemoryShop, { skuId }: Pick<SeedSku, 'skuId'>, warehouse: string): Rule {
  const [own, wide] = [rules.skus.get(skuId), rules.warehouses.get(warehouse)]
  return {
    lowAt: own?.lowAt ?? wide?.lowAt ?? rules.shop.lowAt,
    keptBack: own?.keptBack ?? wide?.keptBack ?? rules.shop.keptBack,
  }
}

export const isLow = ({ lowAt }: Rule, level: number | null) => level !== null && level > 0 && level <= (lowAt ?? USUAL_LOW_AT)
