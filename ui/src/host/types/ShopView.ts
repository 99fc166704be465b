export type ShopView = { name: string; region: string; practice: boolean; currency: string | null }
