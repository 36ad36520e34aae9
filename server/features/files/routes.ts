import { fileUpload, openAvatar, openFile } from '../../../contract/files.ts'
import { openRoute, route } from '../../lib/route.ts'
import { answerAvatar } from './avatar.ts'
import type { Files } from './files.ts'
import { fileWire } from './wire.ts'

export const fileRoutes = (files: Files) => [
  route(fileUpload, async ({ viewer, raw, url }) => fileWire(await files.upload(viewer, raw), url)),
  openRoute(openFile, ({ params, raw }) => files.open(params.name, raw)),
  openRoute(openAvatar, ({ params }) => answerAvatar(params.name)),
]
