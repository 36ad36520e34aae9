import { expect, test } from 'vitest'
import { brandOf, kindOf, platformOf } from './platform.ts'

const chrome = '(KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36'

test.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 ${chrome}`, 'windows', 'desktop', 'Chrome'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 ${chrome} Edg/126.0`, 'windows', 'desktop', 'Edge'],
  [
    `Mozilla/5.0 (Windows NT 10.0) hongyan/1.0 ${chrome.replace('Safari', 'Electron/30.0 Safari')}`,
    'windows',
    'desktop',
    'Electron',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
    'mac',
    'desktop',
    'Safari',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0', 'linux', 'desktop', 'Firefox'],
  [`Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 ${chrome}`, 'android', 'phone', 'Chrome'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile Safari/604.1',
    'ios',
    'phone',
    'Safari',
  ],
  ['PostmanRuntime/7.6.0', 'web', 'web', 'PostmanRuntime'],
  ['', 'web', 'web', 'unknown'],
])('%s is %s', (userAgent, platform, kind, brand) => {
  expect(platformOf(userAgent)).toBe(platform)
  expect(kindOf(platformOf(userAgent))).toBe(kind)
  expect(brandOf(userAgent)).toBe(brand)
})
