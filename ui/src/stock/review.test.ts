import { describe, expect, it } from 'vitest'

import type { StockLevel } from '../host'
import { decided, isMoved, sendingOf } from './review'
import { result, type Draft } from './sheet'

const ref = { productId: 'p', skuId: 's', warehouseId: 'w' }
const set = (level: number, base: number | null = 45): Draft => ({ ref, typed: String(level), base, change: { kind: 'set', level }, problem: null })
const add = (amount: number): Draft => ({ ref, typed: `+${amount}`, base: 45, change: { kind: 'add', amount }, problem: null })
const wrong: Draft = { ref, typed: 'x', base: 45, change: null, problem: 'This is not a number.' }

function at(level: number | null, state?: NonNullable<StockLevel['edit']>['state']): StockLevel {
  const edit = state ? { id: 'e', state, wanted: 50, change: { kind: 'set' as const, level: 50 }, reason: null, byCampaign: false } : null
  return { level, productLevel: level, campaign: null, edit, low: false, keptBack: 0 }
}

describe('a change has moved', () => {
  it('where the shop has neither what was seen nor what is wanted', () => {
    expect(isMoved(set(50), at(43))).toBe(true)
    expect(isMoved(set(50), at(45))).toBe(false)
    expect(isMoved(set(50), at(50))).toBe(false)
    expect(isMoved(set(50, null), at(43))).toBe(true)
  })

  it('never where it is added to whatever there is, or the shop does not tell', () => {
    expect(isMoved(add(5), at(43))).toBe(false)
    expect(isMoved(set(50), at(null))).toBe(false)
  })

  it('not while an edit before it is on its way, for nobody knows what it starts from', () => {
    expect(isMoved(set(50), at(43, 'sending'))).toBe(false)
    expect(isMoved(set(50), at(43, 'conflict'))).toBe(true)
  })
})

describe('what will be sent', () => {
  it('is a number, or a difference to what the shop has then', () => {
    expect(sendingOf(set(50), at(45))).toEqual({ kind: 'set', level: 50 })
    expect(sendingOf(add(5), at(43))).toEqual({ kind: 'add', amount: 5 })
    expect(sendingOf(set(50), undefined)).toEqual({ kind: 'set', level: 50 })
  })

  it('is nothing where the shop has it already, before a decision, and of what can’t be saved', () => {
    expect(sendingOf(set(50), at(50))).toEqual({ kind: 'same' })
    expect(sendingOf(set(50), at(43))).toEqual({ kind: 'moved' })
    expect(sendingOf(wrong, at(45))).toEqual({ kind: 'wrong', problem: 'This is not a number.' })
  })
})

describe('a decision', () => {
  it('for mine starts from what the shop has now', () => {
    expect(decided({ draft: set(50), now: 43 }, 'mine')?.draft).toEqual({ ...set(50), base: 43 })
  })

  it('for the shop’s drops the change', () => {
    expect(decided({ draft: set(50), now: 43 }, 'shop')).toEqual({ draft: undefined })
  })

  it('for the difference adds it, and says how it is typed', () => {
    expect(decided({ draft: set(50), now: 43 }, 'difference')?.draft).toMatchObject({ typed: '+5', base: 43, change: { kind: 'add', amount: 5 } })
    expect(decided({ draft: set(40), now: 43 }, 'difference')?.draft?.typed).toBe('−5')
    expect(decided({ draft: set(45), now: 43 }, 'difference')).toEqual({ draft: undefined })
  })

  it('leads as far from the shop’s level as the seller went from theirs, and never out of range', () => {
    const levels = [0, 1, 44, 45, 46, 99_998, 99_999]
    for (const wanted of levels)
      for (const now of levels) {
        const draft = decided({ draft: set(wanted), now }, 'difference')?.draft
        const to = draft?.change ? result(draft.change, now) : null
        const meant = now + wanted - 45
        expect(to).toBe(wanted === 45 || meant < 0 || meant > 99_999 ? null : meant)
      }
  })

  it('without a level that was seen there is no difference', () => {
    expect(decided({ draft: set(50, null), now: 43 }, 'difference')).toBeNull()
  })
})
