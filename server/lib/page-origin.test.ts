import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { isFromOtherSite, isFromOwnPage } from './page-origin.ts'

const page = { ours: 'https://im.example.com', allowedOrigins: ['https://client.example'] }
const request = (headers: Record<string, string>) =>
  ({ headers: { host: 'im.example.com', ...headers } }) as unknown as IncomingMessage

test.each([
  [{ origin: 'https://im.example.com', 'sec-fetch-site': 'same-origin' }],
  [{ origin: 'https://client.example', 'sec-fetch-site': 'cross-site' }],
  [{ origin: 'http://10.0.0.5:8005', host: '10.0.0.5:8005' }],
])('%j is a page of ours', headers => {
  expect([isFromOwnPage(request(headers), page), isFromOtherSite(request(headers), page)]).toEqual([true, false])
})

test.each([
  [{ origin: 'https://evil.example' }],
  [{ origin: 'null' }],
  [{ origin: '' }],
  [{ origin: 'https://im.example.com.evil.example' }],
  [{ origin: 'https://im.example.com:8443' }],
  [{ origin: 'https://other.example.com', 'sec-fetch-site': 'same-site' }],
  [{ 'sec-fetch-site': 'cross-site' }],
  [{ 'sec-fetch-site': 'same-site' }],
  [{ origin: 'file://' }],
])('%j is a page of another site', headers => {
  expect([isFromOwnPage(request(headers), page), isFromOtherSite(request(headers), page)]).toEqual([false, true])
})

test('a program that is no browser is no page', () => {
  expect([isFromOwnPage(request({}), page), isFromOtherSite(request({}), page)]).toEqual([false, false])
  expect(isFromOtherSite(request({ 'sec-fetch-site': 'none' }), page)).toBe(false)
})
