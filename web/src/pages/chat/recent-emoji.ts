import { shallowRef } from 'vue'
import { kept } from '../../kept.ts'

const name = 'hongyan.emoji'
const most = 24

/** What this person used last, the newest first. */
export const recentEmoji = shallowRef<readonly string[]>(JSON.parse(kept.getItem(name) ?? '[]') as string[])

export function rememberEmoji(sign: string): void {
  recentEmoji.value = [sign, ...recentEmoji.value.filter(each => each !== sign)].slice(0, most)
  kept.setItem(name, JSON.stringify(recentEmoji.value))
}
