/** What would become of an unsaved change, by what the shop is known to have. Pure: the planner in Rust has the last word. */
import type { Keep } from '../host'
import type { Told } from './cells'
import { inRange, written } from './parse'
import { result, type Draft } from './sheet'

/** Whether an edit of the cell is saved and not over, so that nobody knows yet what a change starts from. */
export const isUnderWay = ({ edit }: Told) => edit !== null && edit.state !== 'refused' && edit.state !== 'conflict'

/** Whether saving would meet a conflict: the shop has neither what the person saw nor what they want. */
export function isMoved({ change, base }: Draft, level: Told): boolean {
  if (change?.kind !== 'set' || isUnderWay(level)) return false
  return level.level !== null && level.level !== base && level.level !== change.level
}

export type Sending = { kind: 'set'; level: number } | { kind: 'add'; amount: number } | { kind: 'same' } | { kind: 'moved' } | { kind: 'wrong'; problem: string }

/** What is sent of a change; `level` is undefined while it is not known. */
export function sendingOf(draft: Draft, level: Told | undefined): Sending {
  const { change, problem } = draft
  if (!change) return { kind: 'wrong', problem: problem ?? '' }
  if (level && isMoved(draft, level)) return { kind: 'moved' }
  if (level && !isUnderWay(level) && result(change, level.level) === level.level) return { kind: 'same' }
  return change.kind === 'set' ? { kind: 'set', level: change.level } : { kind: 'add', amount: change.amount }
}

/** A draft that has moved, and what the shop has now. */
export type Met = { draft: Draft; now: number }

/** What a decision makes of a change that has moved: a change that can be saved, none, or null where it leads nowhere. */
export function decided({ draft, now }: Met, keep: Keep): { draft: Draft | undefined } | null {
  const { change, base } = draft
  if (keep === 'shop') return { draft: undefined }
  if (keep === 'mine') return { draft: { ...draft, base: now } }
  if (change?.kind !== 'set' || base === null || inRange(now + change.level - base)) return null
  const amount = change.level - base
  if (!amount) return { draft: undefined }
  const difference = { kind: 'add', amount } as const
  return { draft: { ...draft, typed: written(difference), base: now, change: difference } }
}
