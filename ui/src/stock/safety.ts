/** What is typed into a safety rule, and what counts where it says nothing: pure. */
import type { OwnRule, SafetyRules, Warehouse } from '../host'
import { safetyText } from './safetyText'

const MOST = 99_999

/** Pieces as they are typed, also with the thousands apart; null where the field is empty, undefined where it is no such number. */
export function piecesIn(typed: string): number | null | undefined {
  const plain = typed.trim()
  if (plain === '') return null
  if (!/^(\d+|\d{1,3}(,\d{3})+)$/.test(plain)) return undefined
  const pieces = Number(plain.replaceAll(',', ''))
  return pieces <= MOST ? pieces : undefined
}

/** What stands in a field: the number, or nothing. */
export const shownIn = (own: OwnRule) => (own.kind === 'same' && own.value !== null ? String(own.value) : '')

const shopLowAt = ({ lowAt, usualLowAt }: SafetyRules) => (lowAt === null ? safetyText.from.usual(usualLowAt) : safetyText.from.shop(lowAt))

export const warehouseRule = ({ warehouses }: SafetyRules, id: string) => warehouses.find((rule) => rule.id === id) ?? { id, lowAt: null, keptBack: null }

/** What is low where a warehouse says nothing, and where the shop doesn’t either. */
export const lowAtWithout = { shop: ({ usualLowAt }: SafetyRules) => safetyText.from.usual(usualLowAt), warehouse: shopLowAt, skus: skusLowAt }

function skusLowAt(rules: SafetyRules, warehouses: Warehouse[]): string {
  const own = warehouses.map(({ id }) => warehouseRule(rules, id).lowAt)
  if (own.every((lowAt) => lowAt === null)) return shopLowAt(rules)
  const all = own.map((lowAt) => lowAt ?? rules.lowAt ?? rules.usualLowAt)
  return safetyText.from.warehouses(Math.min(...all), Math.max(...all))
}

/** What SKUs keep back that say nothing themselves. */
export function keptBackWithout(rules: SafetyRules, warehouses: Warehouse[]): string {
  const all = warehouses.map(({ id }) => warehouseRule(rules, id).keptBack ?? 0)
  return all.some(Boolean) ? safetyText.from.warehouses(Math.min(...all), Math.max(...all)) : safetyText.from.nothing
}
