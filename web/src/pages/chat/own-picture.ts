import { shallowRef, watchEffect } from 'vue'
import type { Ref } from 'vue'

/** Pixels that the browser is asked to decode of a picture that the server has not made smaller: 160 MB. */
const mostPixels = 40_000_000
/** Bytes that are looked through for a picture's size: a camera writes a small copy and colours before it. */
const bytesOfHead = 2 * 1024 * 1024

const looked = new WeakMap<Blob, boolean>()

/**
 * Whether a picture of one's own that is not at the server yet may be drawn as it is: some kilobytes can say that they
 * hold more pixels than a browser has memory for. One whose size nobody can tell may not.
 */
export async function isDrawable(blob: Blob): Promise<boolean> {
  const known = looked.get(blob)
  if (known !== undefined) return known
  const { imageDimensionsFromData } = await import('image-dimensions')
  const head = new Uint8Array(await blob.slice(0, bytesOfHead).arrayBuffer())
  const size = imageDimensionsFromData(head)
  const drawable = size !== undefined && size.width * size.height <= mostPixels
  looked.set(blob, drawable)
  return drawable
}

/** Whether a picture was looked at and may be drawn. */
export const isKnownDrawable = (blob: Blob): boolean => looked.get(blob) === true

/** `isDrawable` of a picture that may change; undefined until it was looked at. */
export function useDrawable(given: () => Blob | undefined): Readonly<Ref<boolean | undefined>> {
  const drawable = shallowRef<boolean>()
  watchEffect(() => {
    const blob = given()
    const known = blob && looked.get(blob)
    drawable.value = known
    if (!blob || known !== undefined) return
    const take = (found: boolean) => {
      if (given() === blob) drawable.value = found
    }
    isDrawable(blob).then(take, () => take(false))
  })
  return drawable
}
