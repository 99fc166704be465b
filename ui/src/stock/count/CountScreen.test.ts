import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { Keyboard } from '../../actions/keyboard'
import { actions } from '../../actions/registry'
import { app } from '../../app.svelte'
import { eventually, teachDialogs, teachSizes } from '../../eventually'
import { provideHost } from '../../host'
import { MemoryHost } from '../../host/memory/host'
import { letGo, openShop } from '../../shops.svelte'
import type { Shelf } from '../shelf.svelte'
import StockScreen from '../StockScreen.svelte'

let host: MemoryHost
let screen: ReturnType<typeof mount>
let shelf: Shelf
let stop: () => void

const keyboard = new Keyboard(actions, { mac: false, now: () => 0, refused: () => {} })
const onkeydown = (event: KeyboardEvent) => keyboard.press(event)

const words = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
const one = <E extends Element = HTMLElement>(selector: string) => document.querySelector<E>(selector)
const field = () => one<HTMLInputElement>('.side input:not([type=checkbox])')!
const button = (name: string) => [...document.querySelectorAll('button')].find((found) => words(found).startsWith(name))!
const choose = (name: string) => [...document.querySelectorAll<HTMLElement>('dialog button')].find((found) => words(found).startsWith(name))!.click()
const tab = (name: string) => [...document.querySelectorAll<HTMLElement>('[role=tab]')].find((found) => words(found).startsWith(name))!
const rows = () => [...document.querySelectorAll('[role=table] [role=row]:not(.head)')].filter((row) => words(row))
const rowOf = (sku: string) => rows().find((row) => words(row).includes(sku))!
const says = (selector: string, said: string | RegExp) => eventually(() => expect(words(one(selector))).toMatch(said))
const sums = () => words(one('.sums'))
const skus = () => host.shops[0]!.skus

let ticks = 0
/** Keys come apart by more than a scanner's echo. */
function press(key: string, more: KeyboardEventInit = {}) {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })
  Object.defineProperty(event, 'timeStamp', { value: (ticks += 1000) })
  ;(document.activeElement ?? document.body).dispatchEvent(event)
  flushSync()
}

/** Types into whatever has the focus, as a scanner does. */
function scan(code: string) {
  for (const key of code) {
    press(key)
    const into = document.activeElement as HTMLInputElement
    into.value = `${into.value ?? ''}${key}`
    into.dispatchEvent(new Event('input', { bubbles: true }))
  }
  press('Enter')
}

async function count() {
  button('Count stock').click()
  await eventually(() => expect(words(one('dialog'))).toContain('Which warehouse do you count?'))
  choose('New York')
  await says('h1', 'Scan the first piece')
  await eventually(() => expect(document.activeElement).toBe(field()))
}

beforeEach(async () => {
  teachSizes()
  teachDialogs()
  letGo()
  host = new MemoryHost({ orders: 0, skus: 30 })
  skus().forEach((sku, row) => (sku.levels = sku.levels.map(() => row + 10)))
  provideHost(host)
  stop = app.start()
  await eventually(() => expect(app.state).not.toBeNull())
  shelf = (await openShop(host.shops[0]!.view).furnish()).shelf
  screen = mount(StockScreen, { target: document.body, props: { shelf } })
  window.addEventListener('keydown', onkeydown)
  await eventually(() => expect(button('Count stock')).toBeDefined())
  await count()
})

afterEach(async () => {
  window.removeEventListener('keydown', onkeydown)
  stop()
  await unmount(screen)
  document.body.replaceChildren()
})

