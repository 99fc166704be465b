import { expect, it } from 'vitest'

import { hasLabel, takes } from './shipper'

it('an order takes what its sender needs of the seller, and nothing once that is done', () => {
  const of = (shipper: 'seller' | 'platform' | 'warehouse') => takes({ look: 'to_ship', status: 'AWAITING_SHIPMENT', shipper })
  expect([of('seller'), of('platform'), of('warehouse')]).toEqual(['number', 'label', null])
  expect(takes({ look: 'refused', status: 'AWAITING_SHIPMENT', shipper: 'platform' })).toBe('label')
  expect(takes({ look: 'refused', status: 'CANCELLED', shipper: 'platform' })).toBeNull()
  expect(takes({ look: 'sent', status: 'AWAITING_COLLECTION', shipper: 'platform' })).toBeNull()
})

it('only an order that TikTok labels, and that waits for its carrier, has a label', () => {
  expect(hasLabel({ look: 'sent', status: 'AWAITING_COLLECTION', shipper: 'platform' })).toBe(true)
  expect(hasLabel({ look: 'sent', status: 'AWAITING_COLLECTION', shipper: 'seller' })).toBe(false)
  expect(hasLabel({ look: 'sent', status: 'IN_TRANSIT', shipper: 'platform' })).toBe(false)
})
