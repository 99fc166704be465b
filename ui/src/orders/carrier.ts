/**
 * Whose tracking number it is, where its form tells: a hint beside the field, never a reason to
 * refuse. A form that several carriers use is nobody's. Check digits are the carriers' published
 * ones: a number of which one digit is wrong or missing is seen here, before the buyer sees it.
 */

/** `fits` is null where the form has no check digit. */
export type Recognised = { carrier: string; fits: boolean | null }

type Form = { carrier: string; shape: RegExp; fits?: (number: string) => boolean }

const digits = (text: string) => [...text].map(Number)

/** Weighted from the left; the weights repeat. */
const sum = (numbers: number[], weights: number[]) =>
  numbers.reduce((total, number, place) => total + number * (weights[place % weights.length] ?? 0), 0)

/** Weights 3, 1, 3, … from the digit before the check digit, to the next ten. */
function fitsByTens(number: string): boolean {
  const all = digits(number)
  const check = all.pop()
  return (10 - (sum(all.reverse(), [3, 1]) % 10)) % 10 === check
}

/** Letters count as A = 2, B = 3 and so on, without their tens; every second place twice. */
function fitsUps(number: string): boolean {
  const value = (sign: string) => (/\d/.test(sign) ? Number(sign) : (sign.charCodeAt(0) - 63) % 10)
  const all = [...number.slice(2)].map(value)
  const check = all.pop()
  return (10 - (sum(all, [1, 2]) % 10)) % 10 === check
}

const fitsFedexExpress = (number: string) => (sum(digits(number.slice(0, -1)), [3, 1, 7]) % 11) % 10 === Number(number.at(-1))

/** The postal union's: two letters, eight digits, the check digit, the country. */
function fitsPost(number: string): boolean {
  const check = 11 - (sum(digits(number.slice(2, 10)), [8, 6, 4, 2, 3, 5, 9, 7]) % 11)
  return (check === 10 ? 0 : check === 11 ? 5 : check) === Number(number.at(10))
}

/** A postal code may stand before what the label calls the tracking number. */
const withoutZip = (number: string) => number.replace(/^420(?:\d{9}|\d{5})(?=9[1-5]\d{18,20}$)/, '')

const POSTS: Record<string, string> = {
  US: 'USPS', GB: 'Royal Mail', VN: 'Vietnam Post', TH: 'Thailand Post', MY: 'Pos Malaysia', SG: 'Singapore Post',
  PH: 'PHLPost', ID: 'Pos Indonesia', CN: 'China Post', JP: 'Japan Post', KR: 'Korea Post', DE: 'Deutsche Post', FR: 'La Poste', ES: 'Correos', IT: 'Poste Italiane', MX: 'Correos de México', BR: 'Correios',
}

const FORMS: Form[] = [
  { carrier: 'UPS', shape: /^1Z[0-9A-Z]{15}\d$/, fits: fitsUps },
  { carrier: 'USPS', shape: /^9[1-5](?:\d{18}|\d{20})$/, fits: fitsByTens },
  { carrier: 'FedEx', shape: /^96\d{20}$/, fits: fitsByTens },
  ...Object.entries(POSTS).map(([country, carrier]) => ({ carrier, shape: new RegExp(`^[A-Z]{2}\\d{9}${country}$`), fits: fitsPost })),
  { carrier: 'Amazon Logistics', shape: /^TBA\d{12}$/ },
  { carrier: 'DHL', shape: /^(?:JD0\d{17}|JJD\d{16,20})$/ },
  { carrier: 'YunExpress', shape: /^YT\d{16}$/ },
  { carrier: 'SPX', shape: /^SPX(?:VN|TH|MY|PH|SG|ID|TW|BR)[0-9A-Z]{8,14}$/ },
  { carrier: 'J&T Express', shape: /^J[TPX]\d{10,13}$/ },
]

/** Digits alone are many carriers': they are claimed only where the check digit fits. */
const ONLY_IF_FITTING: Form[] = [
  { carrier: 'FedEx', shape: /^\d{12}$/, fits: fitsFedexExpress },
  { carrier: 'FedEx', shape: /^\d{15}$/, fits: fitsByTens },
]

/** The carrier of a number as it was typed, or null where its form doesn't tell. */
export function recognise(typed: string): Recognised | null {
  const number = withoutZip(typed.replace(/[\s-]/gu, '').toUpperCase())
  const form = FORMS.find(({ shape }) => shape.test(number))
  if (form) return { carrier: form.carrier, fits: form.fits?.(number) ?? null }
  const sure = ONLY_IF_FITTING.find(({ shape, fits }) => shape.test(number) && fits?.(number))
  return sure ? { carrier: sure.carrier, fits: true } : null
}

const NAMES = new Set([...FORMS, ...ONLY_IF_FITTING].map(({ carrier }) => carrier.toLowerCase()))

/** Whether the shop's word for the carrier certainly means another one. A name that isn't known here may mean anybody. */
export function isAnother(carrier: string, expected: string): boolean {
  const words = expected.toLowerCase().split(/[^\p{L}\p{N}&]+/u)
  return words.some((word) => NAMES.has(word)) && !words.includes(carrier.toLowerCase())
}
