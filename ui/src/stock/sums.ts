/** The small sums that a level can be typed as: `=12*4`, `=10+5-2`, and `*2` or `/2` of what is there. Whole numbers only. */

/** A level, rounded down where it is none; or why there is none. */
export type Computed = { level: number; rounded: boolean } | { problem: 'byZero' | 'noFactor' }

/** `1,234` is a whole number with a separator; `1,5` and `1.5` are fractions. */
export function wholeOf(digits: string): number | null {
  if (/^\d{1,3}(,\d{3})+$/.test(digits)) return Number(digits.replaceAll(',', ''))
  return /^\d+$/.test(digits) ? Number(digits) : null
}

/** What `*2` or `/2` makes of a level. */
export function timesOf(text: string, level: number): Computed {
  const factor = wholeOf(text.slice(1))
  if (factor === null) return { problem: 'noFactor' }
  if (text.startsWith('*')) return downTo(level * factor)
  return factor === 0 ? { problem: 'byZero' } : downTo(level / factor)
}

const NUMBER = String.raw`\d[\d,]*`
const SUM = new RegExp(`^=[+-]?${NUMBER}(?:[+*/-]${NUMBER})+$`)

/** What a sum after `=` comes to; null for what is no sum. Only its end is rounded: `=7/2*2` is seven. */
export function sumOf(text: string): Computed | null {
  if (!SUM.test(text)) return null
  const terms = text.slice(1).match(new RegExp(`[+-]?${NUMBER}(?:[*/]${NUMBER})*`, 'g')) ?? []
  let sum = 0
  for (const term of terms) {
    const product = productOf(term)
    if (typeof product !== 'number') return product
    sum += product
  }
  return downTo(sum)
}

function productOf(term: string): number | { problem: 'byZero' } | null {
  const [, sign, first = '', rest = ''] = /^([+-]?)([\d,]+)(.*)$/.exec(term) ?? []
  let product = wholeOf(first)
  for (const [, operator, digits = ''] of rest.matchAll(/([*/])([\d,]+)/g)) {
    const factor = wholeOf(digits)
    if (product === null || factor === null) return null
    if (operator === '/' && factor === 0) return { problem: 'byZero' }
    product = operator === '*' ? product * factor : product / factor
  }
  return product !== null && sign === '-' ? -product : product
}

/** Parts that are put together again may miss a whole number by a hair. */
function downTo(exact: number): Computed {
  const nearest = Math.round(exact)
  const isWhole = Math.abs(exact - nearest) < 1e-9
  return isWhole ? { level: nearest, rounded: false } : { level: Math.floor(exact), rounded: true }
}
