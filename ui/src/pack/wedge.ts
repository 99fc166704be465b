/** A scanner types like a keyboard, only faster, and ends with Enter or Tab; some end with both. */

/** A second end of the same scan comes within this, in milliseconds; no person is as fast. */
const ECHO = 120

/** `enter`: a person pressed it. `nothing`: the rest of a scan. Null: the key is no matter of the scanner. */
export type Heard = { kind: 'scan'; code: string } | { kind: 'enter' | 'nothing' } | null

export class Wedge {
  private ended = -Infinity

  /** `value`: what stands in the field. `at`: milliseconds that only grow. */
  press(key: string, value: string, at: number): Heard {
    if (key !== 'Enter' && key !== 'Tab') return null
    const isEcho = at - this.ended < ECHO
    if (value.trim()) {
      this.ended = at
      return { kind: 'scan', code: value.trim() }
    }
    if (isEcho) return { kind: 'nothing' }
    return key === 'Enter' ? { kind: 'enter' } : null
  }
}
