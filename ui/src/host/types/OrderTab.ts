export type OrderTab = 'to_ship' | 'on_hold' | 'sent' | 'delivered' | 'cancelled' | 'all'
