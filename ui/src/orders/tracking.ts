/**
 * The quick check of a tracking number while it is typed. Rust decides; these are its rules and
 * sentences, so that the person hears them before the button is pressed.
 */

/** The longest number that is taken. */
export const MAX_TRACKING_CHARS = 64

export const emptyTracking = 'The tracking number is empty. Type or scan the number on the label.'

/** Nearly every number: nothing can be wrong with it, and thousands of them are looked at in a moment. */
const USUAL = new RegExp(`^[A-Za-z0-9-]{0,${MAX_TRACKING_CHARS}}$`)

/** What is wrong with a number that is not empty, or null. Blanks around and inside are no fault. */
export function trackingProblem(typed: string): string | null {
  if (USUAL.test(typed)) return null
  const trimmed = typed.trim()
  if (/[\p{Cc}\u2028\u2029]/u.test(trimmed)) {
    return 'There is a line break or tab inside the tracking number. It is still in the field: keep one number only.'
  }
  const length = [...trimmed.replace(/\s/gu, '')].length
  if (length <= MAX_TRACKING_CHARS) return null
  return `This is ${length} characters long; a tracking number has at most ${MAX_TRACKING_CHARS}. It is still in the field: keep only the number itself.`
}
