import type { Entry, Modules } from '../modules.ts'
import { audited, did, nothing } from './audit.ts'
import { companyName, subjectOf } from './audit-subjects.ts'
import { moduleChanges, moduleWrites } from './modules.ts'
import type { Tx } from './schema.ts'

/** Business systems, and the entries to them. */
export const administerModules = {
  addModule: audited(async (tx: Tx, module: Parameters<Modules['create']>[0]) => {
    const id = await moduleWrites.create(tx, module)
    const details = { company: await companyName(tx, module.companyId) }
    return did(id, { action: 'module.add', subject: { kind: 'module', id, name: module.name }, details })
  }),

  changeModuleKey: audited(async (tx: Tx, id: number, keyHash: string) => {
    if (!(await moduleChanges.change(tx, id, { keyHash }))) return nothing(false)
    return did(true, { action: 'module.key', subject: await subjectOf(tx, 'module', id) })
  }),

  enableModule: audited(async (tx: Tx, id: number, isEnabled: boolean) => {
    const before = await tx.selectFrom('modules').select('is_enabled').where('id', '=', id).executeTakeFirst()
    if (!before) return nothing(false)
    if ((before.is_enabled === 1) === isEnabled) return nothing(true)
    await moduleChanges.change(tx, id, { isEnabled })
    const action = isEnabled ? ('module.enable' as const) : ('module.disable' as const)
    return did(true, { action, subject: await subjectOf(tx, 'module', id) })
  }),

  addEntry: audited(async (tx: Tx, entry: Omit<Entry, 'id'>) => {
    const id = await moduleWrites.createEntry(tx, entry)
    const { kind, name, redirect, companyId } = entry
    const details = { kind, redirect, company: await companyName(tx, companyId) }
    return did(id, { action: 'entry.add', subject: { kind: 'entry', id, name }, details })
  }),

  removeEntry: audited(async (tx: Tx, id: number) => {
    const subject = await subjectOf(tx, 'entry', id)
    if (!(await moduleChanges.removeEntry(tx, id))) return nothing(false)
    return did(true, { action: 'entry.remove', subject })
  }),
}
