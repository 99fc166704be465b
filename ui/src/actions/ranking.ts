/** What the palette shows for a typed text: possible actions first, the best match on top, and why the others are not possible. */
import { text } from '../text'
import { groups, reasonAgainst, type Action, type Description, type Group } from './action'
import { catalogue } from './catalogue'
import { match } from './match'
import type { Offer, Registry } from './registry'

/** `action` where it can be run; `reason` where it can't. `at`: the characters of the name that were meant. */
export type Line = Description & { action: Action | null; reason: string | null; at: number[] }
export type Section = { heading: string; lines: Line[] }

type Ranked = Line & { score: number }

/** How many of the last ones stand on top before anything is typed. */
const RECENT = 5
/** What the last one used is worth beside a match; the one before it a point less. */
const USED_LAST = 6

/** Before anything is typed the actions of `here` come first. */
export function sections(registry: Pick<Registry, 'all' | 'offered' | 'recent'>, typed: string, here: Group): Section[] {
  const all = registry.all().filter(({ hidden }) => !hidden)
  const lines = all.map(lineOf)
  const asked = typed.trim()
  if (!asked) return unasked(lines, registry.recent, here)
  const found = [...lines, ...elsewhere(all)].flatMap((line) => ranked(line, asked, registry.recent) ?? []).sort((a, b) => b.score - a.score)
  const offers = registry.offered(asked)
  const offered = (place: Offer['place']) => section(text.groups.search, offers.filter((offer) => offer.place === place).map(lineOf))
  return [...offered('top'), ...grouped(found.filter(isPossible)), ...offered('end'), ...impossible(found)]
}

const isPossible = (line: Line) => line.reason === null

function lineOf(action: Action): Line {
  const reason = reasonAgainst(action)
  return { ...action, action: reason === null ? action : null, reason, at: [] }
}

/** Actions of other screens: found, with the way to them. */
function elsewhere(here: Action[]): Line[] {
  const present = new Set(here.map(({ id }) => id))
  return catalogue.flatMap((one) => {
    if (one.byItself || one.hidden || present.has(one.id)) return []
    const reason = reasonElsewhere(one.group)
    return reason === null ? [] : [{ ...one, action: null, reason, at: [] }]
  })
}

function reasonElsewhere(group: Group): string | null {
  return group === 'orders' || group === 'stock' || group === 'activity' ? text.not.elsewhere(text.nav[group]) : null
}

function unasked(lines: Line[], recent: readonly string[], here: Group): Section[] {
  const possible = lines.filter(isPossible)
  const used = recent.flatMap((id) => possible.find((line) => line.id === id) ?? []).slice(0, RECENT)
  const rest = possible.filter((line) => !used.includes(line))
  const order = [here, ...groups.filter((group) => group !== here)]
  const byGroup = order.flatMap((group) => section(text.groups[group], rest.filter((line) => line.group === group)))
  return [...section(text.palette.recent, used), ...byGroup, ...impossible(lines)]
}

function ranked(line: Line, asked: string, recent: readonly string[]): Ranked | null {
  const found = match(asked, line.name, `${text.groups[line.group]} ${line.also ?? ''}`)
  if (!found) return null
  const used = recent.indexOf(line.id)
  const score = found.score + (used < 0 ? 0 : Math.max(0, USED_LAST - used))
  return { ...line, score, at: found.at }
}

/** The group of the best match first. */
function grouped(found: Line[]): Section[] {
  const order = [...new Set(found.map(({ group }) => group))]
  return order.flatMap((group) => section(text.groups[group], found.filter((line) => line.group === group)))
}

const impossible = (lines: Line[]) => section(text.palette.impossible, lines.filter((line) => !isPossible(line)))

const section = (heading: string, lines: Line[]): Section[] => (lines.length ? [{ heading, lines }] : [])
