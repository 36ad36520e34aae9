import type { AuditAction } from '../../../contract/audit.ts'
import { language } from './language.ts'
import { isolated, words } from './words.ts'

/** The page of the log of what administrators did. */
export const audit = words({
  zh: {
    search: '搜索姓名、部门、群、地址',
    kind: '操作类型',
    period: '时间',
    allTime: '全部时间',
    today: '今天',
    week: '最近 7 天',
    month: '最近 30 天',
    chosen: '指定日期',
    from: '从',
    to: '到',
    nothing: '没有符合的记录',
    nothingText: '换个条件，或看更长的时间。',
    older: '更早的记录',
    save: '导出',
    saved: '已导出',
    file: '审计日志',
    onlyBy: (name: string) => `只看${name}的操作`,
    onlyOf: (name: string) => `只看与${name}有关的`,
    by: (name: string) => `${name}的操作`,
    of: (name: string) => `与${name}有关`,
    endNarrow: '不再限定',
    entry: '编号',
    hash: '校验值',
    yes: '是',
    no: '否',
    none: '无',
    times: (count: string) => `（${count} 次）`,
    commandLine: (name: string) => `命令行（${name}）`,
    system: (name: string) => `业务系统 ${name}`,
    server: '服务器',
    andMore: (names: string, count: string) => `${names} 等 ${count} 人`,
  },
  en: {
    search: 'Search names and details',
    kind: 'Kind',
    period: 'Time',
    allTime: 'All time',
    today: 'Today',
    week: 'Last 7 days',
    month: 'Last 30 days',
    chosen: 'Choose days',
    from: 'From',
    to: 'To',
    nothing: 'No matching entries',
    nothingText: 'Change the filters, or look at a longer time.',
    older: 'Older entries',
    save: 'Export',
    saved: 'Exported',
    file: 'audit-log',
    onlyBy: name => `Only what ${name} did`,
    onlyOf: name => `Only what concerns ${name}`,
    by: name => `By ${name}`,
    of: name => `Concerning ${name}`,
    endNarrow: 'Show all again',
    entry: 'Entry',
    hash: 'Hash',
    yes: 'Yes',
    no: 'No',
    none: 'none',
    times: count => ` (${count} times)`,
    commandLine: name => `Command line (${name})`,
    system: name => `Business system ${name}`,
    server: 'The server',
    andMore: (names, count) => `${names} and others, ${count} in all`,
  },
})

/** What a sentence is made of: who, what it was done to, and what of the details it says. */
type Parts = { who: string; what: string; count: string; way: string; owner: string }
type Sentence = (parts: Parts) => string

