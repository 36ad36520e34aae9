import { chatAssistants } from '../text/chat-assistants.ts'

/** Which row of the list leads to which page. */
export const assistants = [
  { miniType: 11016, which: 'friends', name: () => chatAssistants.friends },
  { miniType: 11017, which: 'groups', name: () => chatAssistants.groups },
  { miniType: 11021, which: 'analysis', name: () => chatAssistants.analysis },
] as const
