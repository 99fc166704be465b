import { describe, expect, it } from 'vitest'

import type { Look } from '../../host'
import { failuresOf, outcomeOf, standingOf, takesNumber } from './standing'

const id = '576618402217359921'
const other = '576618402217359922'
const isOrder = (found: string) => found === id || found === other
const row = (look: Look, status = 'AWAITING_SHIPMENT', note: string | null = null) => ({ id, look, status, note, shipper: 'seller' as const, buysLabel: false })
const kind = (look: Look, typed = 'JT1', sent?: string) => standingOf(row(look), typed, isOrder, sent).kind

describe('an order of the sheet', () => {
  it('with a number leaves, without one it waits', () => {
    expect(standingOf(row('to_ship'), ' 9400 1118 ', isOrder)).toMatchObject({ kind: 'ready', number: '94001118' })
    expect(kind('to_ship', '  ')).toBe('empty')
  })

  it('that leaves with TikTok’s label needs no number, and once refused waits for “Retry failed”', () => {
    const labelled = (look: Look, sent?: string) => standingOf({ ...row(look), shipper: 'platform' }, 'JT1', isOrder, sent)
    expect(labelled('to_ship')).toMatchObject({ kind: 'ready', number: '', words: 'Will be handed over with TikTok’s label' })
    expect([labelled('refused').kind, labelled('refused', '').kind, labelled('sent').kind]).toEqual(['ready', 'bad', 'gone'])
    expect(takesNumber({ ...row('to_ship'), shipper: 'platform' })).toBe(false)
    const bought = { ...row('to_ship'), shipper: 'platform' as const, buysLabel: true }
    expect(standingOf(bought, '', isOrder)).toMatchObject({ kind: 'buy', words: 'Its label is bought by itself, in the order’s panel' })
  })

  it('that TikTok sends out of its own warehouse is nobody’s to ship', () => {
    expect(standingOf({ ...row('to_ship'), shipper: 'warehouse' }, 'JT1', isOrder)).toMatchObject({ kind: 'closed', words: 'TikTok sends it itself: nothing to do' })
  })

  it('with a number that can’t be one stays, and says why', () => {
    expect(kind('to_ship', 'J\tT')).toBe('bad')
    expect(kind('to_ship', '9'.repeat(65))).toBe('bad')
    expect(standingOf(row('to_ship'), id, isOrder)).toMatchObject({ kind: 'bad', words: 'This is the order’s id, not a tracking number' })
    expect(standingOf(row('to_ship'), other, isOrder)).toMatchObject({ kind: 'bad', words: expect.stringContaining('another order') })
  })

  it.each([['on_hold', 'closed'], ['cancelled', 'closed'], ['other', 'closed'], ['sent', 'gone'], ['delivered', 'gone'], ['queued', 'gone'], ['sending', 'gone'], ['checking', 'gone']] as const)(
    'that is %s never leaves, whatever is typed',
    (look, expected) => {
      expect(kind(look)).toBe(expected)
      expect(takesNumber(row(look))).toBe(false)
    },
  )

  it('that was refused leaves again only with another number', () => {
    expect(kind('refused', 'JT1', 'JT1')).toBe('bad')
    expect(kind('refused', 'JT2', 'JT1')).toBe('ready')
    expect(takesNumber(row('refused', 'ON_HOLD'))).toBe(false)
  })
})

describe('what has become of a shipment', () => {
  it('is what its wish says, and what its row says where the wish wasn’t read', () => {
    expect(outcomeOf(row('queued'), { state: 'done' })).toBe('done')
    expect(outcomeOf(row('sending'), undefined)).toBe('sending')
    expect(outcomeOf(row('sent'), undefined)).toBe('done')
    expect(outcomeOf(row('refused'), undefined)).toBe('refused')
  })

  it('is never “shipped” before the shop has said so', () => {
    expect(outcomeOf(row('to_ship'), undefined)).toBe('queued')
    expect(outcomeOf(undefined, undefined)).toBe('queued')
    expect(outcomeOf(row('to_ship'), { state: 'checking' })).toBe('checking')
  })

  it('called off under way is a refusal', () => expect(outcomeOf(row('cancelled'), undefined)).toBe('refused'))
})

it('a refusal is mended by a retry only while the shop still waits for the order', () => {
  const rows = ['AWAITING_SHIPMENT', 'PARTIALLY_SHIPPING', 'CANCELLED', 'ON_HOLD', 'IN_TRANSIT', 'SOMETHING_NEW'].map((status) => ({ status }))
  expect(failuresOf(rows)).toEqual({ mendable: 2, cancelled: 1, others: 3 })
  expect(failuresOf([])).toEqual({ mendable: 0, cancelled: 0, others: 0 })
})
