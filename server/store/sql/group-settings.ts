import type { Acting, GroupChange, Groups } from '../groups.ts'
import { openState, refusedState } from './application-state.ts'
import { allowed, doneWith, type Lines } from './group-acting.ts'
import { applicationOf } from './group-applications.ts'
import type { Tx } from './schema.ts'

/** What a group is: its name and settings, and its end. */
export const groupSettingWrites = (line: Lines) => ({
  async edit(tx: Tx, acting: Acting, change: GroupChange): ReturnType<Groups['edit']> {
    const may = await allowed(tx, acting)
    if (may.outcome !== 'allowed') return may
    const after = { ...may.group, ...change }
    const isNew = (Object.keys(change) as (keyof GroupChange)[]).some(key => may.group[key] !== after[key])
    if (!isNew) return { ...(await doneWith(tx, acting.groupId, undefined)), isNew }
    await tx
      .updateTable('groups')
      .set({
        name: after.name,
        avatar: after.avatar,
        note: after.note,
        is_public: Number(after.isPublic),
        needs_approval: Number(after.needsApproval),
      })
      .where('id', '=', acting.groupId)
      .execute()
    const isRenamed = after.name !== may.group.name
    return {
      ...(await doneWith(
        tx,
        acting.groupId,
        isRenamed ? await line(tx, acting, { what: 'renamed', byId: acting.by, text: after.name }) : undefined,
      )),
      isNew,
    }
  },

  async dissolve(tx: Tx, acting: Acting): ReturnType<Groups['dissolve']> {
    const may = await allowed(tx, acting, { dissolved: true })
    if (may.outcome !== 'allowed') return may
    if (may.group.isDissolved)
      return { ...(await doneWith(tx, acting.groupId, undefined)), isNew: false, applications: [] }
    await tx.updateTable('groups').set({ is_dissolved: 1 }).where('id', '=', acting.groupId).execute()
    const refused = await tx
      .updateTable('group_applications')
      .set({ state: refusedState })
      .where('group_id', '=', acting.groupId)
      .where('state', '=', openState)
      .returningAll()
      .execute()
    const said = await line(tx, acting, { what: 'dissolved', byId: acting.by })
    return { ...(await doneWith(tx, acting.groupId, said)), isNew: true, applications: refused.map(applicationOf) }
  },

  async muteAll(tx: Tx, acting: Acting, isMuted: boolean): ReturnType<Groups['muteAll']> {
    const may = await allowed(tx, acting)
    if (may.outcome !== 'allowed') return may
    if (may.group.isMuted === isMuted) return { ...(await doneWith(tx, acting.groupId, undefined)), isNew: false }
    await tx
      .updateTable('groups')
      .set({ is_muted: Number(isMuted) })
      .where('id', '=', acting.groupId)
      .execute()
    return {
      ...(await doneWith(
        tx,
        acting.groupId,
        await line(tx, acting, { what: isMuted ? 'muted' : 'unmuted', byId: acting.by }),
      )),
      isNew: true,
    }
  },
})
