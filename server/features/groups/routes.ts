import {
  changeGroupOwner,
  deleteGroupNotice,
  removeGroupUser,
  dissolveGroup,
  editGroup,
  listGroupFiles,
  listGroupImages,
  listGroupNotices,
  groupInfo,
  listGroupApplications,
  joinGroup,
  listGroups,
  leaveGroup,
  refuseGroup,
  saveGroup,
  saveGroupNotice,
  inviteToGroup,
  setGroupManager,
  setGroupMute,
} from '../../../contract/groups.ts'
import { route } from '../../lib/route.ts'
import type { Viewer } from '../../lib/route.ts'
import type { Charge } from '../messages/charge.ts'
import type { Groups } from './groups.ts'
import {
  groupApplicationWire,
  groupFilesWire,
  groupInfoWire,
  groupNoticeWire,
  groupRowWire,
  groupUserWire,
} from './wire.ts'

const fact = (bit: number | undefined) => (bit === undefined ? undefined : bit === 1)
const nothing = (done: Promise<unknown>) => done.then(() => null)

/** Everyone in a group hears of what is changed in it, and of words besides: each weighs as a message does. */
export function groupRoutes(groups: Groups, charge: Pick<Charge, 'group'>) {
  const telling = (viewer: Viewer, groupId: number, words = '') =>
    charge.group(viewer.user.id, groupId, { characters: words.length })
  const change = async (viewer: Viewer, groupId: number, act: () => Promise<unknown>): Promise<null> => {
    await telling(viewer, groupId)
    await act()
    return null
  }
  return [
    route(saveGroup, async ({ viewer, body, url }) => {
      const { group, count } = await groups.create(
        viewer.user,
        {
          name: body.text,
          userIds: body.targets,
          avatar: body.avatar ?? '',
          note: body.note || null,
          isPublic: body.type === 1,
          needsApproval: body.approval === 1,
        },
        url,
      )
      return groupInfoWire(group, count, url)
    }),
    route(listGroups, async ({ viewer, url }) => (await groups.list(viewer.user)).map(row => groupRowWire(row, url))),
    route(groupInfo, async ({ viewer, query, url }) => {
      await telling(viewer, query.groupId)
      const { group, members, count } = await groups.info(viewer.user, query.groupId)
      return { info: groupInfoWire(group, count, url), users: members.map(member => groupUserWire(member, url)) }
    }),
    route(editGroup, async ({ viewer, query, url }) => {
      await telling(viewer, query.id, query.note)
      const { group, count } = await groups.edit(
        viewer.user,
        query.id,
        {
          name: query.text,
          avatar: query.avatar,
          note: query.note === undefined ? undefined : query.note || null,
          isPublic: fact(query.type),
          needsApproval: fact(query.approval),
        },
        url,
      )
      return groupInfoWire(group, count, url)
    }),
    route(leaveGroup, ({ viewer, query }) =>
      change(viewer, query.groupId, () => groups.quit(viewer.user, query.groupId)),
    ),
    route(dissolveGroup, ({ viewer, query }) =>
      change(viewer, query.groupId, () => groups.dissolve(viewer.user, query.groupId)),
    ),
    route(removeGroupUser, ({ viewer, body }) =>
      change(viewer, body.groupId, () => groups.remove(viewer.user, body.groupId, body.remark)),
    ),
    route(inviteToGroup, async ({ viewer, body }) => {
      await telling(viewer, body.groupId)
      return groups.invite(viewer.user, body.groupId, body.targets)
    }),
    route(joinGroup, async ({ viewer, body: { groupId, userId, content } }) => {
      await telling(viewer, groupId)
      await (userId === viewer.user.id
        ? groups.applications.apply(viewer.user, groupId, content ?? '')
        : groups.applications.admit(viewer.user, groupId, userId))
      return null
    }),
    route(listGroupApplications, async ({ viewer, url }) =>
      (await groups.applications.list(viewer.user)).map(shown => groupApplicationWire(shown, url)),
    ),
    route(refuseGroup, ({ viewer, query }) =>
      nothing(groups.applications.decide(viewer.user, query.code, query.state)),
    ),
    route(listGroupNotices, async ({ viewer, query }) => ({
      noticeList: (await groups.notices.list(viewer.user, query.groupId)).map(groupNoticeWire),
    })),
    route(saveGroupNotice, async ({ viewer, body: { groupId, content, url } }) => {
      await telling(viewer, groupId, content)
      return groupNoticeWire(await groups.notices.publish(viewer.user, groupId, { content, url: url ?? null }))
    }),
    route(deleteGroupNotice, ({ viewer, query }) =>
      change(viewer, query.groupId, () => groups.notices.remove(viewer.user, query.groupId, query.id)),
    ),
    route(listGroupFiles, async ({ viewer, body, url }) =>
      groupFilesWire(await groups.media(viewer.user, body.groupId, 'file', body), body.size, url),
    ),
    route(listGroupImages, async ({ viewer, body, url }) =>
      groupFilesWire(await groups.media(viewer.user, body.groupId, 'image', body), body.size, url),
    ),
    route(setGroupManager, ({ viewer, query }) =>
      change(viewer, query.groupId, () =>
        groups.setManagers(viewer.user, query.groupId, query.targets, query.manager === 1),
      ),
    ),
    route(changeGroupOwner, async ({ viewer, query, url }) => {
      await telling(viewer, query.groupId)
      const { group, count } = await groups.handOver(viewer.user, query.groupId, query.targetId)
      return groupInfoWire(group, count, url)
    }),
    route(setGroupMute, async ({ viewer, query: { groupId, targets, mute, minutes } }) => {
      await telling(viewer, groupId)
      await (targets === undefined
        ? groups.muteAll(viewer.user, groupId, mute === 1)
        : groups.mute(viewer.user, groupId, targets, mute === 1, minutes))
      return null
    }),
  ]
}
