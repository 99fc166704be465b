/** The words of the history beside the grid, and of its chart. */
import { count, counted } from '../format'
import type { ChartLine, ChartRange, LedgerLine, MovedBy } from '../host'

const number = (known: number | null) => (known === null ? '–' : count(known))
const between = ({ least, most }: Pick<ChartLine, 'least' | 'most'>) =>
  least === most ? `${count(least)} all the time` : `${count(least)} at the least and ${count(most)} at the most`
const moved = (moves: number) => (moves === 1 ? 'one entry' : counted(moves, 'entry', 'entries'))

export const historyText = {
  title: { level: 'History of this level', sku: 'History of this SKU' },
  list: 'History, newest first',
  close: 'Close the history',
  empty: 'Nothing is known of this level yet.',
  reason: (reason: string) => `Reason: ${reason}`,
  scopes: 'Whose history',
  scope: { level: 'This level', sku: 'This SKU' },
  ranges: 'How far back',
  range: { week: 'Week', month: 'Month', all: 'All' } satisfies Record<ChartRange, string>,
  events: { seen: 'Seen', sent: 'Sent', answered: 'Answered', lost: 'Answer lost', refused: 'Refused' },
  levels: ({ before, level }: Pick<LedgerLine, 'before' | 'level'>) =>
    before === null || before === level ? number(level) : `${number(before)} → ${number(level)}`,
  by: ({ event, by }: Pick<LedgerLine, 'event' | 'by'>) => {
    if (by === 'shop' || (event !== 'sent' && event !== 'lost')) return 'by the shop'
    return by === 'you' ? 'by you' : 'by undoing a save'
  },
  older: 'Show older',
  undo: 'Undo this save…',

  shares: {
    name: 'Whom this stock is kept for',
    committed: 'Promised to orders',
    campaign: 'Campaigns',
    creator: 'Creators',
    free: 'Free for anybody',
    number,
    /** The first is told by warehouse, the others aren’t. */
    inAll: 'The last three are told of all warehouses together.',
    toldAt: (moment: string) => `As the shop told ${moment}.`,
  },

  chart: {
    name: 'Level over time',
    keys: 'Left and right go from entry to entry, Home and End to the first and to today.',
    none: { week: 'Nothing is known of the last 7 days.', month: 'Nothing is known of the last 30 days.', all: 'Nothing is known of this level yet.' } satisfies Record<ChartRange, string>,
    today: 'today',
    by: { shop: 'shop and sales', you: 'you', undo: 'undo' } satisfies Record<MovedBy, string>,
    movedBy: { shop: 'by the shop', you: 'by you', undo: 'by undo' } satisfies Record<MovedBy, string>,
    over: { week: 'in the last 7 days', month: 'in the last 30 days', all: 'in all that is known' } satisfies Record<ChartRange, string>,
    /** What is seen at a glance. */
    summary: (lines: ChartLine[], range: ChartRange) => {
      const now = lines.reduce((sum, { steps }) => sum + (steps.at(-1)?.level ?? 0), 0)
      const moves = lines.reduce((sum, line) => sum + line.moves, 0)
      const where = lines.length > 1 ? ` in ${counted(lines.length, 'warehouse')}` : ''
      return `${count(now)} now${where}, ${moves ? moved(moves) : 'no entry'} ${historyText.chart.over[range]}.`
    },
    /** The same of one line, for who does not see it. */
    ofLine: (line: ChartLine) => `${line.warehouse}: ${count(line.steps.at(-1)?.level ?? 0)} now, ${between(line)}.`,
    hidden: (warehouses: number) => `${counted(warehouses, 'more warehouse')} moved less and ${warehouses === 1 ? 'is' : 'are'} in the list alone.`,
  },
}
