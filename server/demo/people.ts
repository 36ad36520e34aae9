/** An invented person: where they stand is a path from the company down. */
type DemoPerson = {
  username: string
  trueName: string
  sex: 'male' | 'female'
  position: string
  place: string
  sign: string | null
}

/** A department and what is below it. */
export type DemoDepartment = { name: string; below?: DemoDepartment[] }

/** 鸿雁集团 is the root of a tree, 鸿雁科技 its subsidiary; 远山贸易 stands alone. */
export const companies: {
  name: string
  code: string
  parent?: string
  industry: string
  region: string
  departments: DemoDepartment[]
}[] = [
  {
    name: '鸿雁集团',
    code: 'HYJT',
    industry: '综合',
    region: '北京',
    departments: [
      { name: '集团总部', below: [{ name: '综合管理部', below: [{ name: '行政组' }, { name: '财务组' }] }] },
    ],
  },
  {
    name: '鸿雁科技',
    code: 'HYKJ',
    parent: '鸿雁集团',
    industry: '软件',
    region: '上海',
    departments: [
      {
        name: '研发中心',
        below: [
          { name: '平台部', below: [{ name: '后端组' }, { name: '前端组' }] },
          { name: '质量部', below: [{ name: '测试组' }] },
        ],
      },
      {
        name: '产品中心',
        below: [
          { name: '产品部', below: [{ name: '企业产品组' }] },
          { name: '设计部', below: [{ name: '视觉组' }] },
        ],
      },
      { name: '市场中心', below: [{ name: '销售部', below: [{ name: '华东组' }] }] },
    ],
  },
  {
    name: '远山贸易',
    code: 'YSMY',
    industry: '贸易',
    region: '杭州',
    departments: [{ name: '运营中心', below: [{ name: '采购部', below: [{ name: '进口组' }] }] }],
  },
]

/** Position, department path, and who is there; the first three are the ones people log in as. */
const teams: { place: string; positions: string[]; people: string }[] = [
  {
    place: '鸿雁科技/研发中心/平台部/后端组',
    positions: ['平台负责人', '高级后端工程师', '后端工程师'],
    people:
      '张伟 zhangwei m,赵磊 zhaolei m,孙浩 sunhao m,周杰 zhoujie m,吴昊 wuhao m,郑凯 zhengkai m,冯雪 fengxue f,陈晨 chenchen f',
  },
  {
    place: '鸿雁科技/产品中心/产品部/企业产品组',
    positions: ['产品经理', '高级产品经理', '产品助理'],
    people: '李娜 lina f,褚洋 chuyang m,卫敏 weimin f,蒋丽 jiangli f,沈涛 shentao m,韩冰 hanbing f',
  },
  {
    place: '鸿雁科技/产品中心/设计部/视觉组',
    positions: ['设计师', '视觉设计师', '交互设计师'],
    people: '王芳 wangfang f,杨柳 yangliu f,朱琳 zhulin f,秦岚 qinlan f,许诺 xunuo m',
  },
  {
    place: '鸿雁科技/研发中心/平台部/前端组',
    positions: ['前端负责人', '前端工程师', '客户端工程师'],
    people:
      '何超 hechao m,吕静 lvjing f,施展 shizhan m,孔明月 kongmingyue f,曹阳 caoyang m,严俊 yanjun m,华梅 huamei f',
  },
  {
    place: '鸿雁科技/研发中心/质量部/测试组',
    positions: ['测试负责人', '测试工程师'],
    people: '金鑫 jinxin m,魏然 weiran f,陶然 taoran f,姜波 jiangbo m,戚薇薇 qiweiwei f,谢宇 xieyu m',
  },
  {
    place: '鸿雁科技/市场中心/销售部/华东组',
    positions: ['销售总监', '客户经理', '售前顾问'],
    people:
      '邹强 zouqiang m,喻文 yuwen f,柏青 baiqing m,水清 shuiqing f,窦斌 doubin m,章程 zhangcheng m,云帆 yunfan m,苏瑶 suyao f',
  },
  {
    place: '鸿雁集团/集团总部/综合管理部/行政组',
    positions: ['行政经理', '行政专员', '人事专员'],
    people: '潘虹 panhong f,葛亮 geliang m,范文文 fanwenwen f,彭飞 pengfei m,郎月 langyue f,鲁宁 luning f',
  },
  {
    place: '鸿雁集团/集团总部/综合管理部/财务组',
    positions: ['财务总监', '会计', '出纳'],
    people: '韦佳 weijia f,昌盛 changsheng m,马超群 machaoqun m,苗苗 miaomiao f,凤仪 fengyi f',
  },
  {
    place: '远山贸易/运营中心/采购部/进口组',
    positions: ['总经理', '采购经理', '采购专员', '物流专员'],
    people:
      '方圆 fangyuan f,俞跃 yuyue m,任远 renyuan m,袁野 yuanye m,柳絮 liuxu f,唐棠 tangtang f,费明 feiming m,岑溪 cenxi f,薛峰 xuefeng m',
  },
]

