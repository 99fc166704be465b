import { describe, expect, it } from 'vitest'

import { match } from './match'

const score = (typed: string, name: string) => match(typed, name)?.score ?? -1
const shown = (typed: string, name: string) => {
  const meant = match(typed, name)?.at ?? []
  return [...name].map((character, at) => (meant.includes(at) ? character.toUpperCase() : '-')).join('')
}

describe('a typed text means a name', () => {
  it.each([
    ['nguyen', 'View Nguyễn Thị Hạnh'],
    ['dang hoa', 'View Đặng Hoa'],
    ['สบู่', 'View ร้านสบู่หอม'],
    ['李', 'View 李伟的店'],
    ['伟的', 'View 李伟的店'],
    ['マッチャ', 'View マッチャ堂'],
    ['ЁЛКА', 'View Елка'],
    ['go set', 'Go to Settings'],
    ['theme dark', 'Dark theme'],
    ['gst', 'Go to Stock'],
    ['stck', 'Go to Stock'],
  ])('“%s” means “%s”', (typed, name) => {
    expect(match(typed, name)).not.toBeNull()
  })

  it.each([
    ['tea', 'Show the activity'],
    ['nguyen', 'Look for new orders now'],
    ['sve', 'Save the keys'],
    ['orders stock', 'Show orders'],
    ['ts', 'Stock'],
  ])('“%s” does not mean “%s”', (typed, name) => {
    expect(match(typed, name)).toBeNull()
  })

  it('by other words of it too, from their beginning', () => {
    expect(match('refresh', 'Look for new orders now', 'sync refresh')).toEqual({ score: expect.any(Number), at: [] })
    expect(match('fresh', 'Look for new orders now', 'sync refresh')).toBeNull()
  })
})

describe('a better match', () => {
  it('begins words, and goes on where it was', () => {
    expect(score('st', 'Go to Stock')).toBeGreaterThan(score('st', 'Save to disk'))
    expect(score('show', 'Show all orders')).toBeGreaterThan(score('show', 'Shops we know'))
    expect(score('co', 'Connect another shop')).toBeGreaterThan(score('co', 'Show conflicts'))
    expect(score('co', 'Show conflicts')).toBeGreaterThan(score('co', 'Show cancelled orders'))
  })

  it('is shown by the letters that were meant, marks and all', () => {
    expect(shown('nguy', 'Nguyễn')).toBe('NGUY--')
    expect(shown('gs', 'Go to Stock')).toBe('G-----S----')
    expect(shown('sh se', 'Show sent orders')).toBe('SH---SE---------')
  })
})