/** One sentence for each action, in both languages. */
const sentences: Record<AuditAction, { zh: Sentence; en: Sentence }> = {
  'login.accept': {
    zh: ({ who, way }) =>
      way === 'code' ? `${who} 扫码登录` : way === 'invitation' ? `${who} 注册后登录` : `${who} 用密码登录`,
    en: ({ who, way }) =>
      way === 'code'
        ? `${who} signed in by scanning a code`
        : way === 'invitation'
          ? `${who} signed in after joining`
          : `${who} signed in with a password`,
  },
  'login.refuse': {
    zh: ({ what }) => (what ? `${what} 的登录被拒绝` : '未知账号的登录被拒绝'),
    en: ({ what }) => (what ? `A sign-in as ${what} was refused` : 'A sign-in to an unknown account was refused'),
  },
  'login.end': {
    zh: ({ who }) => `${who} 退出了自己的其他设备`,
    en: ({ who }) => `${who} signed out other devices of their own`,
  },
  'password.change': { zh: ({ who }) => `${who} 修改了自己的密码`, en: ({ who }) => `${who} changed their password` },
  'person.add': { zh: ({ who, what }) => `${who} 添加了 ${what}`, en: ({ who, what }) => `${who} added ${what}` },
  'person.join': { zh: ({ who }) => `${who} 通过邀请链接加入`, en: ({ who }) => `${who} joined by an invitation link` },
  'person.import': {
    zh: ({ who, count }) => `${who} 导入了 ${count} 人`,
    en: ({ who, count }) => `${who} imported ${count === '1' ? '1 person' : `${count} people`}`,
  },
  'person.edit': {
    zh: ({ who, what }) => `${who} 修改了 ${what} 的资料`,
    en: ({ who, what }) => `${who} changed the profile of ${what}`,
  },
  'person.disable': {
    zh: ({ who, what }) => `${who} 停用了 ${what}`,
    en: ({ who, what }) => `${who} disabled ${what}`,
  },
  'person.enable': { zh: ({ who, what }) => `${who} 启用了 ${what}`, en: ({ who, what }) => `${who} enabled ${what}` },
  'person.promote': {
    zh: ({ who, what }) => `${who} 将 ${what} 设为系统管理员`,
    en: ({ who, what }) => `${who} made ${what} an administrator`,
  },
  'person.demote': {
    zh: ({ who, what }) => `${who} 取消了 ${what} 的系统管理员身份`,
    en: ({ who, what }) => `${who} removed ${what} as an administrator`,
  },
  'person.oneTimePassword': {
    zh: ({ who, what }) => `${who} 重置了 ${what} 的密码`,
    en: ({ who, what }) => `${who} reset the password of ${what}`,
  },
  'company.add': {
    zh: ({ who, what }) => `${who} 新建了公司“${what}”`,
    en: ({ who, what }) => `${who} added the company ${what}`,
  },
  'company.found': {
    zh: ({ who, what }) => `${who} 建立了公司“${what}”`,
    en: ({ who, what }) => `${who} set up the company ${what}`,
  },
  'company.join': {
    zh: ({ who, what }) => `${who} 加入了公司“${what}”`,
    en: ({ who, what }) => `${who} joined the company ${what}`,
  },
  'company.license': {
    zh: ({ who, what }) => `${who} 更改了公司“${what}”的许可证`,
    en: ({ who, what }) => `${who} changed the licence of ${what}`,
  },
  'license.add': {
    zh: ({ who, what }) => `${who} 新建了许可证“${what}”`,
    en: ({ who, what }) => `${who} added the licence ${what}`,
  },
  'department.add': {
    zh: ({ who, what }) => `${who} 新建了部门“${what}”`,
    en: ({ who, what }) => `${who} added the department ${what}`,
  },
  'department.edit': {
    zh: ({ who, what }) => `${who} 修改了部门“${what}”`,
    en: ({ who, what }) => `${who} changed the department ${what}`,
  },
  'department.remove': {
    zh: ({ who, what }) => `${who} 删除了部门“${what}”`,
    en: ({ who, what }) => `${who} deleted the department ${what}`,
  },
  'group.add': {
    zh: ({ who, what }) => `${who} 新建了群“${what}”`,
    en: ({ who, what }) => `${who} made the group ${what}`,
  },
  'group.letIn': {
    zh: ({ who, what, count }) => `${who} 将 ${count} 人加入群“${what}”`,
    en: ({ who, what, count }) => `${who} added ${count === '1' ? '1 person' : `${count} people`} to the group ${what}`,
  },
  'group.takeOut': {
    zh: ({ who, what, count }) => `${who} 将 ${count} 人移出群“${what}”`,
    en: ({ who, what, count }) =>
      `${who} removed ${count === '1' ? '1 person' : `${count} people`} from the group ${what}`,
  },
  'group.appoint': {
    zh: ({ who, what, owner }) => `${who} 将群“${what}”的群主换为 ${owner}`,
    en: ({ who, what, owner }) => `${who} made ${owner} the owner of the group ${what}`,
  },
  'module.add': {
    zh: ({ who, what }) => `${who} 添加了业务系统“${what}”`,
    en: ({ who, what }) => `${who} added the business system ${what}`,
  },
  'module.key': {
    zh: ({ who, what }) => `${who} 更换了业务系统“${what}”的密钥`,
    en: ({ who, what }) => `${who} renewed the key of the business system ${what}`,
  },
  'module.disable': {
    zh: ({ who, what }) => `${who} 停用了业务系统“${what}”`,
    en: ({ who, what }) => `${who} disabled the business system ${what}`,
  },
  'module.enable': {
    zh: ({ who, what }) => `${who} 启用了业务系统“${what}”`,
    en: ({ who, what }) => `${who} enabled the business system ${what}`,
  },
  'entry.add': {
    zh: ({ who, what }) => `${who} 添加了入口“${what}”`,
    en: ({ who, what }) => `${who} added the entry ${what}`,
  },
  'entry.remove': {
    zh: ({ who, what }) => `${who} 删除了入口“${what}”`,
    en: ({ who, what }) => `${who} removed the entry ${what}`,
  },
  'invitation.add': {
    zh: ({ who, what }) => `${who} 创建了“${what}”的邀请链接`,
    en: ({ who, what }) => `${who} made an invitation link to ${what}`,
  },
  'invitation.withdraw': {
    zh: ({ who, what }) => `${who} 停用了“${what}”的邀请链接`,
    en: ({ who, what }) => `${who} withdrew an invitation link to ${what}`,
  },
  'ticket.redeem': { zh: ({ who, what }) => `${what} 进入了${who}`, en: ({ who, what }) => `${who} let ${what} in` },
  'admin.refuse': {
    zh: ({ who }) => `${who} 想使用管理功能，被拒绝`,
    en: ({ who }) => `${who} was refused what only administrators may do`,
  },
  'backup.make': { zh: ({ who }) => `${who} 备份了数据`, en: ({ who }) => `${who} made a backup` },
  'audit.export': { zh: ({ who }) => `${who} 导出了审计日志`, en: ({ who }) => `${who} exported the audit log` },
  'audit.remove': {
    zh: ({ who }) => `${who} 清理了过期的审计记录`,
    en: ({ who }) => `${who} removed entries that were too old`,
  },
}

