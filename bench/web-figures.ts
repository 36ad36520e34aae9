import type { Figure } from './figures.ts'

/** Bytes of script on the wire; time until the page is there and answers, in ms. */
export type FirstLoad = { bytes: number; interactive: number }

/** Between frames in ms, messages scrolled past, and bytes in use before and after. */
export type Scrolling = { intervals: number[]; passed: number; before: number; after: number }

export type WebResult = {
  signIn: FirstLoad | undefined
  messages: FirstLoad | undefined
  /** As `messages`, on a phone. */
  onPhone: FirstLoad | undefined
  /** From the click on a row until another conversation's messages are drawn, in ms, of each click. */
  switches: number[]
  /** Between frames in ms, of a page of plain text that is scrolled the same way. */
  plain: number[]
  scrolling: Scrolling
}

export const webFigures = (result: WebResult | undefined): Figure[] => [
  ...loadFigures('sign-in page', result?.signIn),
  ...loadFigures('list of conversations', result?.messages),
  {
    name: 'web: interactive on a slow line and a phone, list of conversations',
    value: result?.onPhone?.interactive,
    unit: 'ms',
  },
  ...switchFigures(result?.switches ?? []),
  ...scrollFigures(result?.scrolling, result?.plain),
]

function switchFigures(switches: readonly number[]): Figure[] {
  const sorted = switches.toSorted((a, b) => a - b)
  const name = 'web: from a click to another conversation'
  return [
    { name: `${name}, p50`, value: sorted[Math.floor(sorted.length * 0.5)], unit: 'ms', target: { atMost: 100 } },
    { name: `${name}, p90`, value: sorted[Math.floor(sorted.length * 0.9)], unit: 'ms' },
  ]
}

const loadFigures = (name: string, load: FirstLoad | undefined): Figure[] => [
  {
    name: `web: script of the first load, ${name}`,
    value: load && load.bytes / 1024,
    unit: 'KB',
    target: { atMost: 150 },
  },
  { name: `web: interactive on a slow line, ${name}`, value: load?.interactive, unit: 'ms', target: { atMost: 2000 } },
]

/** Frames a second. */
const rateOf = (intervals: readonly number[]) =>
  (intervals.length / intervals.reduce((sum, interval) => sum + interval, 0)) * 1000

function scrollFigures(scrolling: Scrolling | undefined, plain: readonly number[] = []): Figure[] {
  const rate = scrolling && rateOf(scrolling.intervals)
  const sorted = scrolling?.intervals.toSorted((a, b) => a - b)
  return [
    {
      name: 'web: frames while scrolling 100,000 messages',
      value: rate,
      unit: '/s',
      ...(rate === undefined ? {} : { share: { of: 'frames of plain text', is: rate / rateOf(plain) } }),
    },
    {
      name: 'web: frames while scrolling, median between two',
      value: sorted?.[Math.floor(sorted.length * 0.5)],
      unit: 'ms',
      target: { atMost: 17 },
    },
    {
      name: 'web: frames while scrolling, p99 between two',
      value: sorted?.[Math.floor(sorted.length * 0.99)],
      unit: 'ms',
    },
    { name: 'web: messages scrolled past, then', value: scrolling?.passed, unit: '' },
    {
      name: 'web: script memory of the open conversation',
      value: scrolling && scrolling.before / 1024 ** 2,
      unit: 'MB',
    },
    { name: 'web: script memory after scrolling', value: scrolling && scrolling.after / 1024 ** 2, unit: 'MB' },
  ]
}
