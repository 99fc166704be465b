/** Which tags to offer and to take, while one is typed. Pure. */

/** Longest tag, in characters; Rust decides, this is its rule. */
export const LONGEST_TAG = 40

/** Tags in use that this order doesn't have and that hold what is typed, those that begin with it first. */
export function suggestions(typed: string, inUse: string[], has: string[], most = 6): string[] {
  const wanted = typed.trim().toLowerCase()
  const found = inUse.filter((tag) => !has.includes(tag) && tag.toLowerCase().includes(wanted))
  const begins = (tag: string) => Number(!tag.toLowerCase().startsWith(wanted))
  return found.toSorted((a, b) => begins(a) - begins(b)).slice(0, most)
}

/** The tag that is meant: one in use that differs in capitals alone is the same one. */
export function meantTag(typed: string, inUse: string[]): string {
  const tag = typed.trim().replace(/\s+/g, ' ')
  return inUse.find((one) => one.toLowerCase() === tag.toLowerCase()) ?? tag
}

export const isTooLong = (tag: string) => [...tag].length > LONGEST_TAG
