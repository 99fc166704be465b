/** The dialogs of the order desk. */
import type { Component } from 'svelte'

import { later } from '../later'
import type { Desk } from './desk.svelte'

/** A dialog about the selected orders. */
export type BulkDialog = Component<{ desk: Desk; close: () => void }>

export const dialogs = {
  ship: later<BulkDialog>(() => import('./sheet/ShipSheet.svelte')),
  export: later<BulkDialog>(() => import('./ExportDialog.svelte')),
  tag: later<BulkDialog>(() => import('./TagDialog.svelte')),
  print: later(() => import('./PrintDialog.svelte')),
}
