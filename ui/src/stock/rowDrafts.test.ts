import { afterEach, beforeEach, expect, it } from 'vitest'

import { Stage } from './stage'

let stage: Stage
beforeEach(async () => {
  stage = new Stage(40)
  stage.know(() => 5)
  await stage.open()
})
afterEach(() => stage.close())

const draftsOf = (row: number) => stage.shelf.draftsIn(stage.shelf.list.at(row)!)

it('a row has the drafts of its cells, by column', () => {
  expect(draftsOf(1)[0]).toBeUndefined()
  stage.type(1, 1, '7')
  expect(draftsOf(1).map((draft) => draft?.typed)).toEqual([undefined, '7', undefined])
})

it('its list stays the same one until one of them changes', () => {
  stage.type(1, 1, '7')
  const [own, other] = [draftsOf(1), draftsOf(2)]
  stage.type(2, 0, '8')
  expect(draftsOf(1)).toBe(own)
  expect(draftsOf(2)).not.toBe(other)
  stage.type(1, 1, '9')
  expect(draftsOf(1)).not.toBe(own)
  expect(draftsOf(1)[1]?.typed).toBe('9')
  stage.shelf.sheet.undo()
  expect(draftsOf(1)[1]?.typed).toBe('7')
  stage.shelf.sheet.discard()
  expect(draftsOf(1)[1]).toBeUndefined()
})
