/**
 * Until when an order should leave of which the shop tells no deadline. Rust decides, in
 * `domain/src/ship_by.rs`; this is the same rule, so that a change shows its meaning while it is made.
 */
import type { HandlingRule } from '../host'
import { dayAt, dayBegins, weekdayOf } from './clock'

/** The longest time that a rule may give, in working days. */
export const LONGEST_HANDLING = 30

/** The end of the last day on which an order placed at `placed` leaves in time, in milliseconds; null for a rule that is none. */
export function shipBy(rule: HandlingRule, placed: number, zone: string): number | null {
  if (!isRule(rule)) return null
  return dayBegins(lastDay(rule, dayAt(placed, zone)) + 1, zone) - 1000
}

export function isRule({ days, working }: HandlingRule): boolean {
  return Number.isInteger(days) && days >= 0 && days <= LONGEST_HANDLING && working.includes(true)
}

function lastDay({ days, working }: HandlingRule, placed: number): number {
  const works = (day: number) => working[weekdayOf(day)] === true
  let day = placed
  let left = days
  while (!works(day) || left > 0) {
    day += 1
    if (works(day)) left = Math.max(0, left - 1)
  }
  return day
}
