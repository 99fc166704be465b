export type HistoryEntry = { at: string; text: string }
