import { Failure } from '../../../contract/failures.ts'
import { avatarNamed } from '../../lib/avatar.ts'
import { Answer } from '../../lib/route.ts'

/** A drawn picture, cacheable for ever. Fails with `file.unknown`. */
export function answerAvatar(name: string): Answer {
  const svg = avatarNamed(name)
  if (svg === undefined) throw new Failure('file.unknown')
  return new Answer(
    200,
    {
      'content-type': 'image/svg+xml; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
    },
    svg,
  )
}