const signs = [
  '专注把一件事做好',
  '今天也要加油',
  '开会中，请留言',
  '慢慢来，比较快',
  '保持好奇',
  '出差中，回复可能较慢',
  '山高水长',
  '有事请直接打电话',
]

/** 60 people, always the same. `zhangwei`, `lina` and `wangfang` are among them. */
export const people: DemoPerson[] = teams.flatMap(team =>
  team.people.split(',').map((entry, at): DemoPerson => {
    const [trueName = '', username = '', sex] = entry.split(' ')
    return {
      username,
      trueName,
      sex: sex === 'm' ? 'male' : 'female',
      place: team.place,
      position: team.positions[at] ?? team.positions.at(-1) ?? '',
      sign: username.length % 3 === 0 ? null : (signs[(username.length + at) % signs.length] ?? null),
    }
  }),
)

/** Who has a picture of their own; the others have the letters of their names. */
export const pictured: readonly string[] = [
  'zhangwei',
  'wangfang',
  'hechao',
  'lvjing',
  'suyao',
  'jinxin',
  'zouqiang',
  'panhong',
  'yuyue',
]

/** Who is in a second department, as what. */
export const secondPosts: { username: string; place: string; position: string }[] = [
  { username: 'zhangwei', place: '鸿雁科技/研发中心/质量部/测试组', position: '质量顾问' },
  { username: 'lina', place: '鸿雁科技/产品中心/设计部/视觉组', position: '设计评审' },
  { username: 'hechao', place: '鸿雁科技/研发中心/平台部/后端组', position: '接口负责人' },
  { username: 'weijia', place: '鸿雁科技/市场中心/销售部/华东组', position: '财务对接' },
]

/** Groups by owner; members are usernames, or a number of people of the group's tree. `lines` is how much was said. */
export const groups: { name: string; owner: string; members: string[] | number; lines: number; days: number }[] = [
  { name: '鸿雁全员群', owner: 'panhong', members: 50, lines: 700, days: 60 },
  {
    name: '平台重构项目组',
    owner: 'zhangwei',
    members: ['lina', 'wangfang', 'zhaolei', 'sunhao', 'hechao', 'lvjing', 'jinxin'],
    lines: 520,
    days: 35,
  },
  {
    name: '产品评审',
    owner: 'lina',
    members: ['zhangwei', 'wangfang', 'chuyang', 'weimin', 'hechao', 'jinxin', 'zouqiang'],
    lines: 380,
    days: 40,
  },
  {
    name: '后端值班',
    owner: 'zhaolei',
    members: ['zhangwei', 'sunhao', 'zhoujie', 'wuhao', 'zhengkai', 'fengxue', 'chenchen'],
    lines: 260,
    days: 25,
  },
  {
    name: '设计走查',
    owner: 'wangfang',
    members: ['lina', 'yangliu', 'zhulin', 'qinlan', 'xunuo', 'hechao'],
    lines: 180,
    days: 30,
  },
  {
    name: '周五羽毛球',
    owner: 'jiangbo',
    members: ['zhangwei', 'sunhao', 'lvjing', 'yunfan', 'suyao', 'geliang', 'taoran', 'caoyang'],
    lines: 160,
    days: 28,
  },
  {
    name: '华东客户支持',
    owner: 'zouqiang',
    members: ['lina', 'yuwen', 'baiqing', 'shuiqing', 'doubin', 'zhangcheng', 'weijia'],
    lines: 200,
    days: 30,
  },
  {
    name: '远山采购',
    owner: 'fangyuan',
    members: ['yuyue', 'renyuan', 'yuanye', 'liuxu', 'tangtang', 'feiming'],
    lines: 150,
    days: 30,
  },
]

