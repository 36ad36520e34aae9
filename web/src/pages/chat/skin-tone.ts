import { ref } from 'vue'
import { storage } from '../../storage.ts'

const name = 'hongyan.skinTone'
/** 0: none said, what is yellow stays so; then from light to dark. */
export const skinTones = ['', '\u{1f3fb}', '\u{1f3fc}', '\u{1f3fd}', '\u{1f3fe}', '\u{1f3ff}'] as const
const one = /^(\p{Emoji_Modifier_Base})\ufe0f?(.*)$/u
const another = /\p{Emoji_Modifier_Base}/u

/** The tone this person chose on this device. */
export const skinTone = ref(Number(storage.getItem(name) ?? 0))

export function chooseSkinTone(tone: number): void {
  skinTone.value = tone
  storage.setItem(name, String(tone))
}

/** An emoji of one person or hand in this tone; any other as it is. */
export function inSkinTone(sign: string, tone: number): string {
  const [, base, rest = ''] = one.exec(sign) ?? []
  const modifier = skinTones[tone]
  return base && modifier && !another.test(rest) ? base + modifier + rest : sign
}
