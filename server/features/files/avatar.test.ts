import { expect, test } from 'vitest'
import { answerAvatar } from './avatar.ts'

test('a drawn picture runs nothing and is kept for ever; no other name is answered', () => {
  const { status, headers, body } = answerAvatar('A-137.svg')
  expect(status).toBe(200)
  expect(headers).toMatchObject({
    'content-type': 'image/svg+xml; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
  })
  expect(body).toMatch(/^<svg .*<\/svg>$/)
  expect(() => answerAvatar('<script>-1.svg')).toThrow('文件不存在')
})
