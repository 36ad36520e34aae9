/**
 * Business systems of the demo, with what they say; `to` are usernames, or everybody of a company. `hours`: how long
 * ago.
 */
export const modules: {
  name: string
  notices: {
    title: string
    content: string
    path: string
    to: string[] | { company: string }
    hours: number
    readBy: string[] | 'all'
  }[]
}[] = [
  {
    name: '审批中心',
    notices: [
      {
        title: '请假审批',
        content: '孙浩申请 5 月 21 日至 22 日年假，请审批',
        path: '/leave/1042',
        to: ['zhangwei'],
        hours: 1,
        readBy: [],
      },
      {
        title: '采购审批',
        content: '测试组申请采购 3 台显示器，合计 4,350 元，请审批',
        path: '/purchase/388',
        to: ['zhangwei', 'lina'],
        hours: 5,
        readBy: ['lina'],
      },
      {
        title: '报销已通过',
        content: '你提交的 5 月差旅报销 1,286.50 元已通过，预计 3 个工作日到账',
        path: '/expense/2210',
        to: ['lina'],
        hours: 3,
        readBy: [],
      },
      {
        title: '设计外包合同',
        content: '《官网插画外包合同》已由财务会签，等待你确认',
        path: '/contract/77',
        to: ['wangfang'],
        hours: 8,
        readBy: [],
      },
      {
        title: '加班申请已通过',
        content: '你 5 月 16 日的加班申请已通过',
        path: '/overtime/615',
        to: ['zhangwei', 'zhaolei', 'sunhao'],
        hours: 92,
        readBy: 'all',
      },
      {
        title: '用印申请',
        content: '云帆申请在《华东区代理协议》上用印，请审批',
        path: '/seal/19',
        to: ['panhong', 'weijia'],
        hours: 20,
        readBy: ['weijia'],
      },
    ],
  },
  {
    name: '经营分析',
    notices: [
      {
        title: '销售日报',
        content: '昨日新签合同 4 份，合计 86.2 万元，环比上升 12%',
        path: '/daily/0519',
        to: ['zhangwei', 'lina', 'wangfang', 'zouqiang', 'panhong', 'fangyuan'],
        hours: 6,
        readBy: ['wangfang', 'zouqiang'],
      },
      {
        title: '预算预警',
        content: '市场中心本季度推广费用已使用 91%',
        path: '/budget/q2',
        to: ['lina', 'zouqiang', 'weijia'],
        hours: 28,
        readBy: ['weijia'],
      },
      {
        title: '月度经营报告',
        content: '4 月经营报告已生成：收入 1,024 万元，毛利率 38.6%',
        path: '/monthly/04',
        to: ['zhangwei', 'lina', 'zouqiang', 'panhong', 'weijia', 'fangyuan'],
        hours: 300,
        readBy: 'all',
      },
      {
        title: '进口成本周报',
        content: '本周到岸成本较上周下降 2.3%',
        path: '/weekly/cost',
        to: { company: '远山贸易' },
        hours: 50,
        readBy: ['fangyuan', 'yuyue'],
      },
    ],
  },
  {
    name: '人事助手',
    notices: [
      {
        title: '体检通知',
        content: '2026 年度体检已开放预约，请在 5 月 31 日前完成',
        path: '/checkup',
        to: { company: '鸿雁科技' },
        hours: 26,
        readBy: ['wangfang', 'zhaolei', 'hechao'],
      },
      {
        title: '工资条',
        content: '你的 4 月工资条已发布',
        path: '/payslip/2026-04',
        to: { company: '鸿雁科技' },
        hours: 240,
        readBy: 'all',
      },
      {
        title: '工资条',
        content: '你的 4 月工资条已发布',
        path: '/payslip/2026-04',
        to: { company: '鸿雁集团' },
        hours: 240,
        readBy: 'all',
      },
      {
        title: '新员工入职',
        content: '严俊 5 月 25 日入职前端组，请安排导师',
        path: '/onboarding/31',
        to: ['hechao', 'zhangwei'],
        hours: 30,
        readBy: ['hechao', 'zhangwei'],
      },
    ],
  },
  {
    name: '持续集成',
    notices: [
      {
        title: '构建失败',
        content: '平台主干构建失败：3 个用例未通过',
        path: '/build/9217',
        to: ['zhangwei', 'zhaolei', 'sunhao', 'jinxin'],
        hours: 2,
        readBy: ['zhaolei'],
      },
      {
        title: '构建恢复',
        content: '平台主干构建已恢复',
        path: '/build/9219',
        to: ['zhangwei', 'zhaolei', 'sunhao', 'jinxin'],
        hours: 1.5,
        readBy: ['zhaolei'],
      },
      {
        title: '发布完成',
        content: '版本 3.8.0 已发布到预发环境',
        path: '/release/3.8.0',
        to: ['zhangwei', 'lina', 'hechao', 'jinxin'],
        hours: 49,
        readBy: 'all',
      },
    ],
  },
]

/** Entries that the demo's people see; with a company, only its people do. */
export const entries: { kind: 'card' | 'node'; name: string; path: string; company?: string }[] = [
  { kind: 'card', name: '待我审批', path: '/approvals' },
  { kind: 'card', name: '经营看板', path: '/dashboard' },
  { kind: 'card', name: '日程', path: '/calendar' },
  { kind: 'card', name: '进口报关', path: '/customs', company: '远山贸易' },
  { kind: 'node', name: '考勤打卡', path: '/attendance' },
  { kind: 'node', name: '费用报销', path: '/expenses' },
  { kind: 'node', name: '会议室预订', path: '/rooms' },
  { kind: 'node', name: '知识库', path: '/wiki' },
  { kind: 'node', name: '代码仓库', path: '/code', company: '鸿雁科技' },
  { kind: 'node', name: '工单系统', path: '/tickets', company: '鸿雁科技' },
  { kind: 'node', name: '供应商管理', path: '/suppliers', company: '远山贸易' },
]
