export type SetAside = { id: string; reason: string; seenAt: string }
