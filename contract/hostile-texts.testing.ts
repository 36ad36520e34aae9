/** Signs, and short texts, that have slowed down parsers of other systems when they came 20,000 times. */
const units = [
  ...Array.from({ length: 0x5f }, (_, code) => String.fromCharCode(0x20 + code)),
  '\n',
  '\t',
  '\r\n',
  '\u200b',
  '\ufeff',
  '((((',
  '))))',
  '](',
  '[](',
  '[[',
  '@@@',
  '@a ',
  ' @',
  'a@a.',
  'http://',
  'http://a.b/',
  'www.',
  'https://a.b)(',
  '[/',
  '[/强]',
  '""',
  '" "',
  '“',
  '“”',
  'a b',
  'a  ',
  ' a',
  ',,',
  ', ',
  '; ',
  ';q=',
  'a,b;',
  '中',
  '中 a',
  'aß',
  'e\u0301',
  '\u0301',
  'a\u0301\u0301',
  '👍',
  '👨‍👩‍👧',
  '\u200d',
  '👍🏽',
  '🇨',
  '1\ufe0f\u20e3',
  '\ud83d',
  '\ude00',
  '\ud83da',
  '١',
  'ﬁ',
  '＠',
  '…',
  '——',
  '::',
  '1,',
  '0',
  '%E4',
  '\\"',
  'W/"a",',
  'bytes=0-,',
]

/** Each of them repeated to this many characters, and once with another sign behind it. */
const hostileTexts = (length: number): string[] =>
  units.flatMap(unit => [
    unit.repeat(Math.ceil(length / unit.length)).slice(0, length),
    `a${unit.repeat(Math.ceil(length / unit.length)).slice(0, length)}!`,
  ])

const short = 5_000
const long = 4 * short
/** A busy machine may break off the long text several times in a row, and not the short one. */
const tries = 9

const timeOf = (work: () => unknown): number => {
  const start = performance.now()
  work()
  return performance.now() - start
}

/** What a slow and simple walk over a long text takes here and now: the measure of what is not worth a look. */
const walk = (text: string): number => {
  let sum = 0
  for (let round = 0; round < 50; round += 1) for (const sign of text) sum += sign.codePointAt(0) ?? 0
  return sum
}

/**
 * The texts for which four times the length costs far more than four times the time; both are measured in the same run,
 * and a doubtful one again and again, so that nothing depends on the machine's speed.
 */
export function superlinearTexts(parse: (text: string) => unknown): string[] {
  const [shorts, longs] = [hostileTexts(short), hostileTexts(long)]
  const isSlow = (index: number) => {
    const text = longs[index] ?? ''
    const took = timeOf(() => parse(text))
    return took > 10 * timeOf(() => parse(shorts[index] ?? '')) + timeOf(() => walk(text))
  }
  return longs
    .filter((_, index) => Array.from({ length: tries }).every(() => isSlow(index)))
    .map(text => JSON.stringify(text.slice(0, 12)))
}
