import { counted } from '../format'

/** The words about orders of one buyer that share a parcel, as part of `text`. */
export const combineText = {
  act: 'Combine orders of one buyer…',
  title: 'Orders of one buyer in one parcel',
  says: 'TikTok lets these share a parcel and one label. Combine them before you arrange their shipment.',
  asking: 'Asking the shop…',
  again: 'Ask again',
  none: 'No two orders of one buyer wait that could share a parcel.',
  holds: (orders: number, pieces: number) => `${counted(orders, 'order')}, ${counted(pieces, 'piece')}`,
  choose: (buyer: string) => `Combine the orders of ${buyer}`,
  verb: (parcels: number) => (parcels === 1 ? 'Combine into 1 parcel' : `Combine into ${parcels} parcels`),
  saved: (parcels: number) => `${counted(parcels, 'parcel')} to combine ${parcels === 1 ? 'is' : 'are'} on the way to the shop`,
  grace: 'It leaves a few seconds later; until then it can be discarded in Activity. What is combined is taken apart in Seller Center alone.',
  back: 'Not now',
  hidden: 'One buyer',
  together: (others: string) => `Leaves in one parcel with ${others}.`,
} as const
