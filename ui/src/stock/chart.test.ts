import { expect, it } from 'vitest'

import type { ChartLine, LevelChart } from '../host'
import { HEIGHT, levelAt, namesAt, pathOf, plotOf, readAt, stopsOf, timeAt, xOf, yOf } from './chart'

const line = (warehouse: string, steps: [number, number][], by: 'shop' | 'you' = 'shop'): ChartLine => ({
  warehouseId: warehouse,
  warehouse,
  steps: steps.map(([at, level]) => ({ at, level })),
  marks: steps.map(([at, level]) => ({ at, level, by })),
  moves: steps.length,
  least: Math.min(...steps.map(([, level]) => level)),
  most: Math.max(...steps.map(([, level]) => level)),
})
const chart = (...lines: ChartLine[]): LevelChart => ({ from: 1000, to: 2000, lines, hidden: 0 })

it('a level is a step that holds until the next one and up to today', () => {
  const plot = plotOf(chart(line('a', [[1000, 100], [1500, 50]])), 200)
  expect(plot.top).toBe(100)
  expect(pathOf(plot, plot.chart.lines[0]!)).toBe(`M0 0H100V${HEIGHT / 2}H200`)
})

it('a line begins where its level became known', () => {
  const plot = plotOf(chart(line('a', [[1750, 100]])), 200)
  expect(pathOf(plot, plot.chart.lines[0]!)).toBe('M150 0H200')
})

it('the level under the pointer is the one that held there, to both sides of a step', () => {
  const one = line('a', [[1200, 45], [1500, 43], [1500, 50]])
  expect([1199, 1200, 1499, 1500, 9999].map((at) => levelAt(one, at))).toEqual([null, 45, 45, 50, 50])
})

it('time and place are each other the other way round, and no place is past an end', () => {
  const plot = plotOf(chart(line('a', [[1000, 1]])), 200)
  expect(timeAt(plot, xOf(plot, 1337))).toBeCloseTo(1337)
  expect([timeAt(plot, -20), timeAt(plot, 999)]).toEqual([1000, 2000])
})

it('names stand apart and inside, nearest to the ends of their lines and in their order', () => {
  const plot = plotOf(chart(line('a', [[1000, 0]]), line('b', [[1000, 100]]), line('c', [[1000, 99]]), line('d', [[1000, 1]])), 200)
  const at = namesAt(plot)
  const order = [1, 2, 3, 0].map((index) => at[index]!)
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  order.slice(1).forEach((y, index) => expect(y - order[index]!).toBeGreaterThanOrEqual(14))
  expect(order[0]).toBeGreaterThanOrEqual(7)
  expect(order.at(-1)).toBeLessThanOrEqual(HEIGHT - 7)
  const alone = plotOf(chart(line('a', [[1000, 60]]), line('b', [[1000, 100]])), 200)
  expect(namesAt(alone)[0]).toBeCloseTo(yOf(alone, 60), 0)
})

it('the keys go to every entry and to today, each once', () => {
  expect(stopsOf(chart(line('a', [[1200, 4], [1500, 5]]), line('b', [[1500, 9]])))).toEqual([1200, 1500, 2000])
})

it('who moved a level is read only where the entry is', () => {
  const plot = plotOf(chart(line('a', [[1000, 45], [1500, 50]], 'you')), 200)
  const by = (at: number) => readAt(plot, at).map(({ level, mark }) => [level, mark?.by])
  expect(by(1500)).toEqual([[50, 'you']])
  expect(by(1700)).toEqual([[50, undefined]])
  expect(by(1499)).toEqual([[45, undefined]])
  expect(by(999)).toEqual([])
  // The same level, said again by another a moment later, is not yet said.
  const again = line('a', [[1500, 50]], 'you')
  again.marks.push({ at: 1510, level: 50, by: 'undo' })
  const twice = plotOf(chart(again), 200)
  expect([1500, 1510].map((at) => readAt(twice, at)[0]?.mark?.by)).toEqual(['you', 'undo'])
})
