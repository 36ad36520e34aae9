/*
 * The messages that are searched: each text follows from its number, so that the generator can scan them all without
 * asking the server. Characters come as often as in real texts: the first of the list are a third of everything.
 */
const characters = [
  ...'的一是了我不在人们有来他这上着个地到大里说去子得也和那要下看天时过出小么起你都把好还多没为又可家学只以主会样年想能生同老中从自面前头到它后然走很像见两用她国动进成回什边作对开而已些现山民候经发工向事命给长水几义三声于高手知理眼志点心战二问但身方实吃做叫当住听革打呢真党全才四已所敌之最光产情路分总条白话东席次亲如被花口放儿常西气五第使写军项目报告文件客户合同方案设计测试上线部署需求评审预算采购财务人事行政通知培训考勤报销审批流程系统数据接口权限账号密码服务器网络硬件软件版本更新修复问题反馈进度计划安排周报月报季度年度总结目标指标绩效奖金工资社保公积金请假加班出差机票酒店发票付款收款订单库存物流仓库质量检验生产车间设备维修安全消防',
]

export const planted = [
  '鸿',
  '雁',
  '鸿雁',
  '麒麟',
  '紫檀木',
  '琥珀色',
  '翡翠湾',
  '项目Alpha2上线',
  'Kubernetes',
  '"Q3 forecast"',
]
export const common = ['的', '一', '是', '会', '一个', '项目', '我们', '报告文', '的一是']

export const corpus = { messages: 200_000, conversations: 400, readable: 300 } as const
export const conversationOf = (index: number): number => index % corpus.conversations

export function textOf(index: number): string {
  const next = randomOf(index)
  const length = 4 + Math.floor(next() * next() * 60)
  const text = Array.from({ length }, () => characters[Math.floor(characters.length * next() ** 2)] ?? '')
  if (index % 3 === 0) text.splice(Math.floor(text.length * next()), 0, '一个项目')
  const word = planted[Math.floor(next() * planted.length * 200)]
  if (word !== undefined) text.splice(Math.floor(text.length * next()), 0, word.replaceAll('"', ' '))
  return text.join('')
}

/** Words of one, two and three characters that stand somewhere in the texts. */
export function sampled(count: number): string[] {
  return Array.from({ length: count }, (_, number) => {
    const length = (number % 3) + 1
    const found = new RegExp(`\\p{sc=Han}{${length}}`, 'gu')
    const words = textOf((number * 997) % corpus.messages).match(found) ?? ['的']
    return words[number % words.length] ?? '的'
  })
}

function randomOf(index: number): () => number {
  let state = Math.imul(index + 1, 0x9e3779b1) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
