/** A chosen or dropped file, as it crosses to Rust. */
import type { TableFrom } from './host'

/** Larger ones are refused by their size: their bytes need not be read. Rust has the limits, in bytes. */
export const MOST_BYTES = { shipments: 20 * 1024 * 1024, levels: 48 * 1024 * 1024 }

export const accepted = '.csv,.tsv,.txt,.xlsx'

export async function sourceOf(file: File, most: number): Promise<TableFrom> {
  const { name, size } = file
  return { kind: 'file', name, size, base64: size > most ? '' : await base64Of(file) }
}

/** The browser makes it in one go, without a copy for each byte. */
function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,?/, ''))
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'))
    reader.readAsDataURL(file)
  })
}
