/** The words of a stock count. */
import { count, counted } from '../../format'
import type { CountSums } from '../../host'

const signed = (amount: number) => (amount ? `${amount < 0 ? '−' : '+'}${count(Math.abs(amount))}` : '0')
const pieces = (number: number) => counted(number, 'piece')

export const countText = {
  open: 'Count stock…',
  goOn: 'Go on counting…',
  start: {
    title: 'Which warehouse do you count?',
    hint: 'Everything you count is kept as you count it. Nothing reaches the shop before you apply it.',
    begun: (skus: number, at: string) => `${counted(skus, 'SKU')} counted, begun ${at}`,
    fresh: 'Not begun',
    closed: 'The shop takes no levels here',
  },
  title: (warehouse: string) => `Counting ${warehouse}`,
  begun: (at: string) => `begun ${at}`,
  back: 'Back to the grid',
  field: 'Scan or type a SKU',
  ready: 'Scan the first piece, or type a SKU.',
  said: (sku: string, number: number) => `${sku}: ${pieces(number)}`,
  next: 'Scan the next piece. Or type how many there are of this one, and press Enter.',
  what: {
    there: 'Count every piece that lies there, also what is sold and not packed yet: that is taken off by itself.',
    apart: 'Count only what is not sold: nothing is taken off for orders that wait.',
    choice: 'Sold pieces lie apart',
    unplaced: (number: number) => `The shop doesn’t say which warehouse ${pieces(number)} of waiting orders leave from. Leave those out of the count.`,
  },
  unknown: {
    title: 'No SKU has this code',
    hint: 'Nothing was counted. Put the piece aside, or find its product by name under All.',
    verb: 'Go on',
  },
  several: {
    title: (code: string) => `Several SKUs have the code ${code}`,
    hint: 'Nothing was counted yet. Which one do you hold? The arrow keys choose, Enter takes it.',
  },
  number: {
    title: (typed: string) => `Is ${typed} a number or a code?`,
    hint: 'A SKU has it for its code. Nothing was counted yet. The arrow keys choose, Enter takes it.',
    pieces: (typed: number, sku: string) => `${pieces(typed)} of ${sku}`,
    code: (product: string) => `One piece of ${product}`,
  },
  cancel: 'Neither',
  tabs: { all: 'All', counted: 'Counted', differences: 'Differences', not_counted: 'Not counted' },
  tabsTitle: 'What was counted',
  table: 'Stock count',
  search: 'Search the count',
  columns: { product: 'Product', sku: 'SKU', now: 'Shop now', counted: 'Counted', off: 'Taken off', was: 'Level then', difference: 'Difference', sends: 'Will be sent' },
  input: (sku: string) => `Counted, ${sku}`,
  level: (level: number | null) => (level === null ? '–' : count(level)),
  signed,
  sends: (amount: number, to: number) => `${signed(amount)}, makes ${count(to)}`,
  nothing: 'Nothing',
  edited: 'You changed this level since. Count it again.',
  untold: 'The shop doesn’t tell this level. Type it into the grid.',
  /** Why fewer than were counted are to be offered. */
  takenOff: (sold: number, keptBack: number) => [sold ? `${count(sold)} sold` : '', keptBack ? `keeps back ${count(keptBack)}` : ''].filter(Boolean).join(', '),
  sold: (number: number) => `${pieces(number)} of these ${number === 1 ? 'is' : 'are'} sold and wait to be packed`,
  empty: {
    all: 'No SKU is kept in this warehouse',
    counted: 'Nothing is counted yet',
    differences: 'No differences',
    not_counted: 'Every SKU is counted',
  },
  emptyHint: 'Scan a piece, or look under All and type numbers.',
  notFound: (typed: string) => `Nothing matches “${typed}” here`,
  sums: {
    label: 'Sums of the count',
    lines: (skus: number) => `${counted(skus, 'SKU')} counted`,
    differences: (levels: number) => counted(levels, 'difference'),
    more: (number: number) => `${pieces(number)} more`,
    fewer: (number: number) => `${pieces(number)} fewer`,
  },
  /** Behind why the shop takes no levels. */
  kept: 'What you counted is kept, and none of it is sent.',
  leftOut: ({ edited, untold, gone }: Pick<CountSums, 'edited' | 'untold' | 'gone'>) =>
    [
      edited ? `${counted(edited, 'level was', 'levels were')} changed here since: count ${edited === 1 ? 'it' : 'them'} again.` : '',
      untold ? `The shop doesn’t tell ${counted(untold, 'level')}: nothing is sent for ${untold === 1 ? 'it' : 'them'}.` : '',
      gone ? `${counted(gone, 'SKU is', 'SKUs are')} no longer in the shop.` : '',
    ].filter(Boolean),
  stay: (skus: number) => (skus ? `${counted(skus, 'SKU was', 'SKUs were')} not counted and ${skus === 1 ? 'stays as it is' : 'stay as they are'}.` : ''),
  undo: 'Undo',
  undone: (sku: string, number: number | null) => `${sku}: ${number === null ? 'not counted any more' : pieces(number)}`,
  undoneMany: (skus: number) => `${counted(skus, 'SKU')} not counted any more.`,
  nothingToUndo: 'There is nothing to undo in this count.',
  rest: {
    verb: 'Count the rest as 0…',
    title: (skus: number) => `Count ${counted(skus, 'SKU')} as 0?`,
    hint: 'They were not counted. With 0 the shop would sell none of them from this warehouse. Undo brings them back until you apply the count.',
    yes: (skus: number) => `Count ${count(skus)} as 0`,
    none: 'Every SKU of this warehouse is counted.',
    done: (skus: number) => `${counted(skus, 'SKU')} counted as 0.`,
  },
  giveUp: {
    verb: 'Give up…',
    title: 'Give this count up?',
    hint: (skus: number) => `What you counted of ${counted(skus, 'SKU')} is put away, and no level changes.`,
    yes: 'Give up',
    done: 'The count is given up. No level was changed.',
  },
  review: {
    verb: 'Review and apply…',
    title: 'Review the differences',
    hint: 'Each difference is added to what the shop has when it is sent, so that nothing sold meanwhile is lost.',
    none: 'Count something first.',
    reason: 'Reason',
    reasons: ['Counted', 'Damaged', 'Lost', 'Found', 'Returned'],
    other: 'Other',
    words: 'The reason in your words',
    back: 'Go on counting',
    apply: (levels: number) => (levels ? `Apply ${counted(levels, 'difference')}` : 'Finish the count'),
    applied: (levels: number) => (levels ? `Count applied: ${counted(levels, 'level')} on the way.` : 'Count finished. No level differed.'),
  },
}
