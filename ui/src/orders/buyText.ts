/** The words of labels that are bought: a part of the order panel, which is there behind the first picture. */
import { counted } from '../format'
import type { LabelService, ParcelUnits } from '../host'

type Told = Pick<LabelService, 'carrier' | 'earliestDays' | 'latestDays'>

function days({ earliestDays: earliest, latestDays: latest }: Told): string {
  if (earliest !== null && latest !== null && earliest !== latest) return `${earliest}–${counted(latest, 'day')}`
  if (latest !== null) return counted(latest, 'day')
  return earliest === null ? '' : `${counted(earliest, 'day')} or more`
}

const units: Record<ParcelUnits, { weight: string; length: string }> = {
  imperial: { weight: 'lb', length: 'in' },
  metric: { weight: 'g', length: 'cm' },
}

export const buyText = {
  hint: 'TikTok’s label is bought for this order. What it costs depends on the packed parcel.',
  weight: 'Weight',
  size: 'Length × width × height',
  measures: {
    weight: (unit: string) => `Weight in ${unit}`,
    length: (unit: string) => `Length in ${unit}`,
    width: (unit: string) => `Width in ${unit}`,
    height: (unit: string) => `Height in ${unit}`,
  },
  units,
  ask: 'See prices',
  services: 'Which label to buy',
  told: (service: Told) => [service.carrier, days(service)].filter(Boolean).join(' · '),
  none: 'The shop offers no label for this parcel. Nothing was bought: look at weight and size.',
  choose: 'Buy label',
  act: (price: string) => `Buy label · ${price}`,
  final: 'It is paid at this price or not at all. Once it has left, a label can’t be given back here.',
  bought: (id: string) => `The label of order ${id} is queued to be bought.`,
}