const isKnown = (action: string): action is AuditAction => Object.hasOwn(sentences, action)

/** What was done, as a sentence in the language of the page; one of a newer server by its name. */
export function sentenceOf(action: string, parts: Parts): string {
  if (!isKnown(action)) return `${parts.who} ${action} ${parts.what}`
  const { who, what, count, way, owner } = parts
  const own = { who: isolated(who), what: isolated(what), owner: isolated(owner), count, way }
  return sentences[action][language.value](own)
}

/** Kinds to choose from: the words before the dot. */
const kinds: Record<string, [zh: string, en: string]> = {
  login: ['登录', 'Sign-ins'],
  password: ['密码', 'Passwords'],
  person: ['人员', 'People'],
  department: ['部门', 'Departments'],
  company: ['公司', 'Companies'],
  invitation: ['邀请', 'Invitations'],
  group: ['群', 'Groups'],
  module: ['业务系统', 'Business systems'],
  entry: ['入口', 'Entries'],
  license: ['许可证', 'Licences'],
  ticket: ['进入业务系统', 'Visits to business systems'],
  admin: ['越权', 'Refused'],
  backup: ['备份', 'Backups'],
  audit: ['审计', 'Audit log'],
}

const inLanguage = ([zh, en]: [zh: string, en: string]) => (language.value === 'zh' ? zh : en)

export const kindChoices = () => [
  { value: '', label: language.value === 'zh' ? '所有操作' : 'All kinds' },
  ...Object.entries(kinds).map(([value, label]) => ({ value, label: inLanguage(label) })),
]

const labels: Record<string, [zh: string, en: string]> = {
  username: ['用户名', 'Username'],
  trueName: ['姓名', 'Name'],
  phone: ['手机', 'Phone'],
  email: ['邮箱', 'E-mail'],
  work: ['职位', 'Position'],
  company: ['公司', 'Company'],
  posts: ['部门与职位', 'Departments'],
  isAdmin: ['系统管理员', 'Administrator'],
  name: ['名称', 'Name'],
  above: ['上级部门', 'Parent department'],
  parent: ['上级公司', 'Parent company'],
  group: ['全员群', 'Group of everybody'],
  owner: ['群主', 'Owner'],
  license: ['许可证', 'Licence'],
  seats: ['席位', 'Seats'],
  maxLevel: ['层级', 'Levels'],
  people: ['人员', 'People'],
  made: ['新建', 'Made'],
  kind: ['类型', 'Kind'],
  redirect: ['地址', 'Address'],
  uses: ['可用次数', 'Uses'],
  used: ['已用次数', 'Used'],
  expiresAt: ['有效至', 'Valid until'],
  invitation: ['邀请编号', 'Invitation'],
  reason: ['原因', 'Reason'],
  network: ['网络', 'Network'],
  address: ['IP 地址', 'IP address'],
  platform: ['平台', 'Platform'],
  times: ['次数', 'Times'],
  since: ['从', 'Since'],
  devices: ['设备', 'Devices'],
  ended: ['退出的设备', 'Devices signed out'],
  call: ['请求', 'Call'],
  folder: ['文件夹', 'Folder'],
  from: ['从', 'From'],
  to: ['到', 'To'],
  before: ['早于', 'Before'],
  text: ['搜索', 'Search'],
  person: ['人员', 'Person'],
}

/** The name of a detail; one of a newer server as it is. */
export const labelOf = (name: string): string => (labels[name] ? inLanguage(labels[name]) : name)

const platforms: Record<string, [zh: string, en: string]> = {
  windows: ['Windows', 'Windows'],
  mac: ['macOS', 'macOS'],
  linux: ['Linux', 'Linux'],
  android: ['Android', 'Android'],
  ios: ['iOS', 'iOS'],
  web: ['浏览器', 'Browser'],
}

export const platformText = (platform: string): string =>
  platforms[platform] ? inLanguage(platforms[platform]) : platform

const reasons: Record<string, [zh: string, en: string]> = {
  'login.wrong': ['账号或密码错误', 'Wrong account or password'],
  'login.locked': ['错误过多，暂时锁定', 'Locked for now after wrong passwords'],
  'login.disabled': ['账号已停用', 'The account is disabled'],
  'login.oneTimeEnded': ['一次性密码已过期', 'The one-time password has ended'],
}

export const reasonText = (reason: string): string => (reasons[reason] ? inLanguage(reasons[reason]) : reason)
