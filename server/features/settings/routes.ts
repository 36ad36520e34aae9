import { limits } from '../../../contract/limits.ts'
import { clientSettings } from '../../../contract/settings.ts'
import { route, type Route } from '../../lib/route.ts'

type Needs = {
  config: { recallWindow: number; editWindow: number; fileLimit: number; linkPreviews: boolean }
  clock(): number
}

export const settingsRoutes = ({
  config: { recallWindow, editWindow, fileLimit, linkPreviews },
  clock,
}: Needs): Route[] => [
  route(clientSettings, async ({ viewer: { user } }) => ({
    time: clock(),
    recallWindow,
    editWindow,
    fileBytes: fileLimit,
    messageLength: limits.messageLength,
    isAdmin: user.isAdmin,
    linkPreviews,
  })),
]
