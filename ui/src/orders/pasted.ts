import type { PastedOrders } from '../host'

/** Whether a pasted text is a list of order ids rather than something to search for or one tracking number. Rust reads the ids. */
export function holdsManyIds(pasted: string): boolean {
  const ids = new Set(pasted.match(/(?<![0-9A-Za-z])\d{15,}(?![0-9A-Za-z])/g))
  const shortened = pasted.match(/\d[.,]\d+E\+\d\d/gi)?.length ?? 0
  return ids.size + shortened > 1
}

/** Whether a sheet has shortened it: shown as a power of ten, or rounded to 15 digits. */
export const isShortened = (id: string) => /E\+\d\d$/i.test(id) || (/^\d{17,}$/.test(id) && /000$/.test(id))

/** The order's number, where a typed text looks like one: 6 to 20 digits, with a # or blanks perhaps. */
export function idIn(typed: string): string | null {
  const digits = typed.replace(/^\s*#|\s/g, '')
  return /^\d{6,20}$/.test(digits) ? digits : null
}

export const pastedKinds = ['ready', 'kept', 'missing'] as const
/** Can be shipped now, can't, or isn't here. */
export type PastedKind = (typeof pastedKinds)[number]
/** A pasted id and, of one that can't be shipped now, why. */
export type PastedOrder = { id: string; why: string | null }

/** The three lists, a line for every id. */
export function listsOf({ ready, kept, missing }: PastedOrders): Record<PastedKind, PastedOrder[]> {
  const plain = (id: string) => ({ id, why: null })
  return { ready: ready.map(plain), kept: kept.flatMap(({ why, ids }) => ids.map((id) => ({ id, why }))), missing: missing.map(plain) }
}

/** A line each, the reason in a column of its own, as a sheet takes it. */
export const asLines = (orders: readonly PastedOrder[]) => orders.map(({ id, why }) => (why === null ? id : `${id}\t${why}`)).join('\n')
