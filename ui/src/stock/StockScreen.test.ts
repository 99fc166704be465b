import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { Keyboard } from '../actions/keyboard'
import { actions } from '../actions/registry'
import { app } from '../app.svelte'
import { eventually, teachDialogs, teachSizes } from '../eventually'
import { provideHost } from '../host'
import { MemoryHost } from '../host/memory/host'
import { letGo, openShop } from '../shops.svelte'
import type { Shelf } from './shelf.svelte'
import StockScreen from './StockScreen.svelte'

let host: MemoryHost
let screen: ReturnType<typeof mount>
let shelf: Shelf
let stop: () => void

const keyboard = new Keyboard(actions, { mac: false, now: () => 0, refused: () => {} })
const onkeydown = (event: KeyboardEvent) => keyboard.press(event)

const words = (element: Element | null) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
const one = <E extends Element = HTMLElement>(selector: string) => document.querySelector<E>(selector)
const field = () => one<HTMLInputElement>('.spot input')!
const cellAt = (row: number, col: number) => one(`[role=row][aria-rowindex="${row + 2}"] [role=gridcell].cell[aria-colindex="${col + 3}"]`)!
const status = () => words(one('footer'))
const labelled = (label: string) => [...document.querySelectorAll('label')].find((one) => words(one) === label)!.control as HTMLInputElement

function press(key: string, more: KeyboardEventInit = {}) {
  const target = document.activeElement ?? document.body
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
  flushSync()
}

function type(into: HTMLInputElement, text: string, data: string | null = text, more = {}) {
  into.value = text
  into.dispatchEvent(Object.assign(new Event('input', { bubbles: true }), { data, inputType: 'insertText', isComposing: false, ...more }))
  flushSync()
}

/** A pointer on an element, as far as jsdom knows pointers. */
function point(kind: string, element: Element, buttons = 1) {
  element.dispatchEvent(Object.assign(new MouseEvent(kind, { bubbles: true, cancelable: true, button: 0, buttons }), { pointerId: 1 }))
  flushSync()
}

/** The clipboard of this test: what was copied last. */
let board = ''

function clip(kind: 'copy' | 'paste') {
  const clipboardData = { setData: (_: string, text: string) => (board = text), getData: () => board }
  field().dispatchEvent(Object.assign(new Event(kind, { bubbles: true, cancelable: true }), { clipboardData }))
  flushSync()
}

const shown = (top: number, bottom: number, col: number) => Array.from({ length: bottom - top + 1 }, (_, at) => shelf.shown({ row: top + at, col }))

function select(top: number, left: number, bottom: number, right: number) {
  point('pointerdown', cellAt(top, left))
  if (top !== bottom || left !== right) point('pointerover', cellAt(bottom, right))
}

beforeEach(async () => {
  teachSizes()
  teachDialogs()
  letGo()
  host = new MemoryHost({ orders: 0, skus: 30 })
  host.shops[0]?.skus.forEach((sku, row) => (sku.levels = sku.levels.map((_, col) => row + 10 * col + 10)))
  provideHost(host)
  stop = app.start()
  await eventually(() => expect(app.state).not.toBeNull())
  shelf = (await openShop(host.shops[0]!.view).furnish()).shelf
  screen = mount(StockScreen, { target: document.body, props: { shelf } })
  window.addEventListener('keydown', onkeydown)
  await eventually(() => expect(cellAt(4, 2)).not.toBeNull())
})

afterEach(async () => {
  window.removeEventListener('keydown', onkeydown)
  stop()
  app.state = null
  await unmount(screen)
})

it('reads its list once when it comes', async () => {
  const before = shelf.list.opened
  const open = vi.spyOn(host, 'open_stock')
  await unmount(screen)
  screen = mount(StockScreen, { target: document.body, props: { shelf } })
  flushSync()
  await eventually(() => expect(shelf.list.opened).not.toBe(before))
  flushSync()
  await shelf.list.settled()
  expect(open).toHaveBeenCalledOnce()
})

describe('the status bar', () => {
  it('tells count, sum, average, smallest and largest of what is selected', () => {
    select(0, 0, 1, 1)
    expect(status()).toContain('4 cells · sum 62 · average 15.5 · smallest 10 · largest 21')
  })

  it('follows what is typed', () => {
    select(0, 0, 1, 0)
    type(field(), '5')
    press('Enter', { ctrlKey: true })
    expect(status()).toContain('2 cells · sum 10 · average 5 · smallest 5 · largest 5')
  })
})

describe('what is typed', () => {
  it('shows where it leads, and where that was rounded', () => {
    select(0, 0, 0, 0)
    type(field(), '*3')
    expect(words(one('.preview'))).toBe('10 → 30')
    type(field(), '/3')
    expect([words(one('.preview')), words(one('.rounded'))]).toEqual(['10 → 3', 'rounded down'])
    type(field(), '=12*4')
    expect([words(one('.preview')), one('.rounded')]).toEqual(['10 → 48', null])
  })

  it('is left to an input method, also by the gestures', () => {
    select(0, 0, 0, 0)
    for (const [key, held] of [['r', { ctrlKey: true }], ['a', { ctrlKey: true }], ['ArrowUp', { altKey: true }], ['Enter', {}]] as const) press(key, { ...held, isComposing: true })
    type(field(), 'に', 'に', { isComposing: true })
    press('Escape', { isComposing: true })
    expect([shelf.editor.text, shelf.active, shelf.sheet.size]).toEqual(['に', { row: 0, col: 0 }, 0])
  })
})

