import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Call } from '../../contract/call.ts'
import { Failure } from '../../contract/failures.ts'
import type { Client, Viewer } from '../lib/route.ts'
import { tokenIn } from '../lib/request.ts'

type Needs = {
  /** Whose login it is, of whatever stage. */
  viewerOf: (token: string) => Promise<Viewer | undefined>
  /** Whether a login on another device took the place of the one with this dead token. */
  wasReplaced: (token: string) => Promise<boolean>
  deadToken: (token: string) => void
  sawViewer: (viewer: Viewer, client: Client) => void
  /** Told of who asked for a call of administrators and is none. */
  notAdministrator: (viewer: Viewer, client: Client, call: Call) => void
}

/** Whether the call takes its token from the query too, as logout does. */
const takesTokenInQuery = (call: Call): boolean =>
  call.access === 'viewer' && call.query instanceof z.ZodObject && 'authorization' in call.query.shape

const tokenOf = (call: Call, request: FastifyRequest): string | undefined =>
  tokenIn(request.headers.authorization)
  ?? (takesTokenInQuery(call) ? tokenIn((request.query as Record<string, unknown>).authorization) : undefined)

/**
 * Who makes a request. Throws `token.missing`, `token.dead` and `token.replaced` where the call needs a viewer; where
 * a viewer is optional, a dead token is as good as none. A login that has yet to replace its one-time password gets
 * `password.mustChange` from every call that does not say otherwise; who is no administrator gets `admin.only` from
 * those for administrators.
 */
export function createIdentity({ viewerOf, wasReplaced, deadToken, sawViewer, notAdministrator }: Needs) {
  return async (call: Call, request: FastifyRequest, client: Client): Promise<Viewer | undefined> => {
    if (call.access === 'public') return undefined
    const token = tokenOf(call, request)
    if (token === undefined) {
      if (call.access === 'viewer') throw new Failure('token.missing')
      return undefined
    }
    const viewer = await viewerOf(token)
    if (viewer !== undefined) {
      sawViewer(viewer, client)
      if (viewer.token.stage !== 'full' && !call.beforeOwnPassword) throw new Failure('password.mustChange')
      if (call.by === 'administrator' && !viewer.user.isAdmin) {
        notAdministrator(viewer, client, call)
        throw new Failure('admin.only')
      }
      return viewer
    }
    if (call.access === 'optional') return undefined
    deadToken(token)
    throw new Failure((await wasReplaced(token)) ? 'token.replaced' : 'token.dead')
  }
}
