import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import type { Answer } from '../../lib/route.ts'
import { answerFile, answerPoster } from './serve.ts'

const content = '0123456789'
const file = {
  blob: 'abc.png',
  contentType: 'image/png',
  name: '照片 "1".png',
  size: content.length,
  read: (range?: { start: number; end: number }) =>
    Readable.from([Buffer.from(range ? content.slice(range.start, range.end + 1) : content)]),
}
const ask = (headers: Record<string, string> = {}, method = 'GET', changed: Partial<typeof file> = {}) =>
  answerFile({ ...file, ...changed }, { method, headers })
const bodyOf = (answer: Answer) =>
  answer.body instanceof Readable ? text(answer.body) : Promise.resolve(String(answer.body ?? ''))

describe('a served file', () => {
  test('comes whole, to be kept for ever', async () => {
    const answer = ask()
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({
      ETag: '"abc.png"',
      'Content-Type': 'image/png',
      'Content-Length': '10',
      'Accept-Ranges': 'bytes',
      'Cache-Control': 'private, max-age=31536000, immutable',
      'X-Content-Type-Options': 'nosniff',
    })
    expect(await bodyOf(answer)).toBe(content)
  })

  test('has a name that old and new browsers can read', () => {
    expect(ask().headers['Content-Disposition']).toBe(
      `inline; filename="__ _1_.png"; filename*=UTF-8''%E7%85%A7%E7%89%87%20%221%22.png`,
    )
  })

  test.each([
    ['bytes=0-0', '0', '0-0'],
    ['bytes=2-4', '234', '2-4'],
    ['bytes=7-', '789', '7-9'],
    ['bytes=-3', '789', '7-9'],
    ['bytes=0-999', content, '0-9'],
    ['bytes=-999', content, '0-9'],
    ['bytes=9-9', '9', '9-9'],
  ])('gives the range %s', async (range, part, says) => {
    const answer = ask({ range })
    expect(answer.status).toBe(206)
    expect(answer.headers).toMatchObject({ 'Content-Range': `bytes ${says}/10`, 'Content-Length': String(part.length) })
    expect(await bodyOf(answer)).toBe(part)
  })

  test.each(['bytes=10-', 'bytes=10-20', 'bytes=-0'])('has no range %s', range => {
    const answer = ask({ range })
    expect(answer.status).toBe(416)
    expect(answer.headers['Content-Range']).toBe('bytes */10')
    expect(answer.body).toBeUndefined()
  })

  test.each(['bytes=0-1,3-4', 'bytes=5-2', 'bytes=-', 'bytes=a-b', 'lines=0-1', 'bytes=--1', '0-1'])(
    'ignores the range %s',
    range => {
      expect(ask({ range }).status).toBe(200)
    },
  )

  test('of no bytes has no ranges', async () => {
    expect(ask({ range: 'bytes=0-' }, 'GET', { size: 0 }).status).toBe(416)
    expect(ask({}, 'GET', { size: 0 }).headers['Content-Length']).toBe('0')
  })

  test('gives a range only of the version that If-Range names', () => {
    expect(ask({ range: 'bytes=0-1', 'if-range': '"abc.png"' }).status).toBe(206)
    expect(ask({ range: 'bytes=0-1', 'if-range': '"other"' }).status).toBe(200)
    expect(ask({ range: 'bytes=0-1', 'if-range': 'Wed, 21 Oct 2015 07:28:00 GMT' }).status).toBe(200)
  })

  test.each(['"abc.png"', 'W/"abc.png"', '"x", "abc.png"', '*'])('is not sent again to who has %s', tag => {
    const answer = ask({ 'if-none-match': tag, range: 'bytes=0-1' })
    expect(answer.status).toBe(304)
    expect(answer.body).toBeUndefined()
    expect(answer.headers['Content-Length']).toBeUndefined()
  })

  test('is only described for HEAD', () => {
    const answer = ask({ range: 'bytes=0-1' }, 'HEAD')
    expect(answer).toMatchObject({ status: 200, body: undefined })
    expect(answer.headers['Content-Length']).toBe('10')
  })

  test.each(['image/png', 'image/avif', 'audio/mpeg', 'video/mp4', 'application/pdf'])(
    'of type %s is shown in place',
    contentType => {
      expect(ask({}, 'HEAD', { contentType }).headers['Content-Disposition']).toMatch(/^inline/)
    },
  )

  test.each([
    'text/html',
    'image/svg+xml',
    'application/xhtml+xml',
    'text/plain',
    'application/octet-stream',
    'application/zip',
  ])('of type %s is a download', contentType => {
    expect(ask({}, 'HEAD', { contentType }).headers['Content-Disposition']).toMatch(/^attachment/)
  })

  test('cannot run scripts', () => {
    expect(ask().headers['Content-Security-Policy']).toMatch(/^sandbox; default-src 'none'/)
    expect(ask({}, 'GET', { contentType: 'application/pdf' }).headers['Content-Security-Policy']).toMatch(/^sandbox;/)
  })
})

test('the poster of videos is a picture', () => {
  expect(answerPoster({ method: 'GET', headers: {} })).toMatchObject({
    status: 200,
    body: expect.stringContaining('<svg'),
  })
  expect(answerPoster({ method: 'HEAD', headers: {} }).body).toBeUndefined()
})
