import { expect, test } from 'vitest'
import { emojiOf } from '../../../../contract/scalars.ts'
import { emojiGroups } from './emoji.ts'
import { inSkinTone, skinTones } from './skin-tone.ts'
import { isOnlyEmoji } from './text-parts.ts'

test('hands and single people take a tone, families and things stay as they are', () => {
  expect(inSkinTone('👍', 0)).toBe('👍')
  expect(inSkinTone('👍', 3)).toBe('👍🏽')
  expect(inSkinTone('✌️', 1)).toBe('✌🏻')
  expect(inSkinTone('👩‍💻', 5)).toBe('👩🏿‍💻')
  expect(inSkinTone('👨‍👩‍👧', 2)).toBe('👨‍👩‍👧')
  for (const sign of ['🚀', '😀', '👀', '🇨🇳', '1️⃣']) expect(inSkinTone(sign, 4)).toBe(sign)
})

test('every emoji in every tone is one that the server takes as a reaction, and is drawn large', () => {
  for (const { emoji } of emojiGroups)
    for (const { sign } of emoji)
      for (const tone of skinTones.keys()) {
        const toned = inSkinTone(sign, tone)
        if (toned === sign) continue
        expect(emojiOf(toned), toned).toBe(toned)
        expect(isOnlyEmoji(toned), toned).toBe(true)
      }
})
