import { words } from './words.ts'

/** Looking at pictures and videos. */
export const preview = words({
  zh: { zoomIn: '放大', zoomOut: '缩小', turn: '旋转', download: '下载', previous: '上一张', next: '下一张' },
  en: {
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    turn: 'Rotate',
    download: 'Download',
    previous: 'Previous',
    next: 'Next',
  },
})
