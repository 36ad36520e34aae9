import { useRouter } from 'vue-router'
import type { RouteLocationRaw } from 'vue-router'
import { leaveAll } from '../ui/layers.ts'

/**
 * The way back on a phone, the same as the system's gesture: to where one came from, or to `parent` for who came
 * straight here by a link.
 */
export function useBack() {
  const router = useRouter()
  return (parent: RouteLocationRaw): void => {
    leaveAll()
    const { back } = router.options.history.state
    if (back === null || back === undefined) void router.replace(parent)
    else router.back()
  }
}
