import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Action } from './action'
import { evenInText, Keyboard } from './keyboard'
import { Registry } from './registry'

let registry: Registry
let keyboard: Keyboard
let now: number
let done: string[]
let refused: string[]

const action = (id: string, keys: string[], more: Partial<Action> = {}): Action => ({ id, name: id, group: 'app', keys, run: () => done.push(id), ...more })

/** Presses a key with the focus in `where`, and tells whether the page was kept from it. */
function press(key: string, more: KeyboardEventInit = {}, where: Element = document.body) {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })
  const hear = (heard: Event) => keyboard.press(heard as KeyboardEvent)
  window.addEventListener('keydown', hear, { once: true })
  where.dispatchEvent(event)
  window.removeEventListener('keydown', hear)
  return event.defaultPrevented
}

function place(tag: 'input' | 'textarea' | 'select' | 'dialog') {
  const element = document.createElement(tag)
  document.body.append(element)
  return element
}

beforeEach(() => {
  ;[now, done, refused] = [0, [], []]
  registry = new Registry()
  keyboard = new Keyboard(registry, { mac: false, now: () => now, refused: (reason) => refused.push(reason) })
  registry.add([action('orders', ['g o']), action('next', ['j', 'ArrowDown'], { repeats: true }), action('palette', ['Mod+K'], { hears: evenInText })])
})

afterEach(() => document.body.replaceChildren())

describe('a key', () => {
  it('runs its action, by either of its ways, and is kept from the page', () => {
    expect([press('j'), press('ArrowDown'), press('k', { ctrlKey: true })]).toEqual([true, true, true])
    expect(done).toEqual(['next', 'next', 'palette'])
  })

  it('of nobody is left to the page', () => {
    expect(press('x')).toBe(false)
    expect(press('j', { ctrlKey: true })).toBe(false)
    expect(done).toEqual([])
  })

  it.each(['input', 'textarea', 'select'] as const)('stays text in a field (%s), unless its action is meant for there too', (tag) => {
    const field = place(tag)
    expect([press('j', {}, field), press('k', { ctrlKey: true }, field)]).toEqual([false, true])
    expect(done).toEqual(['palette'])
  })

  it('in a dialog is the dialog’s', () => {
    expect([press('j', {}, place('dialog')), press('k', { ctrlKey: true }, place('dialog'))]).toEqual([false, false])
  })

  it.each([{ isComposing: true }, { keyCode: 229 }])('of an input method is left alone (%j)', (composing) => {
    expect([press('j', composing), press('Enter', composing)]).toEqual([false, false])
    expect(done).toEqual([])
  })

  it('that the screen has taken already is not taken twice', () => {
    const screen = (event: Event) => event.preventDefault()
    document.body.addEventListener('keydown', screen)
    press('j')
    document.body.removeEventListener('keydown', screen)
    expect(done).toEqual([])
  })

  it('that is held goes on only where that is meant', () => {
    press('j', { repeat: true })
    expect(press('k', { ctrlKey: true, repeat: true })).toBe(true)
    expect(done).toEqual(['next'])
  })

  it('of an action that is not possible says why, and does nothing else', () => {
    registry.add([action('save', ['Mod+S'], { when: () => 'No change waits to be saved.' })])
    expect(press('s', { ctrlKey: true })).toBe(true)
    expect([done, refused]).toEqual([[], ['No change waits to be saved.']])
  })
})

describe('a chord', () => {
  it('is two keys, one after the other', () => {
    expect([press('g'), press('o')]).toEqual([false, true])
    expect(done).toEqual(['orders'])
    press('o')
    expect(done).toEqual(['orders'])
  })

  it('waits a second and a half for its second key', () => {
    press('g')
    now += 1500
    press('o')
    press('g')
    now += 1501
    press('o')
    expect(done).toEqual(['orders'])
  })

  it('that is not ended leaves the second key what it is', () => {
    press('g')
    press('j')
    press('o')
    expect(done).toEqual(['next'])
  })

  it('is ended over a Shift, but not in a field nor by an input method', () => {
    press('g')
    press('Shift')
    press('o')
    press('g')
    expect(press('o', {}, place('input'))).toBe(false)
    press('g')
    press('o', { isComposing: true })
    press('o')
    expect(done).toEqual(['orders'])
  })

  it('does not begin in a field, where its first key is text', () => {
    expect(press('g', {}, place('textarea'))).toBe(false)
    press('o')
    expect(done).toEqual([])
  })
})

describe('the registry', () => {
  it('knows the actions of a screen for as long as it is there, and tells when they come and go', () => {
    let told = 0
    registry.onChange(() => (told += 1))
    const leave = registry.add([action('fill', ['Mod+D'])])
    press('d', { ctrlKey: true })
    leave()
    expect(press('d', { ctrlKey: true })).toBe(false)
    expect([done, told]).toEqual([['fill'], 2])
  })

  it('takes the later of two alike, and still has it when the earlier one leaves', () => {
    const leave = registry.add([action('save', ['Mod+S'], { run: () => done.push('old') })])
    registry.add([action('save', ['Mod+S'], { run: () => done.push('new') })])
    press('s', { ctrlKey: true })
    leave()
    press('s', { ctrlKey: true })
    expect(done).toEqual(['new', 'new'])
  })
})
