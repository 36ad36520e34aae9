import type { Figure } from './figures.ts'

/** Bytes of script on the wire; time until the page is there and answers, in ms. */
export type FirstLoad = { bytes: number, interactive: number }

/** Between frames in ms, messages scrolled past, and bytes in use before and after. */
export type Scrolling = { intervals: number[], passed: number, before: number, after: number }

export type WebResult = { signIn: FirstLoad, messages: FirstLoad, scrolling: Scrolling }

/** Of a browser that draws 60 frames a second; what is longer was dropped. */
const frame = 17

export const webFigures = (result: WebResult | undefined): Figure[] => [
  ...loadFigures('sign-in page', result?.signIn),
  ...loadFigures('list of conversations', result?.messages),
  ...scrollFigures(result?.scrolling),
]

const loadFigures = (name: string, load: FirstLoad | undefined): Figure[] => [
  { name: `web: script of the first load, ${name}`, value: load && load.bytes / 1024, unit: 'KB', target: { atMost: 250 } },
  { name: `web: interactive on a slow line, ${name}`, value: load?.interactive, unit: 'ms', target: { atMost: 2000 } },
]

function scrollFigures(scrolling: Scrolling | undefined): Figure[] {
  const sorted = scrolling?.intervals.toSorted((a, b) => a - b)
  const share = (longer: number) => sorted && sorted.filter(interval => interval > longer).length / sorted.length * 100
  return [
    { name: 'web: messages scrolled past, of 100,000', value: scrolling?.passed, unit: '' },
    { name: 'web: frames while scrolling, p95', value: sorted?.[Math.floor(sorted.length * 0.95)], unit: 'ms', target: { atMost: frame } },
    { name: 'web: frames while scrolling, above 17 ms', value: share(frame), unit: '%' },
    { name: 'web: frames while scrolling, above 34 ms', value: share(frame * 2), unit: '%' },
    { name: 'web: script memory of the open conversation', value: scrolling && scrolling.before / 1024 ** 2, unit: 'MB' },
    { name: 'web: script memory after scrolling', value: scrolling && scrolling.after / 1024 ** 2, unit: 'MB' },
  ]
}
