import { shallowRef } from 'vue'
import type { Item } from '../../state/items.ts'
import type { Row } from '../../sync/row.ts'
import { isPictured } from './drawn.ts'
import { lookOf } from './file-look.ts'
import type { FileLook } from './file-look.ts'
import { localAddress } from './local-files.ts'
import { isKnownDrawable } from './own-picture.ts'
import type { Room } from './room.ts'

/** A picture, a video or a file in the preview. */
export type Shown = {
  key: string
  look: 'image' | FileLook
  name: string
  src: string
  /** Empty where there is none. */
  poster: string
  by: string
  at: number
}

/** What is looked at, and its neighbours; undefined while nothing is. */
export const previewed = shallowRef<{ list: Shown[]; index: number }>()

function shownOf(key: string, row: Pick<Row, 'type' | 'file' | 'name' | 'sendTime'>): Shown[] {
  if (!row.file || (row.type !== 2 && row.type !== 5) || !isPictured(row)) return []
  return [
    {
      key,
      look: row.type === 2 ? 'image' : 'video',
      name: row.file.text,
      src: row.file.hdUrl,
      poster: row.file.thumbUrl,
      by: row.name,
      at: row.sendTime,
    },
  ]
}

function shownItem(item: Item): Shown[] {
  const { row, entry } = item
  if (row.file) return shownOf(item.key, row)
  if (!entry?.file || !(row.type === 5 || (row.type === 2 && isKnownDrawable(entry.file.blob)))) return []
  return [
    {
      key: item.key,
      look: row.type === 2 ? 'image' : 'video',
      name: entry.file.name,
      src: localAddress(row.id, entry.file.blob),
      poster: '',
      by: row.name,
      at: row.sendTime,
    },
  ]
}

type Sent = Pick<Row, 'file' | 'name' | 'sendTime'>

/** A file as the preview shows it; none where it is only downloaded. */
export function fileShown(key: string, { file, name: by, sendTime: at }: Sent): Shown[] {
  const look = file && lookOf(file)
  return look ? [{ key, look, name: file.text, src: file.hdUrl, poster: '', by, at }] : []
}

/** Opens one picture, with those that are loaded before and after it. */
export function openPreview(room: Room, item: Item): void {
  open(room, item, shownItem)
}

/** Opens one file, with those that are loaded before and after it and can be looked at. */
export function openFilePreview(room: Room, item: Item): void {
  open(room, item, ({ key, row }) => (row.type === 2 || row.type === 3 ? fileShown(key, row) : []))
}

function open(room: Room, item: Item, shown: (item: Item) => Shown[]): void {
  const list = room.chat.items.value.filter(each => each.state !== 'recalled').flatMap(shown)
  const index = list.findIndex(({ key }) => key === item.key)
  if (index >= 0) previewed.value = { list, index }
}

export function openPreviewOf(list: Shown[], index: number): void {
  previewed.value = { list, index }
}
