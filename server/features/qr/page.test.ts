import { Script } from 'node:vm'
import { expect, test } from 'vitest'
import { phonePage, prefersEnglish } from './page.ts'

test.each([
  [undefined, false], ['', false], ['zh-CN,zh;q=0.9,en;q=0.8', false], ['en-US,en;q=0.9', true], ['en;q=0.5, zh-CN', false], ['fr, en;q=0.3', true], ['*', false],
  ['zh ; q=0.4 , en-GB ; q=0.6', true], ['zh;v=1;q=0.2,en;q=0.1', false], [`a${' '.repeat(15_000)}b`, false],
])('for Accept-Language "%s", English is preferred: %s', (header, isEnglish) => {
  expect(prefersEnglish(header)).toBe(isEnglish)
})

test('the page allows only its own script and style, and loads nothing from elsewhere', () => {
  const { headers, body } = phonePage('login', 'zh')
  const html = String(body)
  const nonce = /<script nonce="([\w-]{22})">/.exec(html)?.[1] ?? ''
  expect(headers['content-security-policy']).toContain(`script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'`)
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'/)
  expect(html).not.toMatch(/https?:|\bsrc="|href=|style="|onclick="/)
  expect(String(phonePage('login', 'zh').body)).not.toContain(nonce)
})

test.each([['login', 'zh', 'zh-CN', '扫码登录'], ['card', 'zh', 'zh-CN', '扫一扫'], ['login', 'en', 'en', 'Log in by QR code'], ['card', 'en', 'en', 'QR code']] as const)(
  'the %s page speaks %s, and its script is a program', (purpose, language, tag, title) => {
    const html = String(phonePage(purpose, language).body)
    expect(html).toContain(`<html lang="${tag}">`)
    expect(html).toContain(`<title>${title}</title>`)
    const source = /<script nonce="[\w-]+">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? ''
    expect(source).toContain(`"purpose":"${purpose}"`)
    expect(() => new Script(source)).not.toThrow()
  })
