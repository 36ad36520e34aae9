import { expect, test } from 'vitest'
import { foundCode } from './found-code.ts'

const code = 'ZvHdLaFja194R0O2zD1BZw'

test("a login code and a card's code are told apart, whatever stands for the user", () => {
  expect(foundCode(`https://im.example/auth/scan_login/${code}/{userId}`)).toEqual({ to: 'login', code })
  expect(foundCode(`http://192.168.1.20:8005/auth/cnbi_scan/${code}/%7BuserId%7D`)).toEqual({ to: 'card', code })
  expect(foundCode(`https://im.example/api/auth/cnbi_scan/${code}/539`)).toEqual({ to: 'card', code })
})

test.each([
  '你好',
  '',
  'https://example.com/',
  `https://im.example/auth/scan_login/`,
  `https://im.example/auth/login/${code}`,
  'javascript:alert(1)',
  `https://im.example/x/auth/scan_login/${code}/1`,
])('%s is no code of ours', text => {
  expect(foundCode(text)).toBeUndefined()
})
