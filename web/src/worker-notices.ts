/** What this browser shows by its service worker: pages and the worker share it. */

/** The worker, if it is there and can show something. */
export async function activeWorker(): Promise<ServiceWorkerRegistration | undefined> {
  const registration = await navigator.serviceWorker?.getRegistration()
  return registration?.active ? registration : undefined
}

/**
 * One after the other, the worker's own pushes included (`web/worker/service-worker.ts`): Chromium forgets a
 * notification that is being shown while those shown are read.
 */
const inTurn = <T>(work: () => Promise<T>): Promise<T> => navigator.locks.request('notifications', work)

/** Shows it by the worker; false if there is none. */
export async function showByWorker(title: string, options: NotificationOptions & { tag: string }): Promise<boolean> {
  const worker = await activeWorker()
  if (worker) await inTurn(() => worker.showNotification(title, options))
  return worker !== undefined
}

/** How many of this tag the worker has shown and nobody has closed. */
export const countOfWorker = async (tag: string): Promise<number> => (await shownByWorker(tag)).length

/** What the worker has shown of this tag, or of any, and nobody has closed: also by pushes while no page was open. */
export async function shownByWorker(tag?: string): Promise<Notification[]> {
  const worker = await activeWorker()
  return worker ? inTurn(() => worker.getNotifications(tag === undefined ? {} : { tag })) : []
}
