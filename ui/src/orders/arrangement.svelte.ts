/** The seller's arrangement of the order table, remembered by the web view. Losing it costs a few clicks and nothing else. */
import { readStored } from '../kept'
import { moved, readArrangement, toggled, usual, widened, type Arrangement, type ColumnId } from './columns'

const PLACE = 'look.orders'

class Arranged {
  now = $state.raw<Arrangement>(readArrangement(readStored(PLACE)))

  /** 35 pixels for the eye, 28 for the overview. */
  get rowHeight(): number {
    return this.now.dense ? 28 : 35
  }

  widen = (id: ColumnId, width: number | null) => this.become(widened(this.now, id, width))
  toggle = (id: ColumnId) => this.become(toggled(this.now, id))
  move = (id: ColumnId, at: ColumnId) => this.become(moved(this.now, id, at))
  setDense = (dense: boolean) => this.become({ ...this.now, dense })
  reset = () => this.become(usual)

  /** Reads it again, as the app does when it begins. */
  recall() {
    this.now = readArrangement(readStored(PLACE))
  }

  private become(next: Arrangement) {
    this.now = next
    try {
      localStorage.setItem(PLACE, JSON.stringify(next))
    } catch {
      // A full storage only means that the table begins as usual next time.
    }
  }
}

export const arranged = new Arranged()
