/** What the desk needs of the table on the screen. */
export type TableView = {
  /** The row at the upper edge. */
  topIndex: () => number
  /** Scrolls by rows, so that what is looked at stays where it is. */
  shift: (rows: number) => void
  /** Scrolls as little as possible to show a row. */
  show: (index: number) => void
  toTop: () => void
  /** Whether the person is pointing at a row just now. */
  isPointed?: () => boolean
  /** Resolves once the screen shows what is known now. */
  painted?: () => Promise<void>
}
