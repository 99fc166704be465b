import { describe, expect, it } from 'vitest'

import { FoldedRows, isFolded, noFolds, refolded } from './folds'

describe('folded rows', () => {
  /** Every list of eight rows of which some are folded. */
  const lists = Array.from({ length: 256 }, (_, bits) => Array.from({ length: 8 }, (_, row) => Boolean(bits & (1 << row))))

  const runsOf = (list: boolean[]) => {
    const runs: [number, number][] = []
    for (const [row, folded] of list.entries()) {
      if (!folded) continue
      if (list[row - 1]) runs.at(-1)![1] += 1
      else runs.push([row, 1])
    }
    return runs
  }

  it('are counted as counting them by hand gives', () => {
    for (const list of lists) {
      const rows = new FoldedRows(runsOf(list))
      expect(rows.count).toBe(list.filter(Boolean).length)
      for (const [top, folded] of list.entries()) {
        if (rows.has(top) !== folded) expect.fail(`${list} at ${top}`)
        for (let bottom = top - 1; bottom < list.length; bottom += 1) {
          const within = list.slice(top, bottom + 1)
          const range = { top, bottom }
          const count = within.filter(Boolean).length
          if (rows.within(range) !== count || rows.skus(range) !== within.length - count) expect.fail(`${list} from ${top} to ${bottom}`)
        }
      }
    }
  })

  it('are gone over where so many SKUs are wanted, also past the end', () => {
    for (const list of lists) {
      const rows = new FoldedRows(runsOf(list))
      for (let top = 0; top < list.length; top += 1) {
        for (let skus = 1; skus < 11; skus += 1) {
          let at = top - 1
          for (let met = 0; met < skus; ) {
            at += 1
            if (!list[at]) met += 1
          }
          if (rows.reached(top, skus) !== at) expect.fail(`${list} from ${top} over ${skus}`)
        }
      }
    }
  })
})

describe('which products are folded', () => {
  it('is told one by one, or of all but some', () => {
    const one = refolded(noFolds, 'a', true)
    expect([isFolded(one, 'a'), isFolded(one, 'b')]).toEqual([true, false])
    expect(refolded(one, 'a', false)).toEqual(noFolds)
    const allBut = refolded({ all: true, but: [] }, 'a', false)
    expect([isFolded(allBut, 'a'), isFolded(allBut, 'b')]).toEqual([false, true])
    expect(refolded(allBut, 'a', true)).toEqual({ all: true, but: [] })
  })

  it('stays as it is where it is so already', () => {
    const folds = { all: false, but: ['a'] }
    expect(refolded(folds, 'a', true)).toBe(folds)
    expect(refolded(folds, 'b', false)).toBe(folds)
  })
})
