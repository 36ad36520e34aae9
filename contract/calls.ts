import type { Call } from './call.ts'
import { authUrl, editPassword, login, logout, redeemTicket } from './accounts.ts'
import { mySession } from './conversations.ts'
import { fileUpload, openAvatar, openFile } from './files.ts'
import { deliver, findDirect, findGroup, findReadList, recallDirect, recallGroup, sendDirect, sendGroup, updateReceipt } from './messages.ts'
import { contactInfo, latestContact, leftUserInfo } from './people.ts'
import { cancelScanLogin, cnbiScanUrl, confirmScanLogin, openCnbiScan, openScanLogin, scanLoginUrl } from './qr.ts'

/** Every call there is: routes, reference and table tests go by this list. */
export const calls = {
  login, logout, editPassword, authUrl, redeemTicket,
  cnbiScanUrl, scanLoginUrl, openCnbiScan, openScanLogin, confirmScanLogin, cancelScanLogin,
  sendDirect, sendGroup, deliver, findDirect, findGroup, updateReceipt, recallDirect, recallGroup, findReadList,
  mySession, leftUserInfo, contactInfo, latestContact,
  fileUpload, openFile, openAvatar,
} satisfies Record<string, Call>
