import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync(new URL('../src/ui/look.css', import.meta.url), 'utf8')

/** The colours of a theme, by name. */
function coloursOf(theme: string): (name: string) => string {
  const block = new RegExp(`data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? ''
  const colours = new Map<string, string>()
  for (const line of block.split(';')) {
    const [, name, value] = /^--([\w-]+): (#\w{6})$/.exec(line.trim()) ?? []
    if (name !== undefined && value !== undefined) colours.set(name, value)
  }
  return name => {
    const colour = colours.get(name)
    if (colour === undefined) throw new Error(`${theme} has no colour ${name}`)
    return colour
  }
}

const channels = (colour: string) => [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16))

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map(channel => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((less, more) => less - more)
  return (light + 0.05) / (dark + 0.05)
}

/** A colour that lies over another with this share, as `color-mix` with transparent makes it. */
function tinted(over: string, ground: string, share: number): string {
  const below = channels(ground)
  return `#${channels(over)
    .map((channel, at) =>
      Math.round(channel * share + (below[at] ?? 0) * (1 - share))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

const inks = ['ink', 'ink-soft', 'ink-faint', 'accent-ink']
const grounds = [
  'desk',
  'desk-hover',
  'desk-chosen',
  'sheet',
  'sunken',
  'sunken-hover',
  'raised',
  'own',
  'other',
  'accent-soft',
]

test.each(['light', 'dark'])('every ink can be read on every ground, in %s', theme => {
  const colour = coloursOf(theme)
  const weak = inks
    .flatMap(ink => grounds.map(ground => ({ ink, ground, contrast: contrast(colour(ink), colour(ground)) })))
    .filter(pair => pair.contrast < 4.5)
  expect(weak).toEqual([])
})

test.each(['light', 'dark'])('the three inks are three, in %s', theme => {
  const colour = coloursOf(theme)
  for (const ground of ['sheet', 'desk'])
    for (const [strong, weak] of [
      ['ink', 'ink-soft'],
      ['ink-soft', 'ink-faint'],
    ] as const)
      expect(
        contrast(colour(strong), colour(ground)) / contrast(colour(weak), colour(ground)),
        `${strong} and ${weak} on ${ground}`,
      ).toBeGreaterThan(1.35)
})

test.each(['light', 'dark'])('what is quoted in a bubble can be read, in %s', theme => {
  const colour = coloursOf(theme)
  const weak = ['ink-soft', 'accent-ink']
    .flatMap(ink =>
      ['own', 'other'].flatMap(ground =>
        [0.09, 0.15].map(share => ({
          ink,
          ground,
          share,
          contrast: contrast(colour(ink), tinted(colour('accent'), colour(ground), share)),
        })),
      ),
    )
    .filter(pair => pair.contrast < 4.5)
  expect(weak).toEqual([])
})
