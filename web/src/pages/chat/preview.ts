import { shallowRef } from 'vue'
import type { Item } from '../../state/items.ts'
import type { Row } from '../../sync/row.ts'
import { isPictured } from './drawn.ts'
import { localAddress } from './local-files.ts'
import { isKnownDrawable } from './own-picture.ts'
import type { Room } from './room.ts'

/** A picture or video in the preview. */
export type Shown = { key: string; type: 2 | 5; name: string; src: string; poster: string; by: string; at: number }

/** What is looked at, and its neighbours; undefined while nothing is. */
export const previewed = shallowRef<{ list: Shown[]; index: number }>()

function shownOf(key: string, row: Pick<Row, 'type' | 'file' | 'name' | 'sendTime'>): Shown[] {
  if (!row.file || (row.type !== 2 && row.type !== 5) || !isPictured(row)) return []
  return [
    {
      key,
      type: row.type,
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
      type: row.type,
      name: entry.file.name,
      src: localAddress(row.id, entry.file.blob),
      poster: '',
      by: row.name,
      at: row.sendTime,
    },
  ]
}

/** Opens one picture, with those that are loaded before and after it. */
export function openPreview(room: Room, item: Item): void {
  const list = room.chat.items.value.filter(each => each.state !== 'recalled').flatMap(shownItem)
  const index = list.findIndex(({ key }) => key === item.key)
  if (index >= 0) previewed.value = { list, index }
}

export function openPreviewOf(list: Shown[], index: number): void {
  previewed.value = { list, index }
}
