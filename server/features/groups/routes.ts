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

export const groupRoutes = (groups: Groups) => [
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
    const { group, members, count } = await groups.info(viewer.user, query.groupId)
    return { info: groupInfoWire(group, count, url), users: members.map(member => groupUserWire(member, url)) }
  }),
  route(editGroup, async ({ viewer, query, url }) => {
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
  route(leaveGroup, ({ viewer, query }) => nothing(groups.quit(viewer.user, query.groupId))),
  route(dissolveGroup, ({ viewer, query }) => nothing(groups.dissolve(viewer.user, query.groupId))),
  route(removeGroupUser, ({ viewer, body }) => nothing(groups.remove(viewer.user, body.groupId, body.remark))),
  route(inviteToGroup, ({ viewer, body }) => groups.invite(viewer.user, body.groupId, body.targets)),
  route(joinGroup, ({ viewer, body: { groupId, userId, content } }) =>
    nothing(
      userId === viewer.user.id
        ? groups.applications.apply(viewer.user, groupId, content ?? '')
        : groups.applications.admit(viewer.user, groupId, userId),
    ),
  ),
  route(listGroupApplications, async ({ viewer, url }) =>
    (await groups.applications.list(viewer.user)).map(shown => groupApplicationWire(shown, url)),
  ),
  route(refuseGroup, ({ viewer, query }) => nothing(groups.applications.decide(viewer.user, query.code, query.state))),
  route(listGroupNotices, async ({ viewer, query }) => ({
    noticeList: (await groups.notices.list(viewer.user, query.groupId)).map(groupNoticeWire),
  })),
  route(saveGroupNotice, async ({ viewer, body: { groupId, content, url } }) =>
    groupNoticeWire(await groups.notices.publish(viewer.user, groupId, { content, url: url ?? null })),
  ),
  route(deleteGroupNotice, ({ viewer, query }) => nothing(groups.notices.remove(viewer.user, query.groupId, query.id))),
  route(listGroupFiles, async ({ viewer, body, url }) =>
    groupFilesWire(await groups.media(viewer.user, body.groupId, 'file', body), body.size, url),
  ),
  route(listGroupImages, async ({ viewer, body, url }) =>
    groupFilesWire(await groups.media(viewer.user, body.groupId, 'image', body), body.size, url),
  ),
  route(setGroupManager, ({ viewer, query }) =>
    nothing(groups.setManagers(viewer.user, query.groupId, query.targets, query.manager === 1)),
  ),
  route(changeGroupOwner, async ({ viewer, query, url }) => {
    const { group, count } = await groups.handOver(viewer.user, query.groupId, query.targetId)
    return groupInfoWire(group, count, url)
  }),
  route(setGroupMute, ({ viewer, query: { groupId, targets, mute, minutes } }) =>
    nothing(
      targets === undefined
        ? groups.muteAll(viewer.user, groupId, mute === 1)
        : groups.mute(viewer.user, groupId, targets, mute === 1, minutes),
    ),
  ),
]
