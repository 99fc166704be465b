import { describe, expect, it } from 'vitest'

import { isScaled, reveal, rowOfSlot, slotCount, SPACER_CAP, spacerHeight, toPhysical, toVirtual, virtualRoom } from './scroll'

const short = { rows: 1000, rowHeight: 35, viewport: 700 }
const million = { rows: 1_000_000, rowHeight: 35, viewport: 700 }

describe('a list under the cap', () => {
  it('is as high as its rows, and scrolls pixel by pixel', () => {
    expect(spacerHeight(short)).toBe(35_000)
    expect(isScaled(short)).toBe(false)
    expect(toVirtual(1234, short)).toBe(1234)
    expect(toPhysical(1234, short)).toBe(1234)
  })
})

describe('a million orders', () => {
  it('stay under what a web view can show', () => {
    expect(spacerHeight(million)).toBe(SPACER_CAP)
  })

  it('can be scrolled to the very last one', () => {
    const bottom = toVirtual(SPACER_CAP - million.viewport, million)
    expect(bottom).toBe(virtualRoom(million))
    expect(Math.floor((bottom + million.viewport - 1) / million.rowHeight)).toBe(999_999)
  })

  it('are found again where they were left', () => {
    expect(toVirtual(toPhysical(17_500_000, million), million)).toBeCloseTo(17_500_000, 3)
  })
})

describe('the pool of row slots', () => {
  it('shows every row of the window exactly once, wherever it begins', () => {
    const slots = slotCount(short, 4)
    for (const first of [0, 1, slots - 1, slots, 777]) {
      const shown = Array.from({ length: slots }, (_, slot) => rowOfSlot(slot, slots, first)).sort((a, b) => a - b)
      expect(shown).toEqual(Array.from({ length: slots }, (_, at) => first + at))
    }
  })

  it('keeps a row in its slot while it stays in the window', () => {
    const slot = Array.from({ length: 30 }, (_, at) => at).find((at) => rowOfSlot(at, 30, 100) === 110)!
    expect(rowOfSlot(slot, 30, 105)).toBe(110)
  })
})

describe('bringing a row into view', () => {
  it('moves as little as possible, and not at all when it is in view', () => {
    expect(reveal(2, 0, short)).toBe(0)
    expect(reveal(20, 0, short)).toBe(21 * 35 - 700)
    expect(reveal(5, 1000, short)).toBe(175)
  })
})
