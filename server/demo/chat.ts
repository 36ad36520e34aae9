import type { Random } from './random.ts'

/**
 * One line of a talk; `by` is 0 for who began it, 1 and up for the others. `media` asks for a file instead of words.
 */
export type Line = { by: number; text: string; media?: 'picture' | 'file' | 'voice' | 'video' }

const fill: Record<string, string[]> = {
  project: [
    '会话列表',
    '消息搜索',
    '组织架构',
    '文件预览',
    '扫码登录',
    '已读回执',
    '群公告',
    '新版通讯录',
    '移动端适配',
    '权限改造',
    '数据看板',
    '离线同步',
  ],
  time: ['今天下午', '明天上午', '周三之前', '下班前', '这周五', '下周一', '三点半', '晚上', '月底', '十点'],
  place: ['三楼会议室', '听雨厅', '大会议室', '线上', '二楼小间', '茶水间旁边'],
  who: ['赵磊', '何超', '金鑫', '卫敏', '潘虹', '邹强', '褚洋', '孙浩', '吕静', '韦佳'],
  number: ['3', '5', '8', '12', '17', '20', '36', '40', '96', '120'],
  food: ['兰州拉面', '楼下食堂', '麻辣香锅', '轻食沙拉', '黄焖鸡', '潮汕牛肉', '螺蛳粉'],
  client: ['华信银行', '江南医药', '远山贸易', '恒通物流', '蓝海教育', '东方制造'],
  version: ['2.3.0', '2.3.1', '2.4', '3.0 预览版', '2.2.8'],
}

/*
 * Talks, one a line: `>` parts the turns, a number says who speaks where it is not in turn, [picture] and its like
 * stand for a file, {name} is filled in.
 */
const talks = `
早 > 早上好 > {time}有空吗，想过一下{project}的方案 > 有的，{place}？ > 好，我先把文档发你 > [file] > 收到，我先看看
{project}的需求改了一版，你看下 > [file] > 第三页的流程没太看懂，是说离线的时候也要能用？ > 对，断网了也能看历史 > 明白了，这块工作量大概{number}人天 > 可以，{time}给我个排期就行
{project}上线了吗？ > 刚发完，正在看监控 > 👍 辛苦 > 目前一切正常，错误率是 0 > 太好了，我跟客户说一声
线上有个告警，你看到没 > 看到了，在查 > 是{project}那边吗 > 对，有个慢查询，加个索引就好 > 行，处理完说一声 > 好了，已经恢复 > 收到，复盘文档{time}补一下
中午吃什么 > {food}？ > 昨天刚吃过 > 那去{food} > 走，十二点楼下见
[picture] > 这个是新的首页吗 > 对，{who}刚出的 > 好看，就是按钮颜色有点浅 > 我也觉得，让她再调调
{client}那边反馈，导出的时候偶尔会卡 > 多大的数据量？ > 说是{number}万行左右 > 那应该是没分页，我看下代码 > 麻烦了，他们{time}要演示 > 来得及，{time}给你
周报发我一下 > [file] > 收到，谢谢 > 客气
评审改到{time}了，{place} > 好的 > 记得叫上{who} > 已经说了
{who}今天请假了？ > 嗯，孩子发烧 > 那{project}的联调先往后放放 > 行，我来跟测试同步
帮我看下这个报错 > [picture] > 你本地依赖没更新吧 > 啊，还真是 > 重新装一下就好了 > 好了好了，谢谢
[voice] > 在开会，等下听 > 好，不急 > 听完了，没问题，按你说的来
{version}的发布说明谁写？ > 我来写吧 > 好，{time}前给我 > [file] > 写得挺清楚，我补两张图
这个接口能不能支持批量？ > 可以，一次最多{number}个够吗 > 够了 > 那我加个参数，文档也一起更新 > 感谢！
测试环境是不是挂了 > 我看看 > 磁盘满了，在清 > 好的 > 可以用了
{client}的合同回来了吗 > 还在走流程，{who}在催 > 行，到了告诉我一声 > 没问题
你那边{project}进度怎么样 > 完成百分之{number}了 > 有什么风险吗 > 主要是设计稿还没定 > 我去催一下{who}
[video] > 这是新的动效？ > 对，加载的时候用 > 比之前顺多了 > 那就用这版
下午茶点了，{place}自取 > 谢谢老板 > 1 手慢无 > 0 给你留了一份
今天的站会取消，大家在群里说下进度 > 我在做{project}，{time}提测 > 2 我在修线上的两个问题 > 3 我今天写文档 > 好
有人会用新的报销系统吗 > 问{who}，她刚弄过 > 好的，我去问问 > 入口在工作台第二页
{project}这个名字要不要换一个 > 换成什么 > 我觉得现在的太长了 > 那大家投个票？ > 可以，{time}前定下来
客户演示定在{time}，需要谁一起去？ > 我可以 > 2 我也去，带上演示环境 > 好，那就我们三个
这张图的尺寸不对，能重新导出吗 > 要多大的 > 宽 1200 就行 > [picture] > 完美
刚才电话里说的那个，我整理了一下 > [file] > 一共{number}条，优先做前面三条 > 好，剩下的放到下个迭代
明天降温，多穿点 > 谢谢提醒 > 听说周末还要下雨 > 那爬山取消？ > 看看再说
我把{project}的分支合了 > 好，我拉一下 > 有冲突找我 > 没冲突，测试也都过了
你觉得先做{project}还是先做{project} > 先做前面那个吧，客户催得紧 > 同意 > 那我改一下排期
服务器预算批下来了 > 太好了，多少 > {number}万 > 够用一年了 > 嗯，{time}下单
这个月的数据出来了，日活涨了百分之{number} > 厉害 > 主要是{project}带来的 > 那得庆祝一下 > 周五聚餐，我来订
面试你那边聊得怎么样 > 挺好的，基础扎实 > 那我约二面 > 好，{time}我都可以
打印机又卡纸了 > 找行政 > 2 我来弄吧 > 好人一生平安
[picture] > 周末拍的？ > 嗯，在西湖边上 > 真好看，下次叫上我
请教一下，长列表怎么做不卡 > 虚拟滚动，只渲染看得见的 > 那搜索定位怎么办 > 按序号跳过去再补数据 > 懂了，我试试
文案改好了，帮我看看有没有错别字 > 第二段“登陆”应该是“登录” > 啊对，改了 > 其他没问题
下周我出差，{project}先找{who} > 好的，去哪 > 去{client}，待三天 > 一路顺风
消息延迟压到多少了 > 99 分位{number}毫秒 > 比上个版本快一倍 > 主要是批量提交起了作用
安全扫描报了两个低危 > 我看了，是误报 > 那写个说明归档 > 已经写了，在知识库里
会议纪要 > [file] > 已阅 > 2 收到
今晚要加班吗 > 不用，{time}弄完就走 > 那一起去打球？ > 可以，叫上{who}
`
  .trim()
  .split('\n')
  .map(parseTalk)

