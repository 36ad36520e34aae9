import type { Url } from './route.ts'

/** Everything in the path: nothing is stored for people and groups without a picture. */
const initialOf = (name: string) => {
  const code = name.trim().codePointAt(0)
  const first = code === undefined ? '' : String.fromCodePoint(code)
  return /[\p{L}\p{N}]/u.test(first) ? first.toUpperCase() : '·'
}

/** Path of a default picture: the initial on a colour that depends on the id. */
export const defaultAvatarPath = (name: string, id: number) =>
  `/avatars/${encodeURIComponent(initialOf(name))}-${(id * 137) % 360}.svg`

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
  11016: '/avatars/assistant-friends.svg',
  11017: '/avatars/assistant-groups.svg',
  11021: '/avatars/assistant-analysis.svg',
}

const picture = (hue: number, inside: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100"><rect width="100" height="100" fill="hsl(${hue},52%,45%)"/>${inside}</svg>`
const escaped = (text: string) => text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)

/** A square with the initial. */
const avatarSvg = (initial: string, hue: number) =>
  picture(
    hue,
    `<text x="50" y="50" dy=".35em" text-anchor="middle" font-family="system-ui,-apple-system,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif" font-size="46" fill="#fff">${escaped(initial)}</text>`,
  )

const isIcon = (name: string): name is Icon => Object.hasOwn(icons, name)

/** The picture of that name, an SVG; undefined if there is none. */
export function avatarNamed(name: string): string | undefined {
  const icon = /^assistant-([a-z]+)\.svg$/.exec(name)?.[1]
  if (icon !== undefined && isIcon(icon)) return picture(icons[icon].hue, `<g fill="#fff">${icons[icon].shape}</g>`)
  // Not more than one upper-cased sign ("ß" becomes two): the path draws pictures, it is not a writing board.
  const [, initial, hue] = /^([\p{L}\p{N}·]{1,3})-(\d{1,3})\.svg$/u.exec(name) ?? []
  return initial === undefined ? undefined : avatarSvg(initial, Number(hue) % 360)
}
