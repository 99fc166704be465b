/** Where an order goes, as it is written on a parcel. */
import type { OrderDetail } from '../host'

export const addressOf = ({ buyer, address }: Pick<OrderDetail, 'buyer' | 'address'>): string => [buyer, ...address].join('\n')
