/**
 * What can be done with the selected orders, in the order of the bar's buttons. One more is one
 * entry here: it either does its work at once or opens a dialog of its own, and both ask Rust
 * which orders are meant (`selected_orders`), never the rows that happen to be on the screen.
 */
import type { Component } from 'svelte'

import { app } from '../app.svelte'
import { copyText } from '../clipboard'
import { host } from '../host'
import { text } from '../text'
import type { Desk } from './desk.svelte'
import TagDialog from './TagDialog.svelte'

export type BulkDialog = Component<{ desk: Desk; close: () => void }>

export type BulkAction = {
  id: string
  /** What the button says for so many orders. */
  name: (orders: number) => string
  /** The one that most sellers came for: it stands out. */
  primary?: boolean
  /** Why it can't be done now, in plain words; null or left out where it can. */
  whyNot?: (desk: Desk) => string | null
} & ({ run: (desk: Desk) => Promise<void> } | { dialog: BulkDialog })

async function copyIds({ shop }: Desk): Promise<void> {
  const ids = await host().selected_orders({ shop })
  const isCopied = await copyText(ids.join('\n'))
  if (isCopied) app.announce(text.bulk.copiedIds(ids.length))
  else app.warn(text.copyFailed)
}

export const bulkActions: BulkAction[] = [
  { id: 'tag', name: () => text.bulk.tag, dialog: TagDialog },
  { id: 'copy', name: () => text.bulk.copyIds, run: copyIds },
]
