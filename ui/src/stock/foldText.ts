/** The words of products that are folded. */
import { count, counted } from '../format'

const rows = (number: number) => counted(number, 'folded row')

export const foldText = {
  skus: (number: number) => counted(number, 'SKU'),
  fold: (product: string) => `Fold ${product}`,
  unfold: (product: string) => `Unfold ${product}`,
  cell: (warehouse: string, product: string, skus: number) => `${warehouse}, ${product}, ${counted(skus, 'SKU')} folded`,

  // What is told of the SKUs inside.
  unsaved: (number: number) => `${count(number)} unsaved`,
  soldOut: (number: number) => `${count(number)} sold out`,
  conflicts: (number: number) => `${counted(number, 'conflict')}`,
  changed: (number: number) => `${count(number)} on the way`,

  // What was done, said once and aloud.
  folded: (product: string, skus: number) => `${product}: ${counted(skus, 'SKU')} folded into one row.`,
  unfolded: (product: string) => `${product} unfolded.`,
  allFolded: (number: number) => `All products folded: ${rows(number)}.`,
  allUnfolded: 'All products unfolded.',
  leftOut: (number: number) => `${rows(number)} left out.`,

  // Why something is not possible, and what is.
  sum: (skus: number, key: string) => `This is the sum of ${counted(skus, 'SKU')}. Unfold the product with ${key} to edit their levels.`,
  onlyFolded: 'Only folded products are selected. Unfold them to change their levels.',
  noGroups: 'Products fold while the grid is sorted by product and nothing is searched.',
  oneSku: 'This product has only one SKU here.',
  isFolded: 'This product is folded already.',
  isUnfolded: 'This product isn’t folded.',
  noFolds: 'No product is folded.',
  hint: (key: string) => `Sum of a folded product · ${key} unfolds it`,
}