/** Pairs that talk: how many messages, and over how many days. The first is the long one. */
export const pairs: { between: [string, string]; lines: number; days: number }[] = [
  { between: ['zhangwei', 'lina'], lines: 1500, days: 50 },
  { between: ['zhangwei', 'wangfang'], lines: 140, days: 30 },
  { between: ['zhangwei', 'zhaolei'], lines: 120, days: 20 },
  { between: ['zhangwei', 'hechao'], lines: 70, days: 20 },
  { between: ['zhangwei', 'jinxin'], lines: 60, days: 15 },
  { between: ['zhangwei', 'panhong'], lines: 16, days: 40 },
  { between: ['zhangwei', 'fangyuan'], lines: 36, days: 25 },
  { between: ['zhangwei', 'weijia'], lines: 12, days: 10 },
  { between: ['lina', 'wangfang'], lines: 160, days: 30 },
  { between: ['lina', 'chuyang'], lines: 80, days: 20 },
  { between: ['lina', 'zouqiang'], lines: 60, days: 20 },
  { between: ['wangfang', 'yangliu'], lines: 50, days: 15 },
  { between: ['zhaolei', 'sunhao'], lines: 40, days: 12 },
  { between: ['hechao', 'lvjing'], lines: 40, days: 12 },
  { between: ['fangyuan', 'yuyue'], lines: 40, days: 20 },
]

/** Friends besides those who talk one to one: across company trees too. */
export const friends: [string, string][] = [
  ['zhangwei', 'sunhao'],
  ['zhangwei', 'yuyue'],
  ['lina', 'weimin'],
  ['lina', 'jinxin'],
  ['wangfang', 'zhulin'],
  ['wangfang', 'hechao'],
  ['zouqiang', 'fangyuan'],
  ['yuwen', 'renyuan'],
  ['jiangbo', 'taoran'],
  ['panhong', 'weijia'],
]

/** Who asks whom for friendship, and with what words. */
export const friendApplications: { from: string; to: string; content: string }[] = [
  { from: 'renyuan', to: 'zhangwei', content: '张工你好，我是远山贸易的任远，想跟你对接一下系统接口' },
  { from: 'tangtang', to: 'zhangwei', content: '我是唐棠，方总让我加您' },
  { from: 'liuxu', to: 'lina', content: '李经理好，我是远山的柳絮' },
  { from: 'zhangwei', to: 'feiming', content: '费工你好，我是鸿雁科技的张伟' },
  { from: 'lina', to: 'xuefeng', content: '薛经理好，我是李娜' },
]

/** Who asks to join which group, with what words where they wrote some. */
export const groupApplications: { from: string; group: string; content: string }[] = [
  { from: 'yanjun', group: '平台重构项目组', content: '张工好，我下周开始参与网关部分' },
  { from: 'shentao', group: '产品评审', content: '' },
]

export const groupManagers: { group: string; managers: string[] }[] = [
  { group: '鸿雁全员群', managers: ['zhangwei', 'weijia'] },
  { group: '平台重构项目组', managers: ['lina'] },
]

/** Notices by who owns the group, the oldest first. */
export const groupNotices: { group: string; content: string }[] = [
  { group: '鸿雁全员群', content: '欢迎加入鸿雁全员群：重要通知都发在这里，请不要关闭提醒。' },
  { group: '平台重构项目组', content: '文档、排期和评审记录都放在共享文档里，链接见群文件。' },
  { group: '平台重构项目组', content: '每天 9:45 站会，不能参加的请在群里留言说明进度。' },
]

/** Only its owner and managers may write here. */
export const mutedGroup = '远山采购'

/** A group that is new, and who was brought in afterwards. */
export const newGroup = { name: '端午值班', owner: 'lina', members: ['wangfang', 'sunhao'], invited: ['zhangwei'] }
