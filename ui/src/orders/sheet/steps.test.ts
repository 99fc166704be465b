import { describe, expect, it } from 'vitest'

import { Steps, type Change } from './steps'

/** A sheet of numbers and its steps. */
function writing() {
  const steps = new Steps()
  const numbers: Record<string, string> = {}
  const apply = (changes: Change[] | null) => changes?.forEach(({ id, after }) => (numbers[id] = after))
  const write = (writes: [id: string, number: string][], typed = false) => {
    const changes = writes.map(([id, after]) => ({ id, before: numbers[id] ?? '', after }))
    steps.take(changes, typed)
    apply(changes)
  }
  return { steps, numbers, apply, write }
}

describe('a step', () => {
  it('is a whole paste', () => {
    const { steps, numbers, apply, write } = writing()
    write([['a', '1'], ['b', '2'], ['c', '3']])
    apply(steps.undo())
    expect(numbers).toEqual({ a: '', b: '', c: '' })
    apply(steps.redo())
    expect(numbers).toEqual({ a: '1', b: '2', c: '3' })
  })

  it('is all that was typed into one field, until the field is left', () => {
    const { steps, numbers, apply, write } = writing()
    for (const typed of ['J', 'JT', 'JT1']) write([['a', typed]], true)
    steps.part()
    write([['a', 'JT12']], true)
    write([['b', 'X']], true)
    apply(steps.undo())
    expect(numbers).toEqual({ a: 'JT12', b: '' })
    apply(steps.undo())
    expect(numbers['a']).toBe('JT1')
    apply(steps.undo())
    expect(numbers['a']).toBe('')
    expect(steps.undo()).toBeNull()
  })

  it('brings back what a paste had written over', () => {
    const { steps, numbers, apply, write } = writing()
    write([['a', 'typed']], true)
    write([['a', 'pasted']])
    apply(steps.undo())
    expect(numbers['a']).toBe('typed')
  })

  it('that was taken back is forgotten once something else is written', () => {
    const { steps, apply, write } = writing()
    write([['a', '1']])
    apply(steps.undo())
    write([['b', '2']])
    expect(steps.redo()).toBeNull()
  })

  it('of typing after an undo is one of its own', () => {
    const { steps, numbers, apply, write } = writing()
    write([['a', 'J']], true)
    write([['b', '2']])
    apply(steps.undo())
    steps.part()
    write([['a', 'JT']], true)
    apply(steps.undo())
    expect(numbers['a']).toBe('J')
  })
})
