/** The dialogs about tables of levels. */
import type { Component } from 'svelte'

import { later } from '../../later'
import type { Shelf } from '../shelf.svelte'

type Asked = Component<{ shelf: Shelf; close: (review?: boolean) => void }>

export const levelDialogs = {
  import: later<Asked>(() => import('./ImportLevels.svelte')),
  export: later<Asked>(() => import('./ExportLevels.svelte')),
}
