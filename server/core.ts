import type { Logger } from 'pino'
import type { Blobs } from './blobs/blobs.ts'
import type { Bus } from './bus/bus.ts'
import type { Config } from './config.ts'
import { createAccounts } from './features/accounts/accounts.ts'
import { createPasswords } from './features/accounts/passwords.ts'
import { createThrottle } from './features/accounts/throttle.ts'
import { createTokens } from './features/accounts/tokens.ts'
import { createAdmin } from './features/admin/admin.ts'
import { createAudit } from './features/audit/audit.ts'
import { createCompanyFounding } from './features/company/company.ts'
import { createInvitations } from './features/company/invitations.ts'
import { createConversations } from './features/conversations/conversations.ts'
import { createFiles } from './features/files/files.ts'
import { createFollowing } from './features/following/following.ts'
import { createFriends } from './features/friends/friends.ts'
import { createGroups } from './features/groups/groups.ts'
import { createMessages } from './features/messages/messages.ts'
import { createModules } from './features/modules/modules.ts'
import { createPeople } from './features/people/people.ts'
import { createProfile } from './features/people/profile.ts'
import { createStatuses } from './features/statuses/statuses.ts'
import { createSearch } from './features/search/search.ts'
import { createRation, type Ration } from './lib/ration.ts'
import type { Store } from './store/store.ts'

type Needs = {
  store: Store
  bus: Bus
  blobs: Blobs
  config: Config
  clock?: () => number
  log?: Pick<Logger, 'warn'>
  ration?: Ration
}

/**
 * The features that need the store, the bus and the blobs alone, so that a server, the command line and the tests have
 * the same rules. What also asks who is connected is added by the server. Disposing of it ends the process that looks
 * into files; the ports stay open.
 */
export function createCore({
  store,
  bus,
  blobs,
  config,
  clock = Date.now,
  log,
  ration = createRation(config.rates),
}: Needs) {
  const people = createPeople({ store, bus, reachPolicy: config.reach })
  const { fileLimit, uploadsAtOnce, unsentLimit, keptLimit, unsentFor } = config
  const files = createFiles({ store, blobs, clock, fileLimit, uploadsAtOnce, unsentLimit, keptLimit, unsentFor, log })
  const tokens = createTokens({ store, bus, config, clock })
  const passwords = createPasswords()
  const audit = createAudit({ store, config, clock })
  const accounts = createAccounts({
    store,
    bus,
    tokens,
    passwords,
    throttle: createThrottle({ clock }),
    refusals: audit.refusals,
    config,
    clock,
  })
  const { recallWindow, editWindow } = config
  const messages = createMessages({ store, bus, people, files, ration, recallWindow, editWindow, clock })
  const groups = createGroups({
    store,
    bus,
    people,
    files,
    fanOut: messages.fanOut,
    clock,
    refusalPause: config.groupPause,
  })
  const company = createCompanyFounding({ store, bus, groups, clock })
  return {
    ration,
    audit,
    people,
    profile: createProfile({ store, bus, files }),
    files,
    tokens,
    passwords,
    accounts,
    messages,
    groups,
    company,
    invitations: createInvitations({ store, bus, company, accounts, groups, people, clock }),
    conversations: createConversations({ store, bus, people, groups, messages }),
    following: createFollowing({ store, people, messages, clock }),
    search: createSearch({ store, people, show: messages.show }),
    modules: createModules({ store, bus, config, ration, clock }),
    statuses: createStatuses({ store, bus, people, clock }),
    friends: createFriends({ store, bus, people, clock }),
    admin: createAdmin({ store, bus, tokens, passwords, groups, files, blobs, config, clock }),
    [Symbol.dispose]: () => files[Symbol.dispose](),
  }
}

export type Core = ReturnType<typeof createCore>
