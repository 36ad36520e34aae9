import { expect, test } from 'vitest'
import type { User } from '../../store/people.ts'
import { foldPassword } from './guessing.ts'
import { checkPassword } from './password-rules.ts'

const user: User = {
  id: 1,
  username: 'onetime',
  trueName: '张伟',
  pinyin: 'zhangwei',
  initials: 'zw',
  phone: '13912345678',
  email: 'zhang.wei@example.com',
  avatar: null,
  sign: null,
  birthday: null,
  sex: 'unknown',
  work: null,
  workState: null,
  companyId: null,
  roleId: null,
  isEnabled: true,
  isAdmin: false,
  mustChangePassword: true,
  createdAt: 0,
}
const refused = (password: string) =>
  checkPassword(password, user).then(
    () => undefined,
    (error: unknown) => (error as { failure: string }).failure,
  )

test.each([
  '12345678',
  '88888888',
  '11112222',
  'password',
  'Passw0rd',
  'P@ssw0rd!',
  'password2024',
  'ｐａｓｓｗｏｒｄ',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm,./',
  '1qaz2wsx',
  'qwe123asd',
  'woaini1314',
  'woaini520',
  '5201314520',
  '1314woaini',
  'a1234567',
  'abc123456',
  'qq123456',
  'admin888',
  'hello123',
  '19900101',
  'abcabcabc',
  'hongyan2026',
  '我爱你我爱你我爱你',
])('%s is one of the commonest', async password => {
  expect(await refused(password)).toBe('password.tooEasy')
})

test.each([
  'onetimeonetime',
  'onetime123',
  'OneTime2024!',
  'emitenoemiteno',
  'zhangwei1990',
  'iewgnahz88',
  '张伟张伟2026',
  '13912345678',
  '+8613912345678',
  '0086 139 1234 5678',
  'zw13912345678',
  'zhang.wei@example.com',
  'ZHANG.WEI123',
])('%s is made of what everybody knows of the person', async password => {
  expect(await refused(password)).toMatch(/^password\.(ownName|tooEasy)$/)
})

test.each(['seven s', 'abcde\u0301fg', '😀😀😀😀'])('%s is too short, as a person counts', async password => {
  expect(await refused(password)).toBe('password.tooShort')
})

test.each(['line\nbreaks are', 'null\0sign in it', 'half \ud83d a sign'])(
  '%j has a sign that cannot be used',
  async password => {
    expect(await refused(password)).toBe('password.sign')
  },
)

test.each([
  'a password of mine',
  'correct horse battery',
  'xK3v9mQe',
  '烟雨江南三月桥边',
  'tianqibucuo9527',
  'onetime upon a midnight',
])('%s may be chosen', async password => {
  expect(await refused(password)).toBeUndefined()
})

test('the longest password is judged in a moment', async () => {
  for (const sign of ['a', '1', '-', 'ab', 'é', '张伟', '\ufdfa', '\u3390'])
    await refused(sign.repeat(Math.floor(128 / sign.length)))
})

test('signs that stand for many make nothing longer to be judged', () => {
  for (const sign of ['\ufdfa', '\u3390', '㍿']) expect(foldPassword(sign.repeat(128))).toHaveLength(128)
})
