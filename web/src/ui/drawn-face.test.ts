import { expect, test } from 'vitest'
import { faceColour } from '../../../contract/faces.ts'
import { colourOfDrawn } from './drawn-face.ts'

test('letters are drawn here in the colour that the server gave them; pictures are not', () => {
  expect(colourOfDrawn('https://im.example/avatars/%E5%BC%A0%E4%BC%9F-137.svg')).toBe(faceColour(137))
  expect(colourOfDrawn('/avatars/A-7.svg')).toBe(faceColour(7))
  for (const src of ['', '/files/a-1.svg', '/avatars/assistant-friends.svg', 'https://im.example/files/x.png'])
    expect(colourOfDrawn(src)).toBeUndefined()
})
