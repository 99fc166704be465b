/** The words of the save bar, the review and of conflicts that are decided together. */
import { count, counted } from '../format'
import type { Batch, Keep, StockCost } from '../host'

const number = (level: number | null) => (level === null ? '–' : count(level))
const signed = (amount: number) => `${amount < 0 ? '−' : '+'}${count(Math.abs(amount))}`

const kept: Record<Keep, (many: boolean) => string> = {
  mine: (many) => (many ? 'your numbers kept' : 'your number kept'),
  shop: (many) => (many ? 'the shop’s numbers taken' : 'the shop’s number taken'),
  difference: (many) => (many ? 'your differences added' : 'your difference added'),
}

export const reviewText = {
  bar: {
    conflicts: (cells: number) => counted(cells, 'conflict'),
    cost: ({ least, most }: Pick<StockCost, 'least' | 'most'>) => (least === most ? `costs ${counted(most, 'request')}` : `costs ${count(least)} to ${counted(most, 'request')}`),
    tooMuch: (left: number) => `more than the ${count(left)} left today: the rest waits for tomorrow`,
    review: 'Review',
    save: (changes: number) => (changes ? `Save ${count(changes)}` : 'Save'),
  },
  conflicts: {
    here: 'Conflicts in this list',
    selected: (cells: number) => `${counted(cells, 'conflict')} in the selection`,
    moved: (cells: number) => (cells === 1 ? 'The shop’s level of 1 change has moved since you typed it. It is not saved before you decide.' : `The shop’s levels of ${count(cells)} changes have moved since you typed them. They are not saved before you decide.`),
    met: (cells: number) => (cells === 1 ? '1 change met a level that had moved. Nothing was overwritten.' : `${count(cells)} changes met levels that had moved. Nothing was overwritten.`),
    keep: { mine: 'Keep mine', shop: 'Take the shop’s', difference: 'Add my difference' } satisfies Record<Keep, string>,
    hints: {
      mine: 'Sets your numbers once more, starting from what the shop has now',
      shop: 'Drops your changes; nothing is sent',
      difference: 'Adds what you changed to what the shop has now',
    } satisfies Record<Keep, string>,
    decided: (keep: Keep, cells: number) => `${counted(cells, 'conflict')}: ${kept[keep](cells > 1)}.`,
    unsaved: (cells: number) => `${counted(cells, 'change')} of them not saved yet.`,
    left: (cells: number, why: string) => `${counted(cells, 'stays', 'stay')} to decide: ${why}`,
    outOfRange: 'with your difference the level would lie outside 0 to 99,999. Keep your number or the shop’s.',
    none: 'There is no conflict to decide here.',
    undo: 'Undo',
    undone: (reopened: number, goingBack: number, leftAlone: number) =>
      [
        reopened ? `${counted(reopened, 'conflict is', 'conflicts are')} open again.` : '',
        goingBack ? `${counted(goingBack, 'level goes', 'levels go')} back to what the shop had.` : '',
        leftAlone ? `${counted(leftAlone, 'is', 'are')} left alone: on the way, or changed since.` : '',
      ]
        .filter(Boolean)
        .join(' ') || 'There is nothing left to take back.',
  },
  not: { moved: 'The shop’s levels have moved since these were typed. Decide about them first.' },
  review: {
    title: (changes: number) => `Review ${counted(changes, 'change')}`,
    table: 'Changes',
    close: 'Close',
    hint: 'Space leaves one out, Enter saves. What is left out stays unsaved.',
    columns: { save: 'Save', product: 'Product', sku: 'SKU', warehouse: 'Warehouse', was: 'Was', mine: 'Mine', now: 'Shop now', sent: 'Will be sent', outcome: 'Outcome' },
    box: (sku: string, warehouse: string) => `Save ${sku}, ${warehouse}`,
    boxes: 'Save all',
    number,
    /** What a change adds, and what that makes. */
    makes: (amount: number, level: number | null) => (level === null ? signed(amount) : `${signed(amount)} → ${count(level)}`),
    moved: (level: number) => `${count(level)}, moved`,
    set: (level: number) => `Set to ${count(level)}`,
    add: (amount: number) => `${signed(amount)} on what the shop has then`,
    same: 'Nothing: the shop has it already',
    undecided: 'Nothing before you decide',
    onTop: (state: string) => `on top of a change that is ${state}`,
    gone: 'Dropped',
    takenOver: 'Taken over by a later save',
    leftOut: (changes: number) => `${count(changes)} left out`,
    progress: ({ total, done, waiting, refused, conflict }: Pick<Batch, 'total' | 'done' | 'waiting' | 'refused' | 'conflict'>) =>
      [`${count(done)} of ${count(total)} confirmed`, waiting ? `${count(waiting)} on the way` : '', refused ? `${count(refused)} refused` : '', conflict ? counted(conflict, 'conflict') : '']
        .filter(Boolean)
        .join(' · '),
    shopHas: (level: number) => `shop now ${count(level)}`,
    retry: 'Retry failed',
  },
}
