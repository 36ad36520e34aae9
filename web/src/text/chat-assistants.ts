import { words } from './words.ts'

/** The assistants' names in the list. */
export const chatAssistants = words({
  zh: { friends: '新朋友', groups: '群助手', analysis: '工作通知' },
  en: { friends: 'New friends', groups: 'Group assistant', analysis: 'Work notices' },
})
