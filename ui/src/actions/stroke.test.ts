import { describe, expect, it } from 'vitest'

import { caps, composes, isMac, strokeOf } from './stroke'

const press = (key: string, more = {}) => ({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more })
const elsewhere = (key: string, more = {}) => strokeOf(press(key, more), false)
const onMac = (key: string, more = {}) => strokeOf(press(key, more), true)

describe('a stroke', () => {
  it('is named by what is printed on the key, with Shift only beside other keys', () => {
    expect(elsewhere('g')).toBe('g')
    expect(elsewhere('?', { shiftKey: true })).toBe('?')
    expect(elsewhere('ArrowDown')).toBe('ArrowDown')
    expect(elsewhere('Enter', { shiftKey: true })).toBe('Shift+Enter')
    expect(elsewhere('Z', { ctrlKey: true, shiftKey: true })).toBe('Mod+Shift+Z')
  })

  it('with ⌘ is on a Mac what it is with Ctrl elsewhere, and neither takes the other key', () => {
    expect([onMac('k', { metaKey: true }), elsewhere('k', { ctrlKey: true })]).toEqual(['Mod+K', 'Mod+K'])
    expect([onMac('k', { ctrlKey: true }), elsewhere('k', { metaKey: true })]).toEqual([null, null])
  })

  it('goes by its place on a Thai or Russian keyboard, and by its letter on a French one', () => {
    expect(elsewhere('ำ', { code: 'KeyE' })).toBe('e')
    expect(elsewhere('л', { ctrlKey: true, code: 'KeyK' })).toBe('Mod+K')
    expect(elsewhere('a', { code: 'KeyQ' })).toBe('a')
    expect(elsewhere('é', { code: 'Digit2' })).toBe('é')
  })

  it('with Option is the letter that Option makes another sign of', () => {
    expect(onMac('˙', { altKey: true, code: 'KeyH' })).toBe('Alt+H')
  })

  it('with Ctrl and a digit goes by the place, as on some keyboards a digit takes Shift', () => {
    expect(elsewhere('&', { ctrlKey: true, code: 'Digit1' })).toBe('Mod+1')
    expect(elsewhere('&', { ctrlKey: true, altKey: true, code: 'Digit1' })).toBe('Mod+Alt+1')
    expect(elsewhere('&', { code: 'Digit1' })).toBe('&')
  })
})

it('an input method’s keys are known, also by the old number that WebKit gives the last one', () => {
  expect(composes({ isComposing: true, keyCode: 13 })).toBe(true)
  expect(composes({ isComposing: false, keyCode: 229 })).toBe(true)
  expect(composes({ isComposing: false, keyCode: 13 })).toBe(false)
})

it('a Mac is known by its platform, or where that is empty by its name for itself', () => {
  expect(isMac({ platform: 'MacIntel', userAgent: '' })).toBe(true)
  expect(isMac({ platform: '', userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)' })).toBe(true)
  expect(isMac({ platform: 'Win32', userAgent: 'Mozilla/5.0 (Windows NT 10.0)' })).toBe(false)
})

it.each([
  ['Mod+K', ['⌘', 'K'], ['Ctrl', 'K']],
  ['Mod+Shift+Z', ['⌘', '⇧', 'Z'], ['Ctrl', 'Shift', 'Z']],
  ['Alt+H', ['⌥', 'H'], ['Alt', 'H']],
  ['g o', ['G', 'O'], ['G', 'O']],
  ['+', ['+'], ['+']],
  ['Escape', ['Esc'], ['Esc']],
])('%s is shown with the keys of the computer', (way, mac, other) => {
  expect([caps(way, true), caps(way, false)]).toEqual([mac, other])
})
