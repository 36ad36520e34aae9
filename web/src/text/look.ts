import type { densities, sendKeys, textSizes } from '../state/look-settings.ts'
import { words } from './words.ts'

/** How the client looks, and which key sends. */
export const look = words({
  zh: {
    textSize: '文字大小',
    textSizeName: (size: (typeof textSizes)[number]) =>
      ({ small: '小', usual: '标准', large: '大', huge: '特大' })[size],
    density: '疏密',
    densityText: '会话列表和消息的间距',
    densityName: (density: (typeof densities)[number]) => ({ roomy: '宽松', compact: '紧凑' })[density],
    sendKey: '发送键',
    sendKeyText: (key: (typeof sendKeys)[number]) => ({ enter: 'Shift + Enter 换行', withControl: 'Enter 换行' })[key],
    chat: '聊天',
    shortcuts: '键盘快捷键',
    show: '查看',
  },
  en: {
    textSize: 'Text size',
    textSizeName: size => ({ small: 'Small', usual: 'Standard', large: 'Large', huge: 'Huge' })[size],
    density: 'Density',
    densityText: 'Spacing of chats and messages',
    densityName: density => ({ roomy: 'Comfortable', compact: 'Compact' })[density],
    sendKey: 'Send with',
    sendKeyText: key => ({ enter: 'Shift + Enter starts a new line', withControl: 'Enter starts a new line' })[key],
    chat: 'Chat',
    shortcuts: 'Keyboard shortcuts',
    show: 'Show',
  },
})
