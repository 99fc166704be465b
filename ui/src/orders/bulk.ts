/**
 * What can be done with the selected orders, in the order of the bar's buttons. One more is one
 * entry here: it either does its work at once or opens a dialog of its own, and both ask Rust
 * which orders are meant (`selected_orders`), never the rows that happen to be on the screen.
 */
import { app } from '../app.svelte'
import { copyText } from '../clipboard'
import { host, type Paper } from '../host'
import { text } from '../text'
import type { Desk } from './desk.svelte'
import { dialogs, type Ask, type BulkDialog } from './dialogs'
import { printing } from './printing.svelte'
import { mostToShip } from './shippable'
import { MOST_IN_SHEET } from './sheet/most'

export type BulkAction = {
  id: string
  /** What the button says for the orders that are selected. */
  name: (desk: Desk) => string
  /** The one that most sellers came for: it stands out. */
  primary?: boolean
  /** In the menu behind the others. */
  more?: boolean
  /** Why it can't be done now, in plain words; null or left out where it can. */
  whyNot?: (desk: Desk) => string | null
} & ({ run: (desk: Desk) => Promise<void> } | { dialog: BulkDialog })

async function copyIds({ shop }: Desk): Promise<void> {
  const ids = await host().selected_orders({ shop })
  const isCopied = await copyText(ids.join('\n'))
  if (isCopied) app.announce(text.bulk.copiedIds(ids.length))
  else app.warn(text.copyFailed)
}

/** Prints the selected orders. */
function paper(kind: Paper) {
  return {
    name: () => text.print.papers[kind],
    whyNot: ({ selection }: Desk) => printing.whyNot(selection.told.count),
    run: async ({ shop }: Desk) => printing.print({ shop, paper: kind, orders: await host().selected_orders({ shop }) }),
  }
}

/** Why the sheet doesn't open: it takes all that is selected. */
export const whyNoSheet = ({ selection }: Desk) => (selection.told.count > MOST_IN_SHEET ? text.sheet.tooMany(MOST_IN_SHEET) : null)

const toShip = ({ selection, list }: Desk) => mostToShip(selection.told, list.opened)

export const bulkActions: BulkAction[] = [
  {
    id: 'ship',
    name: (desk) => text.sheet.act(toShip(desk)),
    primary: true,
    whyNot: (desk) => whyNoSheet(desk) ?? (toShip(desk) ? null : text.sheet.noneWaits),
    dialog: dialogs.ship,
  },
  { id: 'slips', ...paper('packing_slips') },
  { id: 'pickList', ...paper('pick_list') },
  { id: 'shippingLabels', more: true, ...paper('shipping_labels') },
  { id: 'labels', more: true, ...paper('address_labels') },
  { id: 'combine', more: true, name: () => text.combining.act, dialog: dialogs.combine },
  { id: 'export', more: true, name: () => text.exported.act, dialog: dialogs.export },
  { id: 'tag', more: true, name: () => text.bulk.tag, dialog: dialogs.tag },
  { id: 'copy', more: true, name: () => text.bulk.copyIds, run: copyIds },
]

/** Does it, or opens its dialog with `ask`; nothing where it is not possible. */
export function perform(action: BulkAction, desk: Desk, ask: Ask) {
  if (action.whyNot?.(desk)) return
  if ('dialog' in action) ask(action.dialog)
  else void app.passing(action.run(desk))
}
