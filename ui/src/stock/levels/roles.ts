/** What a column of a table is, as a choice of one list. */
import type { LevelRole, Warehouse } from '../../host'
import { levelText } from './levelText'

const text = levelText.import

/** As the value of an option. */
export function valueOf(role: LevelRole): string {
  return role.kind === 'level' ? `${role.adjusts ? 'add' : 'set'} ${role.warehouseId ?? ''}` : role.kind
}

export function roleOf(value: string): LevelRole {
  const [kind = '', ...rest] = value.split(' ')
  if (kind === 'set' || kind === 'add') return { kind: 'level', warehouseId: rest.join(' ') || null, adjusts: kind === 'add' }
  return { kind: kind in text.roles ? (kind as keyof typeof text.roles) : 'other' }
}

export type Choice = { value: string; name: string }

/** Numbers of a warehouse each; those that another column, or nothing, gives a warehouse come first. */
export function choicesOf(warehouses: readonly Warehouse[], adjusts: boolean): Choice[] {
  const named = warehouses.map(({ id, name }) => ({ value: valueOf({ kind: 'level', warehouseId: id, adjusts }), name: adjusts ? text.addIn(name) : text.setIn(name) }))
  return [{ value: valueOf({ kind: 'level', warehouseId: null, adjusts }), name: adjusts ? text.addHere : text.setHere }, ...named]
}

/** The roles with another one for a column: whatever names SKUs, products or warehouses is one column at most. */
export function chosen(roles: readonly LevelRole[], column: number, role: LevelRole): LevelRole[] {
  const isOnly = role.kind !== 'other' && role.kind !== 'level'
  return roles.map((before, at) => {
    if (at === column) return role
    return isOnly && before.kind === role.kind ? { kind: 'other' } : before
  })
}

/** Whether there is enough to say what would become of the lines. */
export function isComplete(roles: readonly LevelRole[]): boolean {
  return roles.some(({ kind }) => kind === 'sku' || kind === 'code') && roles.some(({ kind }) => kind === 'level')
}
