/** The words of the grid’s lists. */

export const listText = {
  product: 'Product',
  sorted: (name: string, descending: boolean) => `Sorted by ${name}, ${descending ? 'descending' : 'ascending'}.`,
  hint: (name: string) => `Sort by ${name}`,
}
