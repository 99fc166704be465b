/** A column of a table as a person knows it: by its heading, or by its letter and what is in it. */
import type { TableColumn } from './host'
import { text } from './text'

/** `0` as `A`, `26` as `AA`, as spreadsheets count. */
export function letterOf(place: number): string {
  const before = Math.floor(place / 26)
  return (before ? letterOf(before - 1) : '') + String.fromCharCode(65 + (place % 26))
}

export function nameOf({ name, samples }: TableColumn, place: number): string {
  const letter = letterOf(place)
  if (name.trim()) return `${letter} · ${name.trim()}`
  return samples[0] ? `${letter} · ${samples[0]}` : text.imported.emptyColumn(letter)
}
