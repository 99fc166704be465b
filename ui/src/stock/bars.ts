/** The bars of a row's last days as one path: a row is drawn anew at every frame of a scroll, so it has one element for them. */

const WIDTH = 4
const GAP = 2
/** What was sold at all is seen. */
const LEAST = 2

export const HEIGHT = 16
export const widthOf = (days: number) => days * (WIDTH + GAP) - GAP

/** As high as the row's best day; a day without a sale has none. */
export function barsOf(sold: number[]): string {
  const most = Math.max(...sold)
  let path = ''
  for (const [day, pieces] of sold.entries()) {
    if (!pieces) continue
    const high = Math.max(LEAST, Math.round((pieces / most) * HEIGHT))
    path += `M${day * (WIDTH + GAP)} ${HEIGHT}v${-high}h${WIDTH}v${high}z`
  }
  return path
}
