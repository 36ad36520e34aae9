import { friendsAvatar } from '../../contract/files.ts'
import { faceColour, faceHue, faceLetters } from '../../contract/faces.ts'
import { remember } from './bounded-map.ts'
import type { Url } from './route.ts'

/** The letters of names, as they stand in a path: each is asked for with every message of its person. */
const lettersOf = new Map<string, string>()
const mostNames = 20_000

function lettersInPath(name: string): string {
  const known = lettersOf.get(name)
  if (known !== undefined) return known
  const letters = encodeURIComponent(faceLetters(name))
  remember(lettersOf, name, letters, mostNames)
  return letters
}

/**
 * Path of a default picture: letters of the name on a colour that depends on the id. Everything is in the path: nothing
 * is stored for people and groups without a picture.
 */
export const defaultAvatarPath = (name: string, id: number) => `/avatars/${lettersInPath(name)}-${faceHue(id)}.svg`

/** The picture's absolute URL, of a person, a group or a company. */
export const faceUrl = (url: Url, face: { id: number; name: string; avatar: string | null }) =>
  url(face.avatar || defaultAvatarPath(face.name, face.id))

const icons = {
  friends: {
    hue: 210,
    shape:
      '<circle cx="42" cy="38" r="13"/><path d="M18 76c0-16 10-23 24-23s24 7 24 23z"/><path d="M74 34v24M62 46h24" stroke="#fff" stroke-width="7" stroke-linecap="round"/>',
  },
  groups: {
    hue: 150,
    shape:
      '<circle cx="34" cy="38" r="12"/><circle cx="64" cy="38" r="12"/><path d="M12 74c0-15 9-21 22-21s22 6 22 21zM60 74c0-8-2-14-5-18 3-2 6-3 9-3 13 0 22 6 22 21z"/>',
  },
  transfer: {
    hue: 178,
    shape:
      '<path d="M18 32c0-4 2-6 6-6h16l8 9h28c4 0 6 2 6 6v31c0 4-2 6-6 6H24c-4 0-6-2-6-6z"/><path d="M40 66V50m-7 7 7-8 7 8M60 49v16m-7-7 7 8 7-8" fill="none" stroke="hsl(178,52%,45%)" stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/>',
  },
  analysis: {
    hue: 30,
    shape:
      '<rect x="22" y="52" width="14" height="24" rx="3"/><rect x="43" y="38" width="14" height="38" rx="3"/><rect x="64" y="24" width="14" height="52" rx="3"/>',
  },
}
type Icon = keyof typeof icons

/** Paths of the assistants' pictures, by the `miniType` of their session row. */
export const assistantAvatars: Record<11016 | 11017 | 11021, string> = {
  11016: friendsAvatar,
  11017: '/avatars/assistant-groups.svg',
  11021: '/avatars/assistant-analysis.svg',
}

const picture = (ground: string, inside: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100"><rect width="100" height="100" fill="${ground}"/>${inside}</svg>`
const escaped = (text: string) => text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)

/** A square with the letters. */
const avatarSvg = (letters: string, hue: number) =>
  picture(
    faceColour(hue),
    `<text x="50" y="50" dy=".35em" text-anchor="middle" font-family="system-ui,-apple-system,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif" font-size="${[...letters].length > 1 ? 36 : 46}" fill="#fff">${escaped(letters)}</text>`,
  )

const isIcon = (name: string): name is Icon => Object.hasOwn(icons, name)

/** The picture of that name, an SVG; undefined if there is none. */
export function avatarNamed(name: string): string | undefined {
  const icon = /^assistant-([a-z]+)\.svg$/.exec(name)?.[1]
  if (icon !== undefined && isIcon(icon))
    return picture(`hsl(${icons[icon].hue},52%,45%)`, `<g fill="#fff">${icons[icon].shape}</g>`)
  // Not more than a few signs: the path draws pictures, it is not a writing board.
  const [, letters, hue] = /^([\p{L}\p{N}·]{1,3})-(\d{1,3})\.svg$/u.exec(name) ?? []
  return letters === undefined ? undefined : avatarSvg(letters, Number(hue))
}
