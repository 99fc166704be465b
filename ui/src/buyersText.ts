/** The words about buyers' data, and about what is due for an order. Part of `text`. */
import { count, counted } from './format'
import type { DueWhat } from './host'

const due: Record<DueWhat, string> = {
  recommended_shipping: 'Best shipped by',
  fast_dispatch: 'Counts as fast until',
  pick_up_cut_off: 'Goes with the day’s pick-up until',
  hand_over: 'Hand over by',
  collection: 'Carrier scans by',
  hand_over_or_cancelled: 'Cancelled if not handed over by',
  collection_or_cancelled: 'Cancelled if not scanned by',
  delivery: 'Arrives by',
  delivery_or_cancelled: 'Cancelled if not delivered by',
  cancel_answer: 'Answer the cancellation by',
}

export const buyersText = {
  due: { title: 'What is due', of: due },
  heldUntil: (at: string) => `The buyer may still change their mind until ${at}. TikTok Shop takes a shipment from then on; one that you queue now leaves by itself when the hour is over.`,
  buyers: {
    title: 'Buyers’ data',
    keep: 'Keep after the end',
    forever: 'For as long as the shop is connected',
    days: (days: number) => counted(days, 'day'),
    what: 'Counted from the last change of an order that was delivered, completed or cancelled. Removed: name, phone, address, what TikTok Shop sent besides, and the search for them. Kept: order number, goods, amounts, country and times. Notes of yours stay, and so do papers and exported files: those are yours to delete.',
    expected: 'TikTok Shop’s data rules expect that buyers’ data is kept no longer than it is needed and deleted when a buyer asks for it. For one order, that is at the end of its details.',
    final: 'What was removed does not come back, also not when a longer time is chosen.',
    saved: (days: number | null) => (days === null ? 'Saved. Buyers are kept.' : `Saved. Buyers are removed after ${count(days)} days.`),
    remove: 'Remove this buyer’s data…',
    removeTitle: 'Remove this buyer’s data?',
    removes: 'Removed from this computer, now and for good: the buyer’s name, phone and address, what TikTok Shop sent besides, and the search for them. No label can be printed of this order any more.',
    keeps: 'Kept: order number, goods, amounts, country and times, your notes, and papers and files that were made of it. At TikTok Shop nothing changes.',
    confirm: 'Remove the data',
    removed: 'What was known of this buyer has been removed from this computer.',
  },
}
