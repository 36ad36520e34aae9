import { shallowRef } from 'vue'
import { storage } from '../../storage.ts'

const name = 'hongyan.emoji'
const most = 24

/** What this person used last, the newest first. */
export const recentEmoji = shallowRef<readonly string[]>(JSON.parse(storage.getItem(name) ?? '[]') as string[])

export function rememberEmoji(sign: string): void {
  recentEmoji.value = [sign, ...recentEmoji.value.filter(each => each !== sign)].slice(0, most)
  storage.setItem(name, JSON.stringify(recentEmoji.value))
}
