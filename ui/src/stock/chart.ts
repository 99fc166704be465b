/** Where everything of a history's chart lies, in pixels, and what is read off it. Pure: the chart says what is drawn and how wide it is. */
import type { ChartLine, ChartMark, LevelChart } from '../host'
import { ticks } from '../today/words'

export const HEIGHT = 132
/** A name's line; names of lines that end close together stand one below the other. */
const NAME = 14
/** As near as this the pointer is on a mark, in pixels. */
const NEAR = 4

/** Lines are told apart by these before anything else, by their names at the end and by colour. */
export const dashes = ['none', '7 3', '2 3', '9 3 2 3', '4 2 1 2', '14 4']

export type Plot = { chart: LevelChart; width: number; top: number }

export function plotOf(chart: LevelChart, width: number): Plot {
  const most = Math.max(0, ...chart.lines.map((line) => line.most))
  return { chart, width, top: ticks(most).at(-1) ?? 1 }
}

export const linesOf = ({ top }: Plot): number[] => ticks(top)

export const xOf = ({ chart, width }: Plot, at: number) => ((at - chart.from) / Math.max(1, chart.to - chart.from)) * width
export const yOf = ({ top }: Plot, level: number) => (1 - level / top) * HEIGHT
export const timeAt = ({ chart, width }: Plot, x: number) => chart.from + (Math.min(Math.max(x, 0), width) / Math.max(1, width)) * (chart.to - chart.from)

const round = (value: number) => Math.round(value * 10) / 10

/** A line of steps up to today: a level holds until the next one. */
export function pathOf(plot: Plot, { steps }: ChartLine): string {
  let path = ''
  for (const { at, level } of steps) {
    const [x, y] = [round(xOf(plot, at)), round(yOf(plot, level))]
    path += path ? `H${x}V${y}` : `M${x} ${y}`
  }
  return path && `${path}H${round(plot.width)}`
}

/** Where the names of the lines stand behind their ends: as near to them as there is room, in their order, none over another. */
export function namesAt(plot: Plot): number[] {
  const { lines } = plot.chart
  const ends = lines.map((line, index) => ({ index, y: yOf(plot, line.steps.at(-1)?.level ?? 0) }))
  ends.sort((a, b) => a.y - b.y || a.index - b.index)
  let next = NAME / 2
  for (const end of ends) next = (end.y = Math.max(end.y, next)) + NAME
  let last = HEIGHT - NAME / 2 + NAME
  for (const end of ends.toReversed()) last = end.y = Math.min(end.y, last - NAME)
  const at: number[] = []
  for (const { index, y } of ends) at[index] = round(y)
  return at
}

/** The level that a line has at a moment; null before anything is known. */
export function levelAt({ steps }: ChartLine, at: number): number | null {
  let [low, high] = [0, steps.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((steps[middle]?.at ?? Infinity) <= at) low = middle + 1
    else high = middle
  }
  return steps[low - 1]?.level ?? null
}

/** The moments that the arrow keys go to: where somebody moved a level, and today. */
export function stopsOf({ lines, to }: LevelChart): number[] {
  return [...new Set([...lines.flatMap(({ marks }) => marks.map(({ at }) => at)), to])].sort((a, b) => a - b)
}

export type Reading = { line: ChartLine; level: number; mark: ChartMark | null }

/** What every line tells at a moment: its level, and the entry that lies there. */
export function readAt(plot: Plot, at: number): Reading[] {
  return plot.chart.lines.flatMap((line) => {
    const level = levelAt(line, at)
    if (level === null) return []
    const away = (mark: ChartMark) => Math.abs(xOf(plot, mark.at) - xOf(plot, at))
    const near = line.marks.filter((mark) => mark.level === level && mark.at <= at && away(mark) <= NEAR)
    return [{ line, level, mark: near.at(-1) ?? null }]
  })
}
