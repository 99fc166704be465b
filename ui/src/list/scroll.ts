/**
 * Rows and pixels. A web view stops growing an element somewhere above 16 million pixels, so a
 * list higher than the cap is scrolled on a scale: positions of the scroll bar ("physical") map
 * to positions in the whole list ("virtual"). Below the cap the two are the same.
 */

/** The highest spacer, in pixels: under the limit of every web view at double pixel density. */
export const SPACER_CAP = 15_000_000

export type Geometry = { rows: number; rowHeight: number; viewport: number }

const virtualHeight = ({ rows, rowHeight }: Geometry) => rows * rowHeight

export function spacerHeight(geometry: Geometry): number {
  return Math.min(virtualHeight(geometry), SPACER_CAP)
}

export function isScaled(geometry: Geometry): boolean {
  return virtualHeight(geometry) > SPACER_CAP
}

const room = (height: number, { viewport }: Geometry) => Math.max(0, height - viewport)

/** The furthest the list can be scrolled, in virtual pixels. */
export function virtualRoom(geometry: Geometry): number {
  return room(virtualHeight(geometry), geometry)
}

export function toVirtual(physical: number, geometry: Geometry): number {
  if (!isScaled(geometry)) return physical
  return (physical / room(SPACER_CAP, geometry)) * virtualRoom(geometry)
}

export function toPhysical(virtual: number, geometry: Geometry): number {
  if (!isScaled(geometry)) return virtual
  return (virtual / virtualRoom(geometry)) * room(SPACER_CAP, geometry)
}

/** How many slots fill the viewport, with `spare` rows above and below it. */
export function slotCount({ viewport, rowHeight }: Geometry, spare: number): number {
  return Math.ceil(viewport / rowHeight) + 1 + 2 * spare
}

/** The row that `slot` of `slots` shows when `first` is the first row with a slot. */
export function rowOfSlot(slot: number, slots: number, first: number): number {
  return first + ((((slot - first) % slots) + slots) % slots)
}

/** The virtual position that brings `row` wholly into view with the least movement. */
export function reveal(row: number, virtual: number, { rowHeight, viewport }: Geometry): number {
  const top = row * rowHeight
  if (top < virtual) return top
  const bottom = top + rowHeight
  return bottom > virtual + viewport ? bottom - viewport : virtual
}
