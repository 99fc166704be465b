/** Tables of levels, in and out. */
import { MemoryLevels } from './levels'
import { refusal } from './shop'
import { WishCommands } from './wishCommands'
import type { Arg } from './world'

export class LevelCommands extends WishCommands {
  private levels: { name: number; table: MemoryLevels; shop: number } | null = null
  private levelsRead = 0

  private table(name: number) {
    if (this.levels?.name !== name) throw refusal('not_found', 'This table has been replaced by a newer one. Choose the file again.')
    return this.levels
  }

  private look(shop: number, table: MemoryLevels) {
    this.levelsRead += 1
    this.levels = { name: this.levelsRead, table, shop }
    return structuredClone(table.told(this.levelsRead))
  }

  async read_levels({ shop, source }: Arg<'read_levels'>) {
    if (source.kind === 'file' && source.size > 48 * 1024 * 1024) throw refusal('invalid_input', `This file has ${Math.ceil(source.size / 1024 / 1024)} MB; a table may have 48 MB. Nothing was changed.`, 'file')
    return this.look(shop, new MemoryLevels(this.at(shop), source))
  }

  async choose_level_columns({ import: name, roles }: Arg<'choose_level_columns'>) {
    const { shop, table } = this.table(name)
    return this.look(shop, table.with(roles))
  }

  async level_lines({ import: name, verdict, from, count }: Arg<'level_lines'>) {
    return structuredClone(this.table(name).table.of(verdict).slice(from, from + count))
  }

  async take_levels({ import: name, guesses }: Arg<'take_levels'>) {
    const { table, shop } = this.table(name)
    const drafts = table.takes(guesses)
    this.journal.push(`take_levels ${drafts.length}`)
    if (table.taken) throw refusal('invalid_input', 'This table is in the grid already. Nothing was changed.', 'file')
    table.taken = drafts
    await this.keep_stock_drafts({ shop, put: drafts, gone: [] })
    return drafts.length
  }

  async taken_levels({ import: name, from, count }: Arg<'taken_levels'>) {
    return structuredClone((this.table(name).table.taken ?? []).slice(from, from + count))
  }

  async export_left_levels({ import: name }: Arg<'export_left_levels'>) {
    return { path: '~/.local/share/app.tiktokflow.desktop/exports/1/tiktokflow-stock-not-taken.csv', rows: this.table(name).table.left(), missing: 0 }
  }

  async close_levels({ import: name }: Arg<'close_levels'>) {
    if (this.levels?.name === name) this.levels = null
  }

  async export_levels({ view, from, count, file }: Arg<'export_levels'>) {
    this.journal.push(`export_levels ${from} ${count} ${file}`)
    return { path: `~/.local/share/app.tiktokflow.desktop/exports/1/tiktokflow-stock.${file}`, rows: this.window({ view, from, count }).length, missing: 0 }
  }
}
