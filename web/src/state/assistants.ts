import { chatAssistants } from '../text/chat-assistants.ts'

/** Which row of the list leads to which page; `tag` is that of pushes which tell of it. */
export const assistants = [
  { miniType: 11016, which: 'friends', tag: 'friend', name: () => chatAssistants.friends },
  { miniType: 11017, which: 'groups', tag: 'group', name: () => chatAssistants.groups },
  { miniType: 11021, which: 'analysis', tag: 'notice', name: () => chatAssistants.analysis },
] as const