describe('the clipboard', () => {
  it('takes a block from one place to another', async () => {
    select(0, 0, 1, 1)
    clip('copy')
    expect(board).toBe('10\t20\n11\t21')
    select(4, 1, 4, 1)
    clip('paste')
    await eventually(() => expect([shown(4, 5, 1), shown(4, 5, 2)]).toEqual([[10, 11], [20, 21]]))
  })

  it('adds once what is pasted after its action was asked for', async () => {
    board = '5'
    select(0, 0, 0, 0)
    press('V', { ctrlKey: true, shiftKey: true })
    expect(status()).toContain('Now paste')
    clip('paste')
    await eventually(() => expect(shown(0, 0, 0)).toEqual([15]))
    clip('paste')
    await eventually(() => expect(shown(0, 0, 0)).toEqual([5]))
  })
})

describe('a paste that asks', () => {
  beforeEach(() => {
    board = '1\n2\n3'
    select(0, 0, 1, 0)
    clip('paste')
  })

  it('says what would happen; its button has the focus, so that Enter pastes', async () => {
    expect(words(one('dialog'))).toContain('You copied 3 rows × 1 column. Selected are 2 rows × 1 column.')
    expect(words(document.activeElement)).toBe('Paste 3 cells')
    ;(document.activeElement as HTMLElement).click()
    await eventually(() => expect(shown(0, 3, 0)).toEqual([1, 2, 3, 13]))
    expect([one('dialog'), document.activeElement]).toEqual([null, field()])
  })

  it('leaves everything as it was with Esc', async () => {
    one('dialog')!.dispatchEvent(new Event('cancel', { cancelable: true }))
    flushSync()
    expect([one('dialog'), shelf.sheet.size, shelf.range]).toEqual([null, 0, { top: 0, bottom: 1, left: 0, right: 0 }])
  })
})

describe('the handle', () => {
  it('is hidden while something is typed, and never taken out of the grid', () => {
    field().focus()
    flushSync()
    const before = one('.handle')!
    const isHidden = () => before.closest('.over')!.classList.contains('hidden')
    expect(isHidden()).toBe(false)
    type(field(), '7')
    expect([isHidden(), one('.handle')]).toEqual([true, before])
    press('Escape')
    expect([isHidden(), one('.handle')]).toEqual([false, before])
  })

  it('shows over which cells it is drawn, and copies where it is let go', async () => {
    select(0, 0, 0, 1)
    point('pointerdown', one('.handle')!)
    point('pointerover', cellAt(3, 0))
    expect(one('.drawn')).not.toBeNull()
    expect(shelf.range).toEqual({ top: 0, bottom: 0, left: 0, right: 1 })
    point('pointerup', document.body, 0)
    await eventually(() => expect([shown(0, 3, 0), shown(0, 3, 1)]).toEqual([Array(4).fill(10), Array(4).fill(20)]))
    expect(one('.drawn')).toBeNull()
  })

  it('copies nothing where Esc came before', () => {
    select(0, 0, 0, 0)
    point('pointerdown', one('.handle')!)
    point('pointerover', cellAt(3, 0))
    press('Escape')
    point('pointerup', document.body, 0)
    expect([shelf.sheet.size, one('.drawn')]).toEqual([0, null])
  })

  it('fills on by a double click', async () => {
    select(1, 0, 2, 0)
    type(field(), '7')
    press('Enter', { ctrlKey: true })
    select(0, 1, 0, 1)
    one('.handle')!.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
    await eventually(() => expect(shown(0, 3, 1)).toEqual([20, 20, 20, 23]))
  })
})

describe('find and replace', () => {
  beforeEach(() => {
    select(0, 0, 0, 0)
    press('h', { ctrlKey: true })
  })

  it('opens by its key with the focus in it, counts, and replaces all by Enter', async () => {
    await eventually(() => expect(document.activeElement).toBe(labelled('Find')))
    type(labelled('Find'), '<12')
    await eventually(() => expect(words(one('[role=status]'))).toBe('2 cells match'))
    type(labelled('Replace by'), '+5')
    one('form')!.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }))
    await eventually(() => expect(shown(0, 2, 0)).toEqual([15, 16, 12]))
    expect(words(one('[role=status]'))).toBe('0 cells match')
  })

  it('looks only in what is selected, which stays marked', async () => {
    select(0, 0, 1, 1)
    press('h', { ctrlKey: true })
    await eventually(() => expect(document.activeElement).toBe(labelled('Find')))
    type(labelled('Find'), '>=11')
    await eventually(() => expect(words(one('[role=status]'))).toBe('3 cells match in the selection'))
    expect(cellAt(1, 1).getAttribute('aria-selected')).toBe('true')
  })

  it('says what can’t be looked for, and leads back by Esc', async () => {
    await eventually(() => expect(document.activeElement).toBe(labelled('Find')))
    type(labelled('Find'), 'ten')
    expect(words(one('[role=status]'))).toContain('Type a level')
    press('Escape')
    expect([one('form'), document.activeElement]).toEqual([null, field()])
  })
})
