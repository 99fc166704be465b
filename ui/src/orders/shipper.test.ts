import { expect, it } from 'vitest'

import { hasLabel, takes } from './shipper'

it('an order takes what its sender needs of the seller, and nothing once that is done', () => {
  const of = (shipper: 'seller' | 'platform' | 'warehouse') => takes({ look: 'to_ship', status: 'AWAITING_SHIPMENT', shipper, buysLabel: false })
  expect([of('seller'), of('platform'), of('warehouse')]).toEqual(['number', 'label', null])
  expect(takes({ look: 'refused', status: 'AWAITING_SHIPMENT', shipper: 'platform', buysLabel: false })).toBe('label')
  expect(takes({ look: 'refused', status: 'CANCELLED', shipper: 'platform', buysLabel: false })).toBeNull()
  expect(takes({ look: 'sent', status: 'AWAITING_COLLECTION', shipper: 'platform', buysLabel: false })).toBeNull()
})

it('a label is bought for an order that waits, and again where that was refused', () => {
  const bought = { shipper: 'platform', status: 'AWAITING_SHIPMENT', buysLabel: true } as const
  expect([takes({ ...bought, look: 'to_ship' }), takes({ ...bought, look: 'refused' }), takes({ ...bought, look: 'queued' })]).toEqual(['purchase', 'purchase', null])
})

it('only an order that TikTok labels, and that waits for its carrier, has a label', () => {
  expect(hasLabel({ status: 'AWAITING_COLLECTION', shipper: 'platform' })).toBe(true)
  expect(hasLabel({ status: 'AWAITING_COLLECTION', shipper: 'seller' })).toBe(false)
  expect(hasLabel({ status: 'IN_TRANSIT', shipper: 'platform' })).toBe(false)
})
