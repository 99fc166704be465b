/** What can be asked for while stock is counted. The scanner's field has the focus, so the keys are heard there. */
import type { Action } from '../../actions/action'
import { described } from '../../actions/catalogue'
import { evenInText } from '../../actions/keyboard'
import type { Counting } from './counting.svelte'
import { countText } from './countText'

/** `empty` takes away what was typed; false where there was nothing. */
export type Ways = { empty: () => boolean; leave: () => void; focus: () => void; askRest: () => void }

export function whileCounting(counting: Counting, { empty, leave, focus, askRest }: Ways): Action[] {
  function back() {
    if (empty()) return
    if (counting.stop) counting.clear()
    else if (counting.isReviewing) void counting.goOn()
    else return leave()
    focus()
  }
  return described({
    'count.undo': { run: () => void counting.undo().then(focus), when: () => (counting.stop ? countText.unknown.title : null), hears: evenInText },
    'count.review': { run: () => void counting.review(), when: () => (counting.sums?.lines ? null : countText.review.none), hears: evenInText },
    'count.rest': { run: askRest, when: () => (counting.sums?.notCounted ? null : countText.rest.none) },
    'count.leave': { run: back, hears: evenInText },
  })
}
