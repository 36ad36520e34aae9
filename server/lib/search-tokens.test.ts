import { describe, expect, test } from 'vitest'
import { holds, normalised, termsOf, tokensOf } from './search-tokens.ts'

const all = (text: string) => [...tokensOf(text)]
/** What an index answers, with the text asked where the tokens leave a doubt. */
function finds(text: string, question: string): boolean {
  const terms = termsOf(question)
  const tokens = tokensOf(text)
  const isThere = terms.every(term => term.tokens.every(token => tokens.has(token)))
  return isThere && (terms.every(term => term.isExact) || holds(text, terms))
}

describe('tokens of a text', () => {
  test('are every character and every two neighbours of Chinese', () => {
    expect(all('开会了')).toEqual(['开', '会', '了', '开会', '会了'])
  })

  test('are the beginnings of other words', () => {
    expect(all('Hi Bob2')).toEqual(['h', 'hi', 'b', 'bo', 'bob', 'bob2', '2'])
    expect(all('internationalisation').at(-1)).toBe('internat')
  })

  test('do not cross from one script into another', () => {
    expect(all('项目Alpha上线')).toEqual(['项', '目', '项目', 'a', 'al', 'alp', 'alph', 'alpha', '上', '线', '上线'])
  })

  test('are full-width letters as narrow ones, and signs and emoji by themselves', () => {
    expect(all('ＡＢ')).toEqual(['a', 'ab'])
    expect(all('好！😀')).toEqual(['好', '！', '😀'])
    expect(all('好!')).toEqual(['好', '！'])
  })

  test('take characters outside the first plane as one', () => {
    expect(all('𠮷野家')).toEqual(['𠮷', '野', '家', '𠮷野', '野家'])
  })

  test('hold neither blanks nor anything of ASCII but letters and digits', () => {
    const everything = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code)).join('')
    for (const token of tokensOf(everything)) expect(token).toMatch(/^[a-z0-9\u0080-\uffff]+$/)
  })
})

describe('a question', () => {
  test('is words that must all be found, and quoted phrases', () => {
    expect(termsOf('  会议 "a  b" “项目 上线” x ').map(term => term.text)).toEqual(['会议', 'a b', '项目 上线', 'x'])
  })

  test('of nothing but quotes and blanks has no terms; a quote that is still open is left out', () => {
    expect(termsOf(' "" “” ')).toEqual([])
    expect(termsOf('"会议').map(term => term.text)).toEqual(['会议'])
  })

  test('needs no second look for one or two characters, the beginning of a word, or one sign', () => {
    expect(termsOf('会 会议 alpha ！').every(term => term.isExact)).toBe(true)
    expect(termsOf('会议室 alpha2上线 c++ internationalisation').some(term => term.isExact)).toBe(false)
  })

  test.each([
    ['下午的会议室在三楼', '会'],
    ['下午的会议室在三楼', '会议'],
    ['下午的会议室在三楼', '会议室'],
    ['下午的会议室在三楼', '三楼 会议'],
    ['项目Alpha2上线', '项目Alpha2上线'],
    ['项目Alpha2上线', 'alpha'],
    ['项目Alpha2上线', 'ALPHA2'],
    ['项目Alpha2上线', '上线'],
    ['ＡＢＣ公司１２３', 'abc公司123'],
    ['I use C++ daily', 'c++'],
    ['涨了50%', '50%'],
    ['go to foo.bar@example.com', 'foo.bar'],
    ['Read the annual report', '"annual report"'],
    ['Read the\n annual   report', '"the annual"'],
    ['好的👍🏽', '👍'],
    ['❤️', '❤'],
    ['🇨🇳', '🇨🇳'],
    ['Am Café', 'cafe'],
    ['cafe\u0301', 'café'],
    ['CAFE', 'café'],
    ['Đường Nguyễn', 'nguyen'],
    ['軟體開發', '軟體'],
    ['そうですね', 'です'],
    ['한국어입니다', '입니'],
    ['ภาษาไทย', 'ไทย'],
    ['call 13812345678', '138123456'],
  ])('finds in %j what is asked as %j', (text, question) => {
    expect(finds(text, question)).toBe(true)
  })

  test.each([
    ['会开完了再议', '会议'],
    ['会议在教室', '会议室'],
    ['annual sales report', '"annual report"'],
    ['sand so on', '"and so"'],
    ['alphabet', 'beta'],
    ['c plus', 'c++'],
    ['项目上线', '项目上线 失败'],
    ['internationalism', 'internationalisation'],
  ])('does not find in %j what is asked as %j', (text, question) => {
    expect(finds(text, question)).toBe(false)
  })
})

test('a text is normalised the same again', () => {
  const text = 'Ｆｕｌｌ　Ｗｉｄｔｈ ① ㎡ ﬁ ❤️ …'
  expect(normalised(normalised(text))).toBe(normalised(text))
})

describe('traditional and simplified Chinese', () => {
  test.each([
    ['我們開會討論繁體字', '繁体字'],
    ['我们开会讨论繁体字', '繁體字'],
    ['會議', '会'],
    ['会议', '會議'],
    ['後天', '后天'],
    ['后天', '後天'],
    ['Ｗord 發票', '"word 发票"'],
    ['台湾', '台灣'],
    ['裏面', '里面'],
    ['软件开发', '軟件'],
  ])('%s is found by %s', (text, question) => expect(finds(text, question)).toBe(true))

  test('other characters stay as they are, and a text as long as it was', () => {
    for (const text of ['会议', 'abc', 'カタカナ', '한국어', '😀𠮷', ''])
      expect(normalised(text)).toBe(text.toLowerCase())
    expect(normalised('發發發x')).toBe('发发发x')
    expect(finds('干净', '净干')).toBe(false)
  })
})

describe('what follows where letters and digits meet', () => {
  test.each([
    ['abc123', '123'],
    ['订单SO20260101', '2026'],
    ['13F会议室', 'f'],
    ['iphone15pro', 'pro'],
    ['ａｂｃ１２３', '123'],
    ['see abc123 now', '"123 now"'],
    ['v2rc10', 'rc10'],
  ])('%j is found by %j', (text, question) => expect(finds(text, question)).toBe(true))

  test.each([
    ['abc123', '23'],
    ['abc123', 'bc'],
    ['1234567', '567'],
    ['abc123 nothing', '"23 nothing"'],
  ])('%j is not found by %j', (text, question) => {
    expect(finds(text, question)).toBe(false)
  })

  test('counts a few times in a word: a hash makes few tokens', () => {
    expect(tokensOf('a1b2c3d4e5f6a7b8c9d0e1f2'.repeat(800)).size).toBeLessThanOrEqual(5 * 8)
  })
})
