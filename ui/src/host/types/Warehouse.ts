export type Warehouse = { id: string; name: string }
