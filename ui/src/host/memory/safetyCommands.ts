/** Reading and setting the seller’s safety rules. */
import type { Window } from '../host'
import type { OwnRule } from '../types/OwnRule'
import type { RuleAbout } from '../types/RuleAbout'
import type { StockRow } from '../types/StockRow'
import { stockLevel } from './lists'
import { ReviewCommands } from './reviewCommands'
import { noRule, USUAL_LOW_AT, type Rule } from './safetyRules'
import { refusal, type MemoryShop } from './shop'
import type { Arg } from './world'

const ruleIn = (rules: Map<string, Rule>, id: string): Rule => {
  const rule = rules.get(id) ?? noRule()
  rules.set(id, rule)
  return rule
}

/** The rules that something is about, made where there are none. */
function rulesFor({ rules, skus }: MemoryShop, about: RuleAbout): Rule[] {
  if (about.kind === 'shop') return [rules.shop]
  if (about.kind === 'warehouse') return [ruleIn(rules.warehouses, about.id)]
  return about.numbers.flatMap((number) => skus[number] ?? []).map(({ skuId }) => ruleIn(rules.skus, skuId))
}

function own(values: (number | null)[]): OwnRule {
  const [first = null] = values
  return values.every((value) => value === first) ? { kind: 'same', value: first } : { kind: 'different' }
}

export class SafetyCommands extends ReviewCommands {
  /** A SKU’s number is its place in the shop. */
  async stock_numbers(window: Window) {
    const places = new Map(this.viewed?.skus.map(({ skuId }, place) => [skuId, place]))
    return this.window<StockRow>(window).flatMap(({ skuId }) => places.get(skuId) ?? [])
  }

  async safety_rules({ shop: id, skus: numbers }: Arg<'safety_rules'>) {
    const { rules, skus } = this.at(id)
    const chosen = numbers.flatMap((number) => skus[number] ?? []).map(({ skuId }) => rules.skus.get(skuId) ?? noRule())
    return structuredClone({
      lowAt: rules.shop.lowAt,
      usualLowAt: USUAL_LOW_AT,
      warehouses: [...rules.warehouses].map(([id, rule]) => ({ id, ...rule })),
      runawayHours: this.at(id).runawayHours,
      skus: chosen.length ? { count: chosen.length, lowAt: own(chosen.map(({ lowAt }) => lowAt)), keptBack: own(chosen.map(({ keptBack }) => keptBack)) } : null,
    })
  }

  async stock_watch({ shop: id }: Arg<'stock_watch'>) {
    const shop = this.at(id)
    const low = shop.skus.filter((sku) => sku.levels.some((_, at) => stockLevel(shop, sku, at).low)).length
    return structuredClone({ low, runs: shop.runs })
  }

  async see_runaway({ shop, skuId }: Arg<'see_runaway'>) {
    this.journal.push(`see_runaway ${skuId}`)
    for (const run of this.at(shop).runs) if (run.skuId === skuId) run.seen = true
    this.changed('stock')
  }

  async set_runaway_hours({ shop, hours }: Arg<'set_runaway_hours'>) {
    this.journal.push(`set_runaway_hours ${hours}`)
    if (hours > 168) throw refusal('invalid_input', 'This takes 1 to 168 hours, which is a week.', 'hours')
    this.at(shop).runawayHours = hours
    this.changed('stock')
  }

  /** A SKU of the shop in view begins to sell so fast; it is the newest run. */
  runAway(place: number, perHour: number, left: number) {
    const shop = this.viewed
    const sku = shop?.skus[place]
    if (!shop || !sku) return
    const { productId, skuId, product, sellerSku } = sku
    shop.runs.unshift({ productId, skuId, product, sellerSku, perHour, left, hoursLeft: left / perHour, began: shop.nowText(), seen: false })
    this.changed('stock')
  }

  async set_safety_rule({ shop, about, field, value }: Arg<'set_safety_rule'>) {
    const named = about.kind === 'skus' ? `${about.numbers.length} SKUs` : about.kind === 'warehouse' ? about.id : about.kind
    this.journal.push(`set_safety_rule ${named} ${field} ${value}`)
    if (value !== null && (value < 0 || value > 99_999)) throw refusal('invalid_input', 'This takes a whole number from 0 to 99,999.', 'value')
    for (const rule of rulesFor(this.at(shop), about)) rule[field === 'low_at' ? 'lowAt' : 'keptBack'] = value
    this.changed('stock')
  }
}
