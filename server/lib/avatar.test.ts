import { expect, test } from 'vitest'
import { ownAvatar } from '../../contract/files.ts'
import { assistantAvatars, avatarNamed, defaultAvatarPath, faceUrl } from './avatar.ts'
import { urlsOn } from './route.ts'

const named = (path: string) => decodeURIComponent(path.slice('/avatars/'.length))
const url = urlsOn('https://im.example')

test.each(['张伟', '欧阳娜娜', 'Anna Lind', 'alice', '<b>', '', '  ', '😀', 'ßeta', '/', '𠮷野家'])(
  'the default picture of "%s" is drawn',
  name => {
    expect(avatarNamed(named(defaultAvatarPath(name, 539)))).toMatch(/^<svg .*<\/svg>$/)
  },
)

test('the assistants have pictures', () => {
  for (const path of [...Object.values(assistantAvatars), ownAvatar]) expect(avatarNamed(named(path))).toMatch('<svg ')
})

test('pictures of an earlier version are drawn still', () => {
  for (const name of ['张-137.svg', '·-999.svg', 'SS-12.svg']) expect(avatarNamed(name)).toMatch('<svg ')
})

test('nothing else is drawn', () => {
  const names = ['<script>-1.svg', 'a-1', 'assistant-toString.svg', 'long-words-1.svg', '']
  for (const name of names) expect(avatarNamed(name)).toBeUndefined()
})

test('a face with a picture keeps it, one without gets the default, both as absolute URLs', () => {
  expect(faceUrl(url, { id: 1, name: 'a', avatar: '/files/x.png' })).toBe('https://im.example/files/x.png')
  expect(faceUrl(url, { id: 1, name: 'a', avatar: 'http://elsewhere/x.png' })).toBe('http://elsewhere/x.png')
  expect(faceUrl(url, { id: 1, name: '张伟', avatar: null })).toBe(
    'https://im.example/avatars/%E5%BC%A0%E4%BC%9F-137.svg',
  )
})
