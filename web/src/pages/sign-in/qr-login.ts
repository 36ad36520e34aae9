import { onScopeDispose, shallowRef } from 'vue'
import { frameCodes } from '../../../../contract/frame-codes.ts'
import type { Frame } from '../../../../contract/frames.ts'
import { limits } from '../../../../contract/limits.ts'
import { createLoginCode } from '../../../../contract/qr.ts'
import type { Ask } from '../../api/client.ts'
import type { Login } from '../../state/viewer.ts'
import { createLine } from '../../sync/line.ts'

/** Who scanned the code. */
type Scanner = { id: number; trueName: string; avatar: string }
type QrState =
  | { is: 'loading' }
  | { is: 'offline' }
  | { is: 'waiting'; url: string }
  | { is: 'scanned'; by: Scanner; url: string }
  | { is: 'gone' }

/** ms before its end at which a code that nobody scanned is replaced by a fresh one. */
const ahead = 10_000

/**
 * A code that logs this device in, over a line of its own that waits for the phone:
 *
 *   loading ──▶ waiting ──10010──▶ scanned ──10011──▶ taken
 *      ▲           │ renewed          │ 10012, or too late
 *      └───────────┴──── renew ───── gone
 */
export function useQrLogin({ ask, take }: { ask: Ask; take: (login: Login) => void }) {
  const state = shallowRef<QrState>({ is: 'loading' })
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Grows with each code, so that a late answer for an older one is dropped. */
  let round = 0

  const line = createLine({
    origin: location.origin,
    token: () => undefined,
    onFrame: hear,
    onState: is => {
      if (is === 'offline' && state.value.is !== 'scanned') state.value = { is: 'offline' }
    },
  })

  function hear({ code, data }: Frame): void {
    if (code === frameCodes.connected) {
      // A code names the device number, which outlives the line: what was scanned stays good.
      if (state.value.is !== 'scanned') void renew()
    } else if (code === frameCodes.scanned && 'url' in state.value)
      state.value = { is: 'scanned', by: data as Scanner, url: state.value.url }
    else if (code === frameCodes.scanCancelled) end()
    else if (code === frameCodes.scanLoggedIn) take(data as Login)
  }

  function end(): void {
    clearTimeout(timer)
    state.value = { is: 'gone' }
  }

  async function renew(): Promise<void> {
    const mine = ++round
    clearTimeout(timer)
    const device = line.device()
    if (device === undefined) return
    if (state.value.is !== 'waiting') state.value = { is: 'loading' }
    try {
      const { url } = await ask(createLoginCode, { query: { device } })
      if (mine !== round) return
      state.value = { is: 'waiting', url }
      timer = setTimeout(() => {
        if (state.value.is !== 'scanned') return void renew()
        timer = setTimeout(end, ahead)
      }, limits.codeLife - ahead)
    } catch {
      if (mine !== round) return
      state.value = { is: 'offline' }
      timer = setTimeout(() => void renew(), 5000)
    }
  }

  // A page that slept wakes up with a code that is long dead.
  const look = () => {
    if (document.visibilityState === 'visible') line.wake()
  }
  document.addEventListener('visibilitychange', look)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', look)
    clearTimeout(timer)
    round += 1
    line.close()
  })
  return { state, renew }
}
