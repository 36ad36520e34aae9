import { expect, test } from 'vitest'
import { superlinearTexts } from '../../../../contract/hostile-texts.testing.ts'
import { withEmoticons } from '../../text/emoticons.ts'
import { extensionOf } from './file-words.ts'
import { excerpt, marked, wordsOf } from '../../text/highlight.ts'
import { blocksOf } from './markdown.ts'
import { mayHaveMarks } from './markdown-load.ts'
import { mentionAt } from './mention-match.ts'
import { changeOf, comeBack, mentionsIn, standing } from './mention-track.ts'
import { withoutMarks } from '../../text/without-marks.ts'
import { isOnlyEmoji, partsOf } from './text-parts.ts'
import { withoutOuterBlanks } from './written.ts'

const people = Array.from({ length: 100 }, (_, id) => ({ id, name: 'a'.repeat((id % 40) + 1) }))
const names = new Set(people.map(({ name }) => name))
const mentions = [{ id: 1, name: 'a', at: 0 }]

const parsers: Record<string, (text: string) => unknown> = {
  'links and emoticons': text => partsOf(text),
  'links, emoticons and mentions': text => partsOf(text, { people, names, hasUnknown: true }),
  'whether there may be marks': mayHaveMarks,
  marks: text => blocksOf(text, { people, names, hasUnknown: true }),
  'marks in a quote': text => blocksOf(`> ${text.replaceAll('\n', '\n> ')}`.slice(0, text.length)),
  'marks in a list': text => blocksOf(`- ${text.replaceAll('\n', '\n  ')}`.slice(0, text.length)),
  'the words without marks': withoutMarks,
  'emoji alone': isOnlyEmoji,
  emoticons: withEmoticons,
  'the mention before the caret': text => mentionAt(text, text.length),
  'mentions of a message': text => mentionsIn(text, { people, names }),
  'mentions while writing': text => [
    standing(text, mentions, names),
    comeBack(text, changeOf('', text, text.length), mentions, [], names),
  ],
  'what was written': withoutOuterBlanks,
  'the words of a search': wordsOf,
  'marking hits': text => marked(text, ['a', text.slice(0, 50)]),
  'the surroundings of a hit': text => excerpt(text, ['!']),
  'the extension of a file': extensionOf,
}

test.each(Object.entries(parsers))(
  '%s: no text costs more than linear time',
  (_, parse) => {
    expect(superlinearTexts(parse)).toEqual([])
  },
  120_000,
)
