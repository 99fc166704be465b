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
