/** How the cursor leaves a field: by a row, to the next empty one, or with Tab, which leads out at the ends. */
export type Way = 'up' | 'down' | 'on' | 'after' | 'before'
