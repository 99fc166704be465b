import { counted } from '../format'

/** The words about orders that leave in several parcels, as part of `text`. */
export const divideText = {
  begin: { split: 'Split into several parcels…', part: 'Ship part of it…' },
  title: { split: (id: string) => `Split order ${id}`, part: (id: string) => `Ship part of order ${id}` },
  says: {
    split: 'Say what goes into which parcel. Each gets a label of its own; arrange their shipment when the order is split.',
    part: 'Choose what is in this parcel. The rest stays under To ship, and leaves under a number of its own.',
  },
  asking: 'Asking the shop…',
  again: 'Ask again',
  item: 'Item',
  parcel: (number: number) => `Parcel ${number}`,
  now: 'This parcel',
  rest: 'Later',
  into: (name: string, where: string) => `${name}: ${where}`,
  add: 'Add a parcel',
  number: 'Tracking number of this parcel',
  verb: {
    split: (parcels: number) => `Split into ${parcels} parcels`,
    part: (pieces: number, all: number) => `Ship ${pieces} of ${counted(all, 'piece')}`,
  },
  partVerb: 'Ship this part',
  saved: { split: (id: string) => `The parcels of order ${id} are on the way to the shop`, part: (id: string) => `Part of order ${id} is queued to ship` },
  grace: 'It leaves a few seconds later; until then it can be discarded in Activity.',
  back: 'Not now',
  all: 'This is all that waits of the order: ship it as a whole.',
  none: 'This order can’t be divided now: it takes two pieces that wait, and nothing else under way.',
  partlyGone: 'Part of this order has left; see Parcels below. What you do here is about the rest.',
  parcels: 'Parcels',
  waits: 'not sent yet',
  left: 'sent',
} as const