const replies = [
  '好的',
  '收到',
  '嗯嗯',
  '👌',
  '没问题',
  '可以',
  '哈哈哈',
  '稍等',
  '我看一下',
  '谢谢',
  '明白',
  '行',
  '赞',
  '在的',
  '马上',
  '😄',
  '辛苦了',
  '晚点回你',
]

function parseTalk(source: string): Line[] {
  let turn = -1
  return source.split(' > ').map(part => {
    const [, given, rest = ''] = /^(?:(\d) )?(.*)$/.exec(part) ?? []
    turn = given === undefined ? turn + 1 : Number(given)
    const media = /^\[(picture|file|voice|video)\]$/.exec(rest)?.[1] as Line['media']
    return { by: given === undefined ? turn % 2 : Number(given), text: media ? '' : rest, media }
  })
}

/**
 * An endless talk: whole conversations in turn with loose replies between, no conversation again before all were used.
 */
export function* talk(random: Random): Generator<Line[]> {
  for (;;) {
    for (const lines of random.some(talks, talks.length)) {
      const spoken = lines.map(line => ({
        ...line,
        text: line.text.replace(/\{(\w+)\}/g, (_, name: string) => random.pick(fill[name] ?? [''])),
      }))
      yield random.chance(0.3) ? [...spoken, { by: 1, text: random.pick(replies) }] : spoken
    }
  }
}

/**
 * How long ago each line of these talks was said, in ms of working time: the last one `end` ago, those before it in
 * bursts as people talk, over this much working time.
 */
export function talkAges(random: Random, sizes: readonly number[], over: number, end: number): number[][] {
  const ends = sizes.map((_, at) => (at === 0 ? end : random.between(end, over))).sort((one, other) => one - other)
  let age = 0
  const newestFirst = sizes.toReversed().map((size, at) => {
    age = Math.max(age + 60_000, ends[at] ?? end)
    return Array.from({ length: size }, (_, line) =>
      line === 0 ? age : (age += random.between(4_000, 150_000)),
    ).reverse()
  })
  return newestFirst.reverse()
}
