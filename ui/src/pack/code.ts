/** What a scanned code stands for among items. Blanks around it and upper or lower case never matter. */

export type Item = { productId: string; skuId: string; sellerSku: string | null }

/** The places of the items that a code fits: all of one item, or of `several`, which tells nothing. */
export type Match = { kind: 'none' | 'several' } | { kind: 'one'; at: number[] }

/** Printed on a card beside the bench: clears what is on the screen without a keyboard. */
export const CLEAR = 'CLEAR'

export const plain = (code: string) => code.trim().toUpperCase()

/** Of two lines with the same variant either may be meant. */
export const sameItem = (one: Item, other: Item) => one.productId === other.productId && one.skuId === other.skuId

const codesOf = ({ sellerSku, skuId, productId }: Item) => [sellerSku ?? '', skuId, productId].map(plain).filter(Boolean)

/** As it is printed. */
export const exactly = (items: readonly Item[], code: string): Match => among(items, (known) => known === plain(code))

/**
 * As scanners and label printers change it: with the mark of the symbology (`]C1`) or GS1's 01
 * before a number of 14 digits, and with more or fewer zeros in front.
 */
export function roughly(items: readonly Item[], code: string): Match {
  const meant = readings(code)
  return among(items, (known) => meant.includes(bare(known)))
}

function among(items: readonly Item[], fits: (code: string) => boolean): Match {
  const at = items.flatMap((item, place) => (codesOf(item).some(fits) ? [place] : []))
  const first = items[at[0] ?? -1]
  if (!first) return { kind: 'none' }
  return at.every((place) => sameItem(items[place] ?? first, first)) ? { kind: 'one', at } : { kind: 'several' }
}

const bare = (code: string) => code.replace(/^0+(?=.)/, '')

function readings(code: string): string[] {
  const unmarked = plain(code).replace(/^\][A-Z]\d/, '')
  const number = /^(?:\(01\)|01)(\d{14})/.exec(unmarked)
  return [unmarked, ...(number?.[1] ? [number[1]] : [])].map(bare)
}
