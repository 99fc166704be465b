/** The words of papers, exports and the shipping of many orders: a part of `text`. */
import { count, counted } from './format'
import type { Paper, PrintsMade } from './host'

const papers: Record<Paper, string> = { packing_slips: 'Packing slips', pick_list: 'Pick list', address_labels: 'Labels' }

export const shippingText = {
  print: {
    papers,
    slip: 'Packing slip',
    busy: 'A paper is being made.',
    tooMany: (most: number) => `One paper holds ${count(most)} orders at most. Select fewer.`,
    made: (paper: Paper, { orders, pages }: Pick<PrintsMade, 'orders' | 'pages'>) => `${papers[paper]} for ${counted(orders, 'order')} opened, ${counted(pages, 'page')}.`,
    nothing: 'Nothing was printed',
    printedBefore: (before: number, of: number) => (of === 1 ? 'This order was printed before' : `${count(before)} of ${count(of)} were printed before`),
    latest: (paper: Paper, at: string) => `${papers[paper]}, the latest ${at}. With a second one an order may be packed twice.`,
    notYet: 'Nothing was printed now.',
    others: (orders: number) => (orders === 1 ? 'Print only the other one' : `Print only the other ${count(orders)}`),
    again: (orders: number) => (orders === 1 ? 'Print again' : `Print all ${count(orders)} again`),
    when: (at: string) => `printed ${at}`,
    leftOut: (orders: number) => `${counted(orders, 'order')} not on the paper`,
    boxed: (orders: number) => `${counted(orders, 'order')} with characters that no font of this computer has`,
    boxedHint: 'The paper shows boxes in their place. Install a font for that script, or write them by hand.',
    more: (orders: number) => `and ${counted(orders, 'more order')}`,
  },
  exported: {
    act: 'Export…',
    title: (orders: number) => `Export ${counted(orders, 'order')}`,
    file: 'File',
    files: { csv: 'CSV', xlsx: 'Excel workbook (XLSX)' },
    rows: 'A row is',
    each: { orders: 'an order', lines: 'an item of an order' },
    zone: (zone: string) => `Times are those of ${zone}. Order ids stay whole in a spreadsheet.`,
    write: 'Export',
    done: (rows: number) => `${counted(rows, 'row')} written. The file holds buyers’ names and addresses: keep it as you keep those.`,
    missing: (orders: number) => `${counted(orders, 'order')} had left the list meanwhile and ${orders === 1 ? 'is' : 'are'} not in it.`,
    open: 'Open the folder',
    copyPath: 'Copy where it is',
    announced: (rows: number) => `${counted(rows, 'row')} exported.`,
  },
}
