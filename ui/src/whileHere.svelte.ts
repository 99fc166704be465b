import { untrack } from 'svelte'

/**
 * Follows something for as long as the component is there, from before its first picture is made: what it asks for is
 * on its way meanwhile. What `start` happens to read starts it no second time.
 */
export function whileHere(start: () => () => void) {
  $effect.pre(() => untrack(start))
}
