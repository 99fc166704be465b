import { beforeEach, describe, expect, it } from 'vitest'

import type { Action } from './action'
import { catalogue, described } from './catalogue'
import { sections } from './ranking'
import { Registry } from './registry'

let registry: Registry
const nothing = () => {}
const action = (id: string, name: string, more: Partial<Action> = {}): Action => ({ id, name, group: 'app', run: nothing, ...more })
const shown = (typed: string) => sections(registry, typed, 'orders').map(({ heading, lines }) => [heading, ...lines.map(({ name }) => name)])

beforeEach(() => {
  registry = new Registry()
  registry.add([
    action('a', 'Dark theme', { when: () => 'In use already.' }),
    action('b', 'Light theme'),
    action('c', 'Theme of the system'),
    action('d', 'Next order', { group: 'orders' }),
    action('e', 'Go to Orders', { group: 'go' }),
    action('f', 'Find any action', { hidden: true }),
  ])
})

describe('before anything is typed', () => {
  it('what belongs to the screen comes first, and what is not possible last', () => {
    expect(shown('')).toEqual([['Orders', 'Next order'], ['Go to', 'Go to Orders'], ['App', 'Light theme', 'Theme of the system'], ['Not possible now', 'Dark theme']])
  })

  it('the last ones used stand on top, once', () => {
    for (const id of ['e', 'c', 'e']) registry.remember(action(id, ''))
    expect(shown('').slice(0, 2)).toEqual([['Recent', 'Go to Orders', 'Theme of the system'], ['Orders', 'Next order']])
    expect(shown('').flat().filter((name) => name === 'Go to Orders')).toHaveLength(1)
  })
})

describe('what is found', () => {
  it('has the best match on top, and what is not possible last, however well it matches', () => {
    expect(shown('theme')).toEqual([['App', 'Theme of the system', 'Light theme'], ['Not possible now', 'Dark theme']])
  })

  it('weighs what was used lately more', () => {
    registry.remember(action('b', ''))
    expect(shown('theme')[0]).toEqual(['App', 'Light theme', 'Theme of the system'])
  })

  it('can’t be run where it is not possible, and says why', () => {
    const [line] = sections(registry, 'dark', 'orders').at(-1)!.lines
    expect([line!.action, line!.reason]).toEqual([null, 'In use already.'])
  })

  it('also tells of other screens what could be done there', () => {
    const [line] = sections(registry, 'fill down', 'orders')[0]!.lines
    expect([line!.action, line!.reason, line!.keys]).toEqual([null, 'Open Stock first.', ['Mod+D']])
  })

  it('is offered besides, on top where the text means hardly anything else', () => {
    registry.offer((typed) => [{ ...action('o', `Search for ${typed}`, { group: 'search' }), place: typed === '1' ? 'top' : 'end' }])
    expect(shown('light')).toEqual([['App', 'Light theme'], ['Search', 'Search for light']])
    expect(shown('1')[0]).toEqual(['Search', 'Search for 1'])
    expect(shown(' ').flat()).not.toContain('Search for  ')
  })
})

describe('the catalogue', () => {
  it('gives a deed what is known of it', () => {
    expect(described({ 'stock.save': { run: nothing } })[0]).toMatchObject({ name: 'Save the stock changes', group: 'stock', keys: ['Mod+S'] })
  })

  it.each(['orders', 'pack', 'stock', 'count', 'activity'] as const)('has no key twice where it could mean two things (%s)', (screen) => {
    const heard = catalogue.filter(({ group, byItself }) => !byItself && (group === screen || !['orders', 'pack', 'stock', 'count', 'activity'].includes(group)))
    const keys = heard.flatMap((one) => one.keys ?? [])
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
    const chords = keys.filter((key) => key.includes(' ')).map((key) => key.split(' ')[0])
    expect(keys.filter((key) => chords.includes(key))).toEqual([])
  })
})