describe('a scanner', () => {
  it('adds a piece by each scan of a code or an id, whatever its case', async () => {
    const { sellerSku, skuId } = skus()[3]!
    scan(sellerSku)
    await says('h1', `${sellerSku}: 1 piece`)
    scan(sellerSku.toLowerCase())
    scan(skuId)
    await says('h1', `${sellerSku}: 3 pieces`)
    await eventually(() => expect(words(rowOf(sellerSku))).toContain('−10'))
    expect(sums()).toBe('1 SKU counted 1 difference 0 pieces more 10 pieces fewer')
  })

  it('is stopped by an unknown code, which counts nothing and must be cleared', async () => {
    const { sellerSku } = skus()[3]!
    scan('4006381333931')
    await says('.alarm', 'No SKU has this code')
    scan(sellerSku)
    await says('.alarm', '1')
    expect(host.journal.filter((call) => call.startsWith('count_scan'))).toHaveLength(1)
    press('Escape')
    await says('h1', 'Scan the first piece')
    scan(sellerSku)
    await says('h1', `${sellerSku}: 1 piece`)
  })

  it('asks which SKU is meant where several have the code', async () => {
    skus()[4]!.sellerSku = skus()[3]!.sellerSku
    scan(skus()[3]!.sellerSku)
    await says('.alarm', 'Several SKUs have the code')
    press('1')
    press('ArrowDown')
    press('ArrowDown')
    expect(sums(), 'a digit chooses nothing: scanners send them').toBe('')
    ;(document.activeElement as HTMLElement).click()
    await says('h1', ': 1 piece')
    await eventually(() => expect(sums()).toContain('1 SKU counted'))
    expect(words(rows()[0])).toContain(skus()[4]!.product)
  })

  it('is heard while a number of the table has the focus', async () => {
    const { sellerSku } = skus()[3]!
    scan(sellerSku)
    await eventually(() => expect(rowOf(sellerSku)).toBeDefined())
    const input = rowOf(sellerSku).querySelector('input')!
    input.focus()
    // What is selected gives way to what is typed.
    input.value = ''
    scan(skus()[5]!.sellerSku)
    await says('h1', `${skus()[5]!.sellerSku}: 1 piece`)
  })
})

describe('a number', () => {
  it('behind a scan is how many there are of that one', async () => {
    const { sellerSku } = skus()[3]!
    scan(sellerSku)
    await says('h1', `${sellerSku}: 1 piece`)
    scan('13')
    await says('h1', `${sellerSku}: 13 pieces`)
    expect(sums()).toContain('0 differences')
  })

  it('that is a code as well is asked about', async () => {
    skus()[5]!.sellerSku = '13'
    const { sellerSku } = skus()[3]!
    scan(sellerSku)
    await says('h1', `${sellerSku}: 1 piece`)
    scan('13')
    await says('.alarm', 'Is 13 a number or a code?')
    press('ArrowDown')
    ;(document.activeElement as HTMLElement).click()
    await says('h1', `${sellerSku}: 13 pieces`)
  })

  it('without a scan before it is a code', async () => {
    scan('13')
    await says('.alarm', 'No SKU has this code')
  })

  it('is typed into the table, and an emptied field is not counted any more', async () => {
    tab('Not counted').click()
    const { sellerSku } = skus()[2]!
    await eventually(() => expect(rowOf(sellerSku)).toBeDefined())
    const input = () => rowOf(sellerSku).querySelector('input')!
    const type = (text: string) => {
      input().focus()
      input().value = text
      input().dispatchEvent(new Event('input', { bubbles: true }))
      press('Enter')
    }
    tab('All').click()
    await eventually(() => expect(rows()).toHaveLength(Math.min(30, rows().length)))
    type('20')
    await eventually(() => expect(words(rowOf(sellerSku))).toContain('+8, makes 20'))
    type('')
    await eventually(() => expect(words(tab('Counted'))).toBe('Counted 0'))
  })
})

it('takes scans back one after the other', async () => {
  const { sellerSku } = skus()[3]!
  scan(sellerSku)
  scan(sellerSku)
  await says('h1', `${sellerSku}: 2 pieces`)
  press('z', { ctrlKey: true })
  await eventually(() => expect(rowOf(sellerSku).querySelector('input')!.value).toBe('1'))
  press('z', { ctrlKey: true })
  await eventually(() => expect(sums()).toContain('0 SKUs counted'))
})

it('takes off what is sold and not packed, unless it lies apart', async () => {
  const { sellerSku, skuId } = skus()[3]!
  host.soldPieces.set(skuId, 2)
  scan(sellerSku)
  await says('h1', `${sellerSku}: 1 piece`)
  scan('15')
  await eventually(() => expect(sums()).toContain('0 differences'))
  expect(words(one('.sentence'))).toContain('2 pieces of these are sold and wait to be packed')
  one<HTMLInputElement>('[role=switch]')!.click()
  await eventually(() => expect(sums()).toContain('2 pieces more'))
})

