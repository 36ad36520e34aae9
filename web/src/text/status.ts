import { words } from './words.ts'

/** What people say of themselves for a while. */
export const status = words({
  zh: {
    title: '设置状态',
    own: '我的状态',
    none: '未设置',
    label: (text: string) => `状态：${text}`,
    until: (time: string) => `至 ${time}`,
    through: (day: string) => `至 ${day}`,
    onlyToday: '今天内',
    unseen: '应有看得见的字，且不能有控制符',
    text: '状态',
    placeholder: '在做什么？',
    emoji: (sign: string) => `选择表情，现在是 ${sign}`,
    presets: '常用状态',
    preset: (name: Preset) =>
      ({
        meeting: '会议中',
        out: '外出',
        leave: '休假',
        remote: '远程办公',
        quiet: '请勿打扰',
        focus: '专注工作',
        meal: '用餐',
        sick: '身体不适',
      })[name],
    clearAfter: '自动清除',
    end: (name: EndName) =>
      ({ never: '不自动清除', half: '30 分钟', hour: '1 小时', today: '今天', week: '本周', own: '指定时间' })[name],
    day: '日期',
    time: '时间',
    save: '保存',
    clear: '清除状态',
    saved: '状态已更新',
    cleared: '状态已清除',
    passed: '请选择以后的时间',
  },
  en: {
    title: 'Set a status',
    own: 'My status',
    none: 'Not set',
    label: text => `Status: ${text}`,
    until: time => `until ${time}`,
    through: day => `through ${day}`,
    onlyToday: 'today',
    unseen: 'Use visible characters on one line',
    text: 'Status',
    placeholder: "What's happening?",
    emoji: sign => `Choose an emoji, now ${sign}`,
    presets: 'Suggestions',
    preset: name =>
      ({
        meeting: 'In a meeting',
        out: 'Out',
        leave: 'On leave',
        remote: 'Working remotely',
        quiet: 'Do not disturb',
        focus: 'Focusing',
        meal: 'At lunch',
        sick: 'Out sick',
      })[name],
    clearAfter: 'Clear after',
    end: name =>
      ({
        never: "Don't clear",
        half: '30 minutes',
        hour: '1 hour',
        today: 'Today',
        week: 'This week',
        own: 'Choose a time',
      })[name],
    day: 'Date',
    time: 'Time',
    save: 'Save',
    clear: 'Clear status',
    saved: 'Status updated',
    cleared: 'Status cleared',
    passed: 'Choose a time in the future',
  },
})

export type Preset = 'meeting' | 'out' | 'leave' | 'remote' | 'quiet' | 'focus' | 'meal' | 'sick'
export type EndName = 'never' | 'half' | 'hour' | 'today' | 'week' | 'own'
