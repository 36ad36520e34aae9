import { limits } from '../../../contract/limits.ts'

/**
 * What people in China and elsewhere make passwords of: words of love and luck, the word password, this product's name.
 */
const habits = new Set([
  ...[
    'woaini',
    'aini',
    'wozuiai',
    'wozuiaini',
    'woaiwo',
    'woaiwojia',
    'nihao',
    'mima',
    'wodemima',
    'laopo',
    'laogong',
    'baobei',
    'qinaide',
    'caonima',
  ],
  ...[
    'zhongguo',
    'china',
    'beijing',
    'shanghai',
    'shenzhen',
    'xiaoming',
    'haha',
    'hehe',
    'woshishui',
    'wobuzhidao',
    'tiantian',
    'kuaile',
    'yongyuan',
  ],
  ...[
    '1314',
    '520',
    '521',
    '5201314',
    '1314520',
    '1314521',
    '5211314',
    '168',
    '518',
    '7758',
    '7758521',
    '147258',
    '159357',
    '147',
    '258',
    '369',
    '789456',
  ],
  ...[
    'password',
    'passwd',
    'pass',
    'admin',
    'administrator',
    'root',
    'test',
    'user',
    'guest',
    'welcome',
    'changeme',
    'letmein',
    'login',
    'secret',
    'temp',
  ],
  ...[
    'iloveyou',
    'love',
    'you',
    'abc',
    'qq',
    'aa',
    'wx',
    'hongyan',
    '鸿雁',
    '密码',
    '我爱你',
    '你好',
    '我的密码',
    '一二三四五六',
    '公司',
  ],
])
/** Signs that stand side by side; each also backwards. */
const rows = [
  ...[
    '0123456789',
    '1234567890',
    'abcdefghijklmnopqrstuvwxyz',
    'qwertyuiop',
    'asdfghjkl',
    'zxcvbnm',
    '!@#$%^&*()',
    '147258369',
    '一二三四五六七八九十',
  ],
  ...[
    '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
    'qazwsxedcrfvtgbyhnujm',
    '1q2w3e4r5t6y7u8i9o0p',
    'q1w2e3r4t5y6u7i8o9p0',
    'qweasdzxc',
    '123qweasdzxc',
  ],
].flatMap(row => [row, [...row].reverse().join('')])
const leet: Record<string, string> = { '@': 'a', 4: 'a', 3: 'e', 1: 'i', 0: 'o', $: 's', 5: 's', 7: 't' }
const longestPiece = 40

/** As a guesser compares: small letters, full-width signs as ordinary ones. One sign may become eighteen: cut. */
export const foldPassword = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replace(/\s/gu, '').slice(0, limits.passwordMax)

const isYearOrDate = (piece: string) =>
  /^(?:19|20)\d\d(?:0?[1-9]|1[0-2])?(?:0?[1-9]|[12]\d|3[01])?$/.test(piece)
  || /^(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(piece)
  || /^\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(piece)
const isRepeat = (piece: string) => piece.length >= 2 && [...piece].every(sign => sign === piece[0])
const isOfRow = (piece: string) => piece.length >= 3 && rows.some(row => row.includes(piece))
const isMarks = (piece: string) => piece.length <= 3 && /^[^\p{L}\p{N}]+$/u.test(piece)
const isOfHabit = (piece: string) =>
  habits.has(piece) || isYearOrDate(piece) || isRepeat(piece) || isOfRow(piece) || isMarks(piece)
const unleet = (piece: string) => piece.replace(/[@431057$]/g, sign => leet[sign] ?? sign)

/**
 * How many steps a guesser needs to a password, roughly: it is cut into the fewest pieces. A habit, a date, a row of
 * keys, a repeated sign, a word of the person's own, a single other sign: 1 each; one of the common `words`: 2.
 * Something written again and again counts as it once, and 1.
 */
export function createGuessing(words: ReadonlySet<string>) {
  return (folded: string, own: ReadonlySet<string> = new Set()): number => {
    const pieceCost = (piece: string): number | undefined => {
      const plain = unleet(piece)
      if (own.has(piece) || own.has(plain) || isOfHabit(piece) || habits.has(plain)) return 1
      if (words.has(piece) || words.has(plain)) return 2
      return piece.length === 1 ? 1 : undefined
    }
    const whole = (text: string): number => {
      const costs = [0]
      for (let end = 1; end <= text.length; end++) {
        let least = Infinity
        for (let start = Math.max(0, end - longestPiece); start < end; start++) {
          const cost = pieceCost(text.slice(start, end))
          if (cost !== undefined) least = Math.min(least, (costs[start] ?? Infinity) + cost)
        }
        costs.push(least)
      }
      return costs[text.length] ?? Infinity
    }
    const once = /^(.+?)\1+$/su.exec(folded.slice(0, 128))?.[1]
    return Math.min(whole(folded), once === undefined ? Infinity : whole(once) + 1)
  }
}
