/** How many orders the sheet takes: more than a day's requests could ship. */
export const MOST_IN_SHEET = 10_000
