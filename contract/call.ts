import type { z } from 'zod'
import type { FailureName } from './failures.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** Who may make a call: `viewer` needs a good token, `public` needs none, `optional` uses one where it is given. */
type Access = 'viewer' | 'public' | 'optional'

/**
 * One HTTP call: the only description of it. Routing, validation, identity checks, OpenAPI, the typed
 * client and the table tests are derived from this.
 */
export type Call<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> = {
  method: Method
  /** Path with `:name` for the parts described by `params`. */
  path: string
  tag: string
  /** One line, for the reference. */
  summary: string
  /** More than one line where the rules are not obvious. */
  description?: string
  access: Access
  /** Only for administrators of the system: others get `admin.only`. */
  by?: 'administrator'
  /** Also for a login that may do nothing yet but replace its one-time password. */
  beforeOwnPassword?: true
  /** The parameter that must name the viewer, where the request repeats it (docs/protocol.md, section 1). */
  acting?: string
  /**
   * What it costs, in units of a plain read (the default). Each person has so many units a second, and so does each
   * network from which nobody is known (`HONGYAN_RATE_PERSON`, `HONGYAN_RATE_NETWORK`). 0: free unless it fails.
   */
  weight?: number
  /** What it costs besides, once it is known what is asked for. */
  moreWeight?(input: { params: z.output<Params>; query: z.output<Query>; body: z.output<Body> }): number
  /** Waits for what is outside of this server: meanwhile it takes none of the places that a person's answers have. */
  isAbroad?: true
  /** Made by a business system, not by a client that draws its answer: names go out as they are. */
  caller?: 'system'
  /** Query parameters that the existing client fills in with what it got before: see `HONGYAN_ESCAPE_HTML`. */
  sentBack?: readonly string[]
  /** Body is multipart/form-data instead of JSON. */
  multipart?: true
  /** Where present, the call answers something else than the envelope (a page, a redirect, a file). */
  answers?: 'html' | 'redirect' | 'file'
  params?: Params
  query?: Query
  body?: Body
  reply: Reply
  /** The `msg` of a success. */
  says: string
  /** What can go wrong besides what every call can answer (400, 401, 429, 500, 503). */
  failures: readonly FailureName[]
}

/** The path, query and body of one request after parsing. */
export type Input<C extends Call> = {
  params: C extends Call<infer P, z.ZodType, z.ZodType, z.ZodType> ? z.output<P> : never
  query: C extends Call<z.ZodType, infer Q, z.ZodType, z.ZodType> ? z.output<Q> : never
  body: C extends Call<z.ZodType, z.ZodType, infer B, z.ZodType> ? z.output<B> : never
}

/** What a success carries in `data`. */
export type Reply<C extends Call> = z.input<C['reply']>

/** Declares a call; viewers only, unless it says otherwise. */
export function call<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Reply extends z.ZodType,
>(declared: Omit<Call<Params, Query, Body, Reply>, 'access'> & { access?: Access }): Call<Params, Query, Body, Reply> {
  return { access: 'viewer', ...declared }
}
