import type { Size } from './drawn.ts'

/** Addresses in this browser of files that are on their way, by message id, so that a picture is there at once. */
const addresses = new Map<string, string>()

export function localAddress(id: string, blob: Blob): string {
  const known = addresses.get(id)
  if (known) return known
  const address = URL.createObjectURL(blob)
  addresses.set(id, address)
  return address
}

/** Gives the memory back; where nothing shows it any more. */
export function dropLocalAddress(id: string): void {
  const address = addresses.get(id)
  if (address) URL.revokeObjectURL(address)
  addresses.delete(id)
}

/** Sizes, px, of pictures that were seen, by file id: so they have them before they come again. */
export const sizes = new Map<number, Size>()
