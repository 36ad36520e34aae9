import type { Call } from './call.ts'
import { authUrl, editPassword, login, logout, redeemTicket } from './accounts.ts'
import { delSession, mySession, setSession } from './conversations.ts'
import { deptTree, editUser, findOnline, myCompanyContactList, myCompanyList, myContactList, searchMyContact } from './directory.ts'
import { fileUpload, openAvatar, openFile } from './files.ts'
import { delFriend, myFriendList, newFriendList, refuseFriend, saveFriend, sendFriendMsg } from './friends.ts'
import {
  changeGroupOwner, delGroupNotice, delGroupUser, dissoluGroup, editGroup, findGroupFile, findGroupImg, findGroupNotice, groupInfo, helpGroupMsg,
  joinGroup, myGroupList, quitGroup, refuseGroup, saveGroup, saveGroupNotice, sendGroupInviteMsg, setGroupManager, setGroupMute,
} from './groups.ts'
import {
  deliver, editMessage, findDirect, findGroup, findReadList, forwardMessages, reactMessage, recallDirect, recallGroup, sendDirect, sendGroup, updateReceipt,
} from './messages.ts'
import { changeModuleState, findCard, findModuleMsg, moduleMsg, myNode, updateModuleStateAll } from './modules.ts'
import { contactInfo, latestContact, leftUserInfo } from './people.ts'
import { delPush, pushKey, savePush } from './push.ts'
import {
  cancelScanLogin, cnbiScanUrl, confirmScanLogin, enterCnbiScan, markScanLogin, openCnbiScan, openScanLogin, scanLoginUrl, showCnbiScan, showScanLogin,
} from './qr.ts'
import { searchMsg } from './search.ts'
import { clientSettings } from './settings.ts'

/** Every call there is: routes, reference and table tests go by this list. */
export const calls = {
  login, logout, editPassword, authUrl, redeemTicket,
  cnbiScanUrl, scanLoginUrl, openCnbiScan, showCnbiScan, enterCnbiScan, openScanLogin, showScanLogin, markScanLogin, confirmScanLogin, cancelScanLogin,
  sendDirect, sendGroup, deliver, findDirect, findGroup, updateReceipt, recallDirect, recallGroup, findReadList,
  editMessage, reactMessage, forwardMessages, searchMsg,
  mySession, setSession, delSession, leftUserInfo, contactInfo, latestContact, editUser,
  myCompanyList, myCompanyContactList, myContactList, deptTree, searchMyContact, findOnline,
  myFriendList, sendFriendMsg, newFriendList, saveFriend, refuseFriend, delFriend,
  saveGroup, myGroupList, groupInfo, editGroup, quitGroup, dissoluGroup, delGroupUser, sendGroupInviteMsg, joinGroup, helpGroupMsg, refuseGroup,
  findGroupNotice, saveGroupNotice, delGroupNotice, findGroupFile, findGroupImg, setGroupManager, changeGroupOwner, setGroupMute,
  findCard, myNode, findModuleMsg, changeModuleState, updateModuleStateAll, moduleMsg,
  pushKey, savePush, delPush, clientSettings,
  fileUpload, openFile, openAvatar,
} satisfies Record<string, Call>
