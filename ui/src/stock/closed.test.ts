import { afterEach, beforeEach, expect, it } from 'vitest'

import { settled, Stage } from './stage'

const WHY = 'This warehouse is switched off, and the shop takes no levels for it.'

let stage: Stage
beforeEach(async () => {
  stage = new Stage(30)
  stage.know(() => 45)
  await stage.open()
})
afterEach(() => stage.close())

async function close(warehouse: string) {
  stage.host.shops[0]!.closed.set(warehouse, WHY)
  await stage.shelf.refresh()
  await settled()
}
const draft = (col: number) => stage.shelf.draftAt({ row: 0, col })

it('in a warehouse that takes no levels an edit is refused as it is typed, and the text stays', async () => {
  await close('wh-la')
  stage.type(0, 1, '50')
  expect(draft(1)).toMatchObject({ typed: '50', change: null, problem: WHY })
  stage.type(0, 0, '50')
  expect(draft(0)).toMatchObject({ change: { kind: 'set', level: 50 }, problem: null })
})

it('so is one that is pasted, and what changes nothing is no edit there either', async () => {
  await close('wh-la')
  stage.shelf.sheet.write([stage.shelf.entry({ row: 0, col: 1 }, '5', 'pasted')!])
  expect(draft(1)).toMatchObject({ typed: '5', problem: WHY })
  stage.type(0, 1, '45')
  expect(draft(1)).toBeUndefined()
})

it('its levels are shown as any others', async () => {
  await close('wh-la')
  expect(stage.shelf.level({ row: 0, col: 1 })?.level).toBe(45)
  expect(stage.shelf.warehouses.map(({ closed }) => closed)).toEqual([null, WHY, null])
})
