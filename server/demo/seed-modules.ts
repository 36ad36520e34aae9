import { newKey } from '../lib/secret.ts'
import type { Store } from '../store/store.ts'
import { entries, modules } from './modules.ts'

const hour = 60 * 60 * 1000
/** Where the demo's business systems would be. */
const address = 'https://work.example.com'

/** Business systems with their notices, some of them read, and the entries to them. Nobody knows their keys. */
export async function seedModules({
  store,
  idOf,
  now,
}: {
  store: Pick<Store, 'modules' | 'directory'>
  idOf: (username: string) => number
  now: number
}): Promise<void> {
  const companyIds = new Map((await store.directory.companies()).map(({ id, name }) => [name, id]))
  const companyOf = (name: string): number => {
    const id = companyIds.get(name)
    if (id === undefined) throw new Error(`the demo names ${name}, which is not there`)
    return id
  }
  for (const { kind, name, path, company } of entries) {
    await store.modules.createEntry({
      kind,
      name,
      avatar: null,
      redirect: address + path,
      companyId: company === undefined ? null : companyOf(company),
    })
  }
  const moduleIds = new Map<string, number>()
  for (const { name } of modules) {
    moduleIds.set(
      name,
      await store.modules.create({
        name,
        avatar: null,
        companyId: null,
        keyHash: newKey().keyHash,
        createdAt: now - 2000 * hour,
      }),
    )
  }
  let made = 0
  const notices = modules.flatMap(({ name, notices }) =>
    notices.map(notice => ({ ...notice, moduleId: moduleIds.get(name) ?? 0 })),
  )
  for (const { moduleId, title, content, path, to, hours, readBy } of notices.sort(
    (one, other) => other.hours - one.hours,
  )) {
    const targets = Array.isArray(to)
      ? { userIds: to.map(idOf), companyIds: [] }
      : { userIds: [], companyIds: [companyOf(to.company)] }
    const userIds = await store.modules.receivers({ departmentIds: [], ...targets }, null)
    const { notice } = await store.modules.createNotice(
      {
        moduleId,
        code: `demo-${++made}`,
        actionText: title,
        content,
        url: address + path,
        sentAt: now - hours * hour,
        receivers: userIds.length,
      },
      userIds,
      true,
    )
    // All at once: one commit for them.
    await Promise.all(
      (readBy === 'all' ? userIds : readBy.map(idOf)).map(userId => store.modules.setRead(userId, notice.id, true)),
    )
  }
}
