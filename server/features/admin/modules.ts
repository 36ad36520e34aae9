import { everyModule } from '../../../contract/modules.ts'
import { newKey } from '../../lib/secret.ts'
import type { Actor } from '../../store/audit.ts'
import type { Company } from '../../store/people.ts'
import type { Entry, Module } from '../../store/modules.ts'
import type { Store } from '../../store/store.ts'
import { checkName, webAddress } from './names.ts'
import { Refused } from './refused.ts'

type Needs = {
  store: Pick<Store, 'administration'> & { modules: Pick<Store['modules'], 'find' | 'list' | 'allEntries'> }
  clock: () => number
}

/** For a company's people, or for everyone. */
type NewModule = { name: string; avatar?: string | undefined; company?: Company | undefined }
type NewEntry = NewModule & { kind: Entry['kind']; redirect: string }

/** Business systems, and the entries to them that people see. All fail with `Refused`. */
export function createAdminModules({ store: { modules, administration }, clock }: Needs) {
  return {
    /** One business system. */
    async find(id: number): Promise<Module> {
      const module = await modules.find(id)
      if (!module) throw new Refused({ name: 'module.unknown', id })
      if (module.id === everyModule) throw new Refused({ name: 'module.everyModule', id })
      return module
    },

    list: async (): Promise<Module[]> => (await modules.list()).filter(({ id }) => id !== everyModule),

    /** The key is known now and never again: only what it hashes to is stored. */
    async add(by: Actor, { name, avatar, company }: NewModule): Promise<{ id: number; key: string }> {
      checkName(name)
      const { key, keyHash } = newKey()
      const id = await administration.addModule(by, {
        name,
        avatar: addressOrNull(avatar),
        companyId: company?.id ?? null,
        keyHash,
        createdAt: clock(),
      })
      return { id, key }
    },

    /** The new key; the old one is dead. */
    async renewKey(by: Actor, module: Module): Promise<string> {
      const { key, keyHash } = newKey()
      await administration.changeModuleKey(by, module.id, keyHash)
      return key
    },

    /** Disabled, it can send nothing more; what it sent stays. */
    async setEnabled(by: Actor, module: Module, isEnabled: boolean): Promise<void> {
      await administration.enableModule(by, module.id, isEnabled)
    },

    listEntries: modules.allEntries,

    /** Its id. */
    async addEntry(by: Actor, { kind, name, avatar, redirect, company }: NewEntry): Promise<number> {
      return administration.addEntry(by, {
        kind,
        name,
        avatar: addressOrNull(avatar),
        redirect: webAddress(redirect),
        companyId: company?.id ?? null,
      })
    },

    async removeEntry(by: Actor, id: number): Promise<void> {
      if (!(await administration.removeEntry(by, id))) throw new Refused({ name: 'entry.unknown', id })
    },
  }
}

const addressOrNull = (address: string | undefined) => (address === undefined ? null : webAddress(address))
