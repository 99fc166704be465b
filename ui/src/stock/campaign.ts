/** What a campaign holds of a level, and what that means for a change of it. Pure: the shop has the last word, and says itself what is held. */
import { count } from '../format'
import type { StockLevel } from '../host'
import type { Reading } from './parse'

/** How much is held; 0 where nothing is, or nobody says so. */
export const heldIn = ({ campaign }: Pick<StockLevel, 'campaign'>) => campaign ?? 0

/** A reading as it is where a campaign holds so much: a level below can't be saved, and the text stays. */
export function beside(reading: Reading, held: number | null | undefined): Reading {
  if (reading.kind !== 'change' || !held || reading.wanted >= held) return reading
  return { kind: 'wrong', problem: campaignText.below(reading.wanted, held) }
}

/** Whether an edit that was refused for a campaign may be sent again: the shop says that less is held than it wants. Where it says nothing, nobody knows. */
export function isFreeAgain({ campaign, edit }: StockLevel): boolean {
  return edit?.state === 'refused' && edit.byCampaign && campaign !== null && edit.wanted !== null && edit.wanted >= campaign
}

export const campaignText = {
  below: (wanted: number, held: number) =>
    `A campaign holds ${count(held)} here, and the shop takes no less while it lasts. ${count(wanted)} was not saved: type ${count(held)} or more.`,
  atLeast: (held: number) => `At least ${count(held)} · campaign`,
  why: 'The shop takes no lower level while the campaign lasts. What is left of it comes back here when it ends.',
  held: (held: number) => `, a campaign holds ${count(held)}`,
  refused: 'locked',
  free: 'free again',
  isFree: 'The campaign holds this level no more. Your change can be sent again.',
}
