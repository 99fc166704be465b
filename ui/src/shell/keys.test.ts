import { describe, expect, it } from 'vitest'

import { meaning, takesText } from './keys'

const stroke = (key: string, more = {}) => ({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more })

describe('keys that work everywhere', () => {
  it.each([
    ['t', 'today'],
    ['o', 'orders'],
    ['s', 'stock'],
    ['a', 'activity'],
    [',', 'settings'],
  ])('g then %s goes to %s', (key, screen) => {
    expect(meaning(stroke('g'), false)).toBe('leader')
    expect(meaning(stroke(key), true)).toEqual({ go: screen })
    expect(meaning(stroke(key), false)).toBeNull()
  })

  it('leave Ctrl+S and its like to the screen', () => {
    expect(meaning(stroke('s', { ctrlKey: true }), true)).toBeNull()
    expect(meaning(stroke('/', { metaKey: true }), false)).toBeNull()
  })

  it.each([
    [{ ctrlKey: true, code: 'Digit1' }, { shop: 0 }],
    [{ metaKey: true, code: 'Digit9' }, { shop: 8 }],
    [{ ctrlKey: true, code: 'Digit0' }, null],
    [{ ctrlKey: true, altKey: true, code: 'Digit1' }, null],
    [{ code: 'Digit1' }, null],
  ])('%j brings %j into view, also where a digit takes Shift', (more, means) => {
    expect(meaning(stroke('&', more), false)).toEqual(means)
  })

  it('are text in a field', () => {
    const field = document.createElement('textarea')
    expect(takesText(field)).toBe(true)
    expect(takesText(document.body)).toBe(false)
  })
})
