/** The words about tracking numbers that are put right, as part of `text`. */
export const correctText = {
  begin: 'Correct the tracking number',
  number: 'Right tracking number',
  rule: (until: string | null) => (until ? `The shop takes one correction, within 72 hours of shipping: until ${until}.` : 'The shop takes one correction, within 72 hours of shipping.'),
  carrier: 'Carrier',
  byNumber: 'By its number',
  act: 'Correct it',
  saved: (id: string) => `The right number of order ${id} is on its way`,
  none: 'The number of this order can’t be corrected.',
} as const
