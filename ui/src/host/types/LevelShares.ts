export type LevelShares = { committed: number | null, campaign: number | null, creator: number | null, free: number | null, toldAt: string, };
