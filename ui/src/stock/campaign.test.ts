import { afterEach, beforeEach, expect, it } from 'vitest'

import { campaignKey } from '../host/memory/shop'
import { settled, Stage } from './stage'

let stage: Stage
beforeEach(async () => {
  stage = new Stage(30)
  stage.know(() => 45)
  await stage.open()
})
afterEach(() => stage.close())

async function hold(pieces: number) {
  const shop = stage.host.shops[0]!
  shop.campaigns.set(campaignKey(shop.skus[0]!.skuId, 'wh-ny'), pieces)
  await stage.shelf.refresh()
  await settled()
}
const draft = () => stage.shelf.draftAt({ row: 0, col: 0 })

it('a level below what a campaign holds is refused as it is typed, and the text stays', async () => {
  await hold(20)
  stage.type(0, 0, '19')
  expect(draft()).toMatchObject({ typed: '19', change: null })
  expect(draft()?.problem).toBe('A campaign holds 20 here, and the shop takes no less while it lasts. 19 was not saved: type 20 or more.')
  expect(stage.shelf.summary.wrong).toBe(1)
  stage.type(0, 0, '-26')
  expect(draft()).toMatchObject({ typed: '-26', change: null })
})

it('what is held itself, and more, is taken; so is anything where nothing is held', async () => {
  await hold(20)
  stage.type(0, 0, '20')
  expect(draft()).toMatchObject({ change: { kind: 'set', level: 20 }, problem: null })
  stage.type(0, 1, '3')
  expect(stage.shelf.draftAt({ row: 0, col: 1 })).toMatchObject({ change: { kind: 'set', level: 3 } })
  await hold(0)
  stage.type(0, 0, '1')
  expect(draft()).toMatchObject({ change: { kind: 'set', level: 1 } })
})

it('a pasted level below what is held is refused like a typed one', async () => {
  await hold(20)
  const entry = stage.shelf.entry({ row: 0, col: 0 }, '5', 'pasted')!
  stage.shelf.sheet.write([entry])
  expect(draft()).toMatchObject({ typed: '5', change: null })
})
