import { describe, expect, it } from 'vitest'

import type { LevelRole } from '../../host'
import { choicesOf, chosen, isComplete, roleOf, valueOf } from './roles'

const warehouses = [
  { id: 'wh a b', name: 'New York', closed: null },
  { id: '7068517275539719942', name: '7068517275539719942', closed: null },
]

describe('what a column is', () => {
  it('comes back from the list that it was chosen from, whatever a warehouse is called', () => {
    for (const adjusts of [false, true]) {
      for (const { value } of choicesOf(warehouses, adjusts)) expect(valueOf(roleOf(value))).toBe(value)
      expect(roleOf(valueOf({ kind: 'level', warehouseId: 'wh a b', adjusts }))).toEqual({ kind: 'level', warehouseId: 'wh a b', adjusts })
      expect(roleOf(valueOf({ kind: 'level', warehouseId: null, adjusts }))).toEqual({ kind: 'level', warehouseId: null, adjusts })
    }
    for (const kind of ['other', 'product', 'sku', 'code', 'warehouse'] as const) expect(roleOf(valueOf({ kind }))).toEqual({ kind })
  })

  it('names SKUs in one column at most, and numbers in any', () => {
    const level: LevelRole = { kind: 'level', warehouseId: null, adjusts: false }
    const before: LevelRole[] = [{ kind: 'sku' }, { kind: 'other' }, level]
    expect(chosen(before, 1, { kind: 'sku' })).toEqual([{ kind: 'other' }, { kind: 'sku' }, level])
    expect(chosen(before, 1, level)).toEqual([{ kind: 'sku' }, level, level])
  })

  it('is enough with a SKU and numbers', () => {
    const level: LevelRole = { kind: 'level', warehouseId: null, adjusts: true }
    expect([isComplete([{ kind: 'sku' }]), isComplete([level]), isComplete([{ kind: 'code' }, level])]).toEqual([false, false, true])
  })
})