it('says what a rule keeps back, and does not offer it', async () => {
  await host.set_safety_rule({ shop: 1, about: { kind: 'warehouse', id: 'wh-ny' }, field: 'kept_back', value: 5 })
  const { sellerSku, skuId } = skus()[3]!
  host.soldPieces.set(skuId, 2)
  scan(sellerSku)
  await says('h1', `${sellerSku}: 1 piece`)
  scan('20')
  await eventually(() => expect(words(rowOf(sellerSku))).toContain('2 sold, keeps back 5'))
  expect(sums()).toContain('0 differences')
})

it('counts the rest as 0 only after a question that names how many', async () => {
  scan(skus()[3]!.sellerSku)
  await eventually(() => expect(words(tab('Not counted'))).toBe('Not counted 29'))
  button('Count the rest as 0').click()
  await eventually(() => expect(words(one('dialog'))).toContain('Count 29 SKUs as 0?'))
  button('Cancel').click()
  await eventually(() => expect(one('dialog')).toBeNull())
  expect(words(tab('Not counted'))).toBe('Not counted 29')
  button('Count the rest as 0').click()
  await eventually(() => button('Count 29 as 0').click())
  await eventually(() => expect(words(tab('Not counted'))).toBe('Not counted 0'))
})

it('is reviewed and applied with a reason, as differences', async () => {
  const { sellerSku, skuId } = skus()[3]!
  scan(sellerSku)
  await says('h1', ': 1 piece')
  scan('11')
  await says('h1', ': 11 pieces')
  scan(skus()[5]!.sellerSku)
  await says('h1', ': 1 piece')
  scan('15')
  await says('h1', ': 15 pieces')
  press('s', { ctrlKey: true })
  await says('h1', 'Review the differences')
  await eventually(() => expect(rows()).toHaveLength(1))
  expect(words(rows()[0])).toContain('−2, makes 11')
  await eventually(() => expect(words(one('form'))).toContain('costs'))
  const other = [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')].at(-1)!
  other.click()
  flushSync()
  expect(button('Apply').disabled, 'no reason').toBe(true)
  const own = one<HTMLInputElement>('.own')!
  own.value = 'Dropped a box'
  own.dispatchEvent(new Event('input', { bubbles: true }))
  flushSync()
  button('Apply 1 difference').click()
  await eventually(() => expect(host.journal).toContain('apply_count Dropped a box'))
  expect(host.journal.find((call) => call.startsWith('save_stock'))).toBe(`save_stock ${JSON.stringify([[skuId, 'wh-ny', { kind: 'add', amount: -2 }, 13]])}`)
  await eventually(() => expect(button('Count stock')).toBeDefined())
})

it('says where the shop takes no levels, sends nothing, and keeps what was counted', async () => {
  host.shops[0]!.closed.set('wh-ny', 'This warehouse is switched off.')
  scan(skus()[3]!.sellerSku)
  await says('h1', ': 1 piece')
  press('s', { ctrlKey: true })
  await says('form', 'This warehouse is switched off. What you counted is kept, and none of it is sent.')
  await eventually(() => expect(rows()).toHaveLength(1))
  expect(words(rows()[0])).toContain('Nothing')
  expect(button('Finish the count').disabled).toBe(true)
  button('Go on counting').click()
  await eventually(() => expect(sums()).toContain('1 SKU counted'))
})

it('goes on with an open count', async () => {
  scan(skus()[3]!.sellerSku)
  await says('h1', ': 1 piece')
  press('Escape')
  await eventually(() => expect(button('Go on counting')).toBeDefined())
  button('Go on counting').click()
  await eventually(() => expect(words(one('dialog'))).toContain('1 SKU counted'))
  choose('New York')
  await eventually(() => expect(words(tab('Counted'))).toBe('Counted 1'))
})

it('is given up after a question, and no level changes', async () => {
  scan(skus()[3]!.sellerSku)
  await says('h1', ': 1 piece')
  button('Give up').click()
  await eventually(() => expect(words(one('dialog'))).toContain('Give this count up?'))
  ;[...document.querySelectorAll<HTMLElement>('dialog button')].find((found) => words(found) === 'Give up')!.click()
  await eventually(() => expect(button('Count stock')).toBeDefined())
  expect(host.journal.some((call) => call.startsWith('save_stock'))).toBe(false)
})
