import { Failure } from '../../../contract/failures.ts'
import type { Url } from '../../lib/route.ts'
import type { Store } from '../../store/store.ts'
import type { User } from '../../store/people.ts'

const refused = () => new Failure('request.invalid', { name: 'avatar', expected: '应为自己上传的图片的地址' })

/**
 * The path of a group's picture from the address that a client gives: an image that this person uploaded, or the
 * one that the group has; of an upload its small copy, which says nothing of place or camera. Null for the default.
 * Anything else would let the group's members be watched by strangers.
 */
export async function pictureOf(
  files: Pick<Store['files'], 'findByBlob'>,
  viewer: User,
  given: string | null | undefined,
  url: Url,
  current: string | null = null,
): Promise<string | null> {
  if (!given) return null
  const own = url('/')
  const path = given.startsWith(own) ? given.slice(own.length - 1) : given
  if (path === current) return current
  // A client gives back the default picture that it was shown.
  if (path.startsWith('/avatars/')) return null
  const blob = /^\/files\/([\w.-]+)$/.exec(path)?.[1]
  const file = blob === undefined ? undefined : await files.findByBlob(blob)
  if (file?.ownerId !== viewer.id || file.thumbBlob === null || !file.contentType.startsWith('image/')) throw refused()
  return `/files/${file.thumbBlob}`
}
