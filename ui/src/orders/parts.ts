/** The parts of the order desk that stand there only once something is chosen, selected or opened. */
import { soon } from '../later'

export const parts = {
  panel: soon(() => import('./OrderPanel.svelte')),
  bulkBar: soon(() => import('./BulkBar.svelte')),
  chipEditor: soon(() => import('./ChipEditor.svelte')),
  pastedStrip: soon(() => import('./PastedStrip.svelte')),
}
