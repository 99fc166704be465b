import { afterEach, describe, expect, it } from 'vitest'

import { putText } from './putText'

function field(value: string): HTMLInputElement {
  const made = document.createElement('input')
  made.value = value
  document.body.append(made)
  return made
}

afterEach(() => document.body.replaceChildren())

describe('a text that is put into a field', () => {
  it('has the caret behind it where the field has the focus', () => {
    const focused = field('12')
    focused.focus()
    focused.setSelectionRange(0, 1)
    putText(focused, '345')
    expect([focused.value, focused.selectionStart, focused.selectionEnd]).toEqual(['345', 3, 3])
    expect(document.activeElement).toBe(focused)
  })

  it('leaves the selection of another field alone', () => {
    const other = field('kept')
    other.focus()
    other.select()
    putText(field('12'), '345')
    expect([document.activeElement, other.selectionStart, other.selectionEnd]).toEqual([other, 0, 4])
  })

  it('leaves the caret alone where the same stands there already', () => {
    const focused = field('12')
    focused.focus()
    focused.setSelectionRange(0, 1)
    putText(focused, '12')
    expect([focused.selectionStart, focused.selectionEnd]).toEqual([0, 1])
  })
})
