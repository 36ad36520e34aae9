import type { Platform, PlatformKind } from '../store/logins.ts'

// Android says Linux too, and iPhones say "like Mac OS X": the phones come first.
const platforms: [RegExp, Platform][] = [
  [/android|harmonyos/i, 'android'],
  [/iphone|ipad|ipod|\bios\b/i, 'ios'],
  [/windows/i, 'windows'],
  [/macintosh|mac ?os/i, 'mac'],
  [/linux|x11|cros/i, 'linux'],
]

/** The platform that a User-Agent names; `web` where it names none. */
export const platformOf = (userAgent: string): Platform =>
  platforms.find(([said]) => said.test(userAgent))?.[1] ?? 'web'

const kinds: Record<Platform, PlatformKind> = {
  windows: 'desktop',
  mac: 'desktop',
  linux: 'desktop',
  android: 'phone',
  ios: 'phone',
  web: 'web',
}

/** Logins replace each other per kind. */
export const kindOf = (platform: Platform): PlatformKind => kinds[platform]

// Each of these names the ones after it, for compatibility.
const brands: [RegExp, string][] = [
  [/electron\//i, 'Electron'],
  [/micromessenger\//i, 'WeChat'],
  [/dingtalk\//i, 'DingTalk'],
  [/edg(e|a|ios)?\//i, 'Edge'],
  [/opr\//i, 'Opera'],
  [/firefox\/|fxios\//i, 'Firefox'],
  [/chrome\/|crios\//i, 'Chrome'],
  [/safari\//i, 'Safari'],
]

/** Short name of the program that a User-Agent names, for a list of one's logins. */
export const brandOf = (userAgent: string) =>
  brands.find(([said]) => said.test(userAgent))?.[1] ?? /^[\w.-]{1,40}/.exec(userAgent)?.[0] ?? 'unknown'
