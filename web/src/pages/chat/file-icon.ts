import {
  File,
  FileArchive,
  FileChartPie,
  FileCode,
  FileImage,
  FileMusic,
  FilePlay,
  FileSpreadsheet,
  FileText,
  FileType,
} from '@lucide/vue'
import type { Component } from 'vue'
import type { FileKind } from './file-words.ts'

/** The sign of a kind of file, and the hue it has everywhere. */
export const fileIcons: Record<FileKind, { icon: Component; hue: string }> = {
  document: { icon: FileText, hue: 'blue' },
  sheet: { icon: FileSpreadsheet, hue: 'green' },
  slides: { icon: FileChartPie, hue: 'orange' },
  pdf: { icon: FileType, hue: 'red' },
  archive: { icon: FileArchive, hue: 'yellow' },
  code: { icon: FileCode, hue: 'teal' },
  image: { icon: FileImage, hue: 'teal' },
  audio: { icon: FileMusic, hue: 'violet' },
  video: { icon: FilePlay, hue: 'violet' },
  other: { icon: File, hue: 'grey' },
}
