import sharp from 'sharp'
import type { Random } from './random.ts'

/** What people take for a picture of themselves, on 100 by 100, in a colour and a lighter one. */
const motifs: ((dark: string, light: string) => string)[] = [
  // The sun between two hills.
  (dark, light) =>
    `<circle cx="62" cy="44" r="15" fill="#fff3d6"/><path d="M0 72 28 44 52 70 70 56 100 80V100H0Z" fill="${light}"/><path d="M0 86 34 66 62 84 84 74 100 82V100H0Z" fill="${dark}"/>`,
  // A cat that looks at one.
  dark =>
    `<path d="M24 100V40l8-20 16 14h4l16-14 8 20v60Z" fill="${dark}"/><circle cx="39" cy="54" r="5" fill="#ffe9a8"/><circle cx="61" cy="54" r="5" fill="#ffe9a8"/><path d="M46 65h8l-4 5Z" fill="#f3b3a4"/><path d="M18 62h14M18 70h14M68 62h14M68 70h14" stroke="#fff" stroke-opacity=".6" stroke-width="1.6"/>`,
  // A leaf.
  (dark, light) =>
    `<path d="M22 82C14 46 40 18 82 18 84 58 62 84 22 82Z" fill="${dark}"/><path d="M18 90 66 34M40 64l2-22M40 64l24-4" stroke="${light}" stroke-width="3" fill="none" stroke-linecap="round"/>`,
  // The moon over the sea.
  (dark, light) =>
    `<circle cx="50" cy="40" r="18" fill="#fdf6e3"/><circle cx="58" cy="35" r="15" fill="${light}"/><path d="M0 68q12-7 25 0t25 0 25 0 25 0v32H0Z" fill="${dark}"/><path d="M0 82q12-6 25 0t25 0 25 0 25 0" stroke="#fff" stroke-opacity=".35" stroke-width="2" fill="none"/>`,
  // A cup of tea.
  dark =>
    `<path d="M24 46h46v20c0 14-8 20-23 20s-23-6-23-20Z" fill="#fffaf0"/><path d="M70 52h6c8 0 8 18-6 18" stroke="#fffaf0" stroke-width="5" fill="none"/><path d="M38 36q-6-7 0-13t0-11M54 36q-6-7 0-13t0-11" stroke="${dark}" stroke-width="3.5" fill="none" stroke-linecap="round"/>`,
  // A boat with one sail.
  (dark, light) =>
    `<path d="M50 16v46H22Z" fill="#fffaf0"/><path d="M54 26v36h20Z" fill="${light}"/><path d="M14 66h72l-12 16H26Z" fill="${dark}"/><path d="M0 90q12-6 25 0t25 0 25 0 25 0" stroke="${dark}" stroke-opacity=".5" stroke-width="3" fill="none"/>`,
]

/** Takes three numbers, so that who comes later looks the same however many have a picture. */
export function lookOf(random: Random) {
  return { hue: random.between(0, 359), motif: random.pick(motifs), shift: random.between(18, 70) }
}

/** A picture that somebody chose for themselves. */
export function pictureOfPerson({ hue, motif, shift }: ReturnType<typeof lookOf>): Promise<Buffer> {
  const colour = (at: number, saturation: number, light: number) => `hsl(${at % 360},${saturation}%,${light}%)`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="240" height="240">
    <defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="${colour(hue, 52, 74)}"/><stop offset="1" stop-color="${colour(hue + shift, 58, 84)}"/></linearGradient></defs>
    <rect width="100" height="100" fill="url(#g)"/>${motif(colour(hue + 200, 34, 30), colour(hue + 190, 36, 52))}</svg>`
  return sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer()
}
