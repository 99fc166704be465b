import { describe, expect, it } from 'vitest'

import { exactly, roughly } from './code'

const tote = { productId: '1729000006', skuId: '1730000061', sellerSku: 'LT-100' }
const inkTote = { productId: '1729000006', skuId: '1730000062', sellerSku: 'LT-101' }
const serum = { productId: '1729000002', skuId: '1730000002', sellerSku: null }
const soap = { productId: '1729000008', skuId: '1730000008', sellerSku: '04006381333931' }

describe('a scanned code', () => {
  it.each(['LT-100', ' lt-100\t', '1730000061'])('means the item that has it as seller SKU or SKU id: “%s”', (code) => {
    expect(exactly([serum, tote, inkTote], code)).toEqual({ kind: 'one', at: [1] })
  })

  it('means a product by its id only where the order has one variant of it', () => {
    expect(exactly([serum, tote], tote.productId)).toEqual({ kind: 'one', at: [1] })
    expect(exactly([serum, tote, inkTote], tote.productId)).toEqual({ kind: 'several' })
  })

  it('means every line of its item, and nothing where there is none', () => {
    expect(exactly([tote, serum, tote], 'LT-100')).toEqual({ kind: 'one', at: [0, 2] })
    expect(exactly([tote, serum], 'LT-999')).toEqual({ kind: 'none' })
  })

  it('never means an item without a seller SKU by being empty', () => {
    expect(exactly([serum], '')).toEqual({ kind: 'none' })
  })

  it.each(['4006381333931', ']C10104006381333931', '(01)04006381333931', '010400638133393110LOT7', ']E04006381333931'])(
    'is recognised with the marks and zeros that scanners add: %s',
    (code) => {
      expect(exactly([tote, soap], code)).toEqual({ kind: 'none' })
      expect(roughly([tote, soap], code)).toEqual({ kind: 'one', at: [1] })
    },
  )

  it('is not taken for either of two items that it resembles', () => {
    const alike = [{ ...serum, sellerSku: '007' }, { ...tote, sellerSku: '07' }]
    expect(roughly(alike, '7')).toEqual({ kind: 'several' })
  })
})
