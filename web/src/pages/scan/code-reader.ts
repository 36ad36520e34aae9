/** Finds a QR code in a picture; its text, or undefined. */
type CodeReader = (picture: HTMLVideoElement | ImageBitmap) => Promise<string | undefined>

type Detector = { detect(picture: CanvasImageSource): Promise<{ rawValue: string }[]> }
type DetectorClass = { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> }

/** px of the longer side that pictures are reduced to: enough for a code, and a frame takes some ms. */
const most = 800

/** The browser's own reader where it has one; else one in script, which is fetched only then. */
export async function openCodeReader(): Promise<CodeReader> {
  return (await ownReader()) ?? scriptReader((await import('qr/decode.js')).decodeQR)
}

async function ownReader(): Promise<CodeReader | undefined> {
  const Own = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  if (!(await Own?.getSupportedFormats().catch((): string[] => []))?.includes('qr_code') || !Own) return undefined
  const detector = new Own({ formats: ['qr_code'] })
  return async picture => (await detector.detect(picture).catch((): { rawValue: string }[] => []))[0]?.rawValue
}

function scriptReader(decode: (image: ImageData) => string): CodeReader {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  return async picture => {
    const [width, height] =
      picture instanceof ImageBitmap ? [picture.width, picture.height] : [picture.videoWidth, picture.videoHeight]
    if (!context || width === 0) return undefined
    const scale = Math.min(1, most / Math.max(width, height))
    canvas.width = Math.round(width * scale)
    canvas.height = Math.round(height * scale)
    context.drawImage(picture, 0, 0, canvas.width, canvas.height)
    try {
      return decode(context.getImageData(0, 0, canvas.width, canvas.height))
    } catch {
      return undefined // there is none in this picture
    }
  }
}
