export type SaveResult = { queued: number; refused: Array<{ index: number; message: string }> }
