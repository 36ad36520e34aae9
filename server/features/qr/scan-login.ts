import type { z } from 'zod'
import { Failure } from '../../../contract/failures.ts'
import { limits } from '../../../contract/limits.ts'
import type { ScannedLogin } from '../../../contract/qr.ts'
import type { Bus } from '../../bus/bus.ts'
import { platformOf } from '../../lib/platform.ts'
import type { Client, Viewer } from '../../lib/route.ts'
import { isSameNetwork } from '../../lib/network.ts'
import type { Store } from '../../store/store.ts'
import type { User } from '../../store/people.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { People } from '../people/people.ts'
import { createCodes, type Live } from './codes.ts'

//  open ──scan──▶ scanned by a person ──confirm──▶ used
//                        └────────────cancel────▶ used
// Used ones stay until they expire, so that a late phone hears "used" and not "unknown".
type State = {
  stage: 'open' | 'scanned' | 'used'
  scannedBy: number | null
  /** The device that waits, and what is known of its machine: the person must check that, and it logs in as that. */
  device: string
  address: string
  userAgent: string
  createdAt: number
}

const userAgentKept = 300

export type ScanLoginNeeds = {
  store: Pick<Store, 'codes'>
  bus: Bus
  accounts: Accounts
  people: People
  /** Whether this device is connected and waits to be logged in. */
  isWaiting: (device: string) => boolean
  clock: () => number
}

/** Logging in a waiting device by a phone that is logged in. */
export function createScanLogin({ store, bus, accounts, people, isWaiting, clock }: ScanLoginNeeds) {
  const codes = createCodes<State>(store, 'scanLogin', limits.codeLife, clock)

  async function live(code: string): Promise<Live<State>> {
    const found = await codes.live(code)
    if (found.data.stage === 'used') throw new Failure('qr.expired')
    return found
  }

  /** Ends a code for the person who scanned it; only one call succeeds. */
  async function use(viewer: User, code: string, check: (state: State) => void = () => undefined): Promise<State> {
    const found = await live(code)
    if (found.data.stage === 'open') throw new Failure('qr.notScanned')
    if (found.data.scannedBy !== viewer.id) throw new Failure('qr.otherPhone')
    check(found.data)
    if (!(await codes.change(found, { ...found.data, stage: 'used' }))) throw new Failure('qr.expired')
    return found.data
  }

  const shown = (
    code: string,
    { userAgent, address, createdAt }: State,
    phone: string,
  ): z.input<typeof ScannedLogin> => ({
    code,
    platform: platformOf(userAgent),
    ip: address,
    time: createdAt,
    sameNetwork: isSameNetwork(address, phone) ? 1 : 0,
  })

  return {
    /**
     * A code for this device to show; the former one is dead. Fails with `device.unknown` unless it is connected and
     * waits.
     */
    async create(device: string, client: Pick<Client, 'address' | 'userAgent'>): Promise<string> {
      // Strangers may ask: what is written is bounded by the sockets that wait.
      if (!isWaiting(device)) throw new Failure('device.unknown')
      return codes.replace(device, {
        stage: 'open',
        scannedBy: null,
        device,
        address: client.address,
        userAgent: client.userAgent.slice(0, userAgentKept),
        createdAt: clock(),
      })
    },

    /** What it is, and nothing else happens. `phone` is the asking address. Fails with `qr.otherPhone` besides. */
    async show(viewer: User, code: string, phone: string): Promise<z.input<typeof ScannedLogin>> {
      const { data } = await live(code)
      if (data.stage !== 'open' && data.scannedBy !== viewer.id) throw new Failure('qr.otherPhone')
      return shown(code, data, phone)
    },

    /**
     * Marks it scanned and tells the waiting device; the same person may look again. Fails with `qr.otherPhone`
     * besides.
     */
    async scan(viewer: User, code: string, phone: string): Promise<z.input<typeof ScannedLogin>> {
      const found = await live(code)
      if (found.data.stage === 'open') {
        // Lost to another scan: that one may have been this person's own, so look again.
        if (!(await codes.change(found, { ...found.data, stage: 'scanned', scannedBy: viewer.id })))
          return this.scan(viewer, code, phone)
        bus.toDevice(found.data.device, { type: 'scanned', user: await people.face(viewer.id) })
      } else if (found.data.scannedBy !== viewer.id) {
        throw new Failure('qr.otherPhone')
      }
      return shown(code, found.data, phone)
    },

    /**
     * Logs the waiting device in as the viewer. Fails with `qr.notScanned`, `qr.otherPhone` and `device.unknown`
     * besides.
     */
    async confirm({ user, token: login }: Viewer, code: string): Promise<void> {
      const { device, address, userAgent } = await use(user, code, state => {
        if (!isWaiting(state.device)) throw new Failure('device.unknown')
      })
      const { token, record } = await accounts.loginAs(user.id, { device, address, userAgent }, login)
      bus.toDevice(device, { type: 'loggedIn', userId: user.id, tokenHash: record.hash, login: { token } })
    },

    /** Ends the code and tells the waiting device, so that its person need not wait for nothing. */
    async cancel({ user }: Viewer, code: string): Promise<void> {
      const { device } = await use(user, code)
      bus.toDevice(device, { type: 'scanCancelled' })
    },
  }
}
