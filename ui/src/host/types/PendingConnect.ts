export type PendingConnect = { authorizeUrl: string; opened: boolean; expiresAt: string }
