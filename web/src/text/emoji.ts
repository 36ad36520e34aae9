import { words } from './words.ts'

/** Where one chooses an emoji. */
export const emoji = words({
  zh: {
    search: '搜索表情',
    none: '没有找到',
    recent: '最近使用',
    smileys: '表情',
    gestures: '手势和人',
    nature: '动物和自然',
    food: '食物',
    activities: '活动',
    objects: '物品',
    symbols: '符号',
    skinTone: '肤色',
    skinToneName: (tone: number) => ['默认', '浅', '较浅', '中等', '较深', '深'][tone] ?? '',
  },
  en: {
    search: 'Search emoji',
    none: 'Nothing found',
    recent: 'Recent',
    smileys: 'Smileys',
    gestures: 'Gestures and people',
    nature: 'Animals and nature',
    food: 'Food',
    activities: 'Activities',
    objects: 'Objects',
    symbols: 'Symbols',
    skinTone: 'Skin tone',
    skinToneName: tone => ['Default', 'Light', 'Medium-light', 'Medium', 'Medium-dark', 'Dark'][tone] ?? '',
  },
})
