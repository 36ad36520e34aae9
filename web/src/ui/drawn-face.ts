import { faceColour } from '../../../contract/faces.ts'

/**
 * The colour of a picture that the server would draw of a name: its letters are drawn here, without asking for it.
 * Undefined where it is a picture of another kind.
 */
export function colourOfDrawn(src: string): string | undefined {
  const hue = /\/avatars\/[^/]+-(\d{1,3})\.svg$/.exec(src)?.[1]
  return hue === undefined ? undefined : faceColour(Number(hue))
}
