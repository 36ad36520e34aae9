import type { Page } from 'playwright-core'
import type { Demo, Look } from './browser.ts'
import { conversationsOf } from './conversation.ts'

/** A place of the client that a person can stand at. */
export type Place = {
  name: string
  /** Only there; both where nothing is said. */
  device?: Look['device']
  /** Leads there from any other place. */
  show(page: Page, demo: Demo): Promise<void>
}

const path = (name: string, address: string, then?: (page: Page) => Promise<void>): Place => ({
  name,
  async show(page, { origin }) {
    await page.goto(origin + address)
    await then?.(page)
  },
})

const talk = (name: string, who: string, then?: (page: Page) => Promise<void>): Place =>
  path(name, '/', async page => {
    await conversationsOf(page).open(who)
    await then?.(page)
  })

const group = '平台重构项目组'
const press = (name: string) => async (page: Page) => {
  await page.getByRole('button', { name, exact: true }).first().click()
}
const panel = async (page: Page) => {
  await press('群资料')(page)
  await page.locator('.group-panel .face').first().waitFor()
}
const inPanel = (name: string, label: string, then?: (page: Page) => Promise<void>): Place =>
  talk(name, group, async page => {
    await panel(page)
    await page.locator('.group-panel').getByRole('button', { name: label }).first().click()
    await page.getByRole('dialog').waitFor()
    await then?.(page)
  })
const dialog = (name: string, address: string, label: string): Place =>
  path(name, address, async page => {
    await press(label)(page)
    await page.getByRole('dialog').waitFor()
  })

/** What a stranger sees. */
export const openPlaces: Place[] = [
  path('sign-in', '/login'),
  {
    ...path('sign-in-qr', '/login', async page => {
      await page.getByText('扫码登录').click()
      await page.getByRole('img', { name: '登录二维码' }).waitFor()
    }),
    device: 'desk',
  },
]

/** What 张伟 sees, in the order of a walk through the client. */
export const places: Place[] = [
  path('messages', '/'),
  path('conversation-menu', '/', async page => {
    await (await conversationsOf(page).find(group)).locator('a').click({ button: 'right' })
    await page.getByRole('menu').waitFor()
  }),
  path('messages-none', '/', async page => {
    await page.getByRole('radio', { name: '@我' }).click()
    await page.getByText('没有提到你的未读消息').waitFor()
    // The list as a whole for whoever comes next.
    await page.evaluate("localStorage.removeItem('hongyan.listFilter')")
  }),
  talk('chat-direct', '李娜'),
  talk('chat-group', group),
  talk('message-menu', '李娜', async page => {
    await page.locator('.message .bubble').last().click({ button: 'right' })
    await page.getByRole('menu').waitFor()
  }),
  talk('forward', '李娜', async page => {
    const his = conversationsOf(page)
    await his.choose(his.message('演示账号我已经建好了'), '转发')
    await page.getByRole('checkbox', { name: '平台重构项目组' }).click()
    await page.getByRole('textbox', { name: '留言' }).fill('明天演示用这个账号')
  }),
  talk('emoji', '李娜', async page => {
    await press('表情')(page)
    await page.locator('.emoji-panel').waitFor()
  }),
  talk('chat-markdown', group, async page => {
    const { message, say } = conversationsOf(page)
    if ((await message('上线清单').count()) === 0)
      await say(
        '## 上线清单\n1. 备份**主库**和 *从库*\n2. 跑 `npm test`，见[流程](https://wiki.example.com/release)\n> 周五前完成\n```ts\nconst hosts = await load("conf.json") // 每个环境一份\n```',
      )
    await message('上线清单').locator('.code-block .keyword').first().waitFor()
    if ((await page.getByRole('toolbar').count()) > 0) return
    if ((page.viewportSize()?.width ?? 0) < 720) await press('更多')(page)
    await press('格式')(page)
  }),
  { ...talk('more', group, press('更多')), device: 'phone' },
  { ...talk('talk', '李娜', press('切换到语音')), device: 'phone' },
  talk('chat-search', group, async page => {
    await press('搜索聊天记录')(page)
    await page.getByRole('searchbox').fill('方案')
    await page.locator('.hits .list-row').first().click()
    await page.locator('.message.sought mark').first().waitFor()
  }),
  talk('group-files', group, press('文件和图片')),
  talk('group-panel', group, panel),
  talk('direct-panel', '李娜', async page => {
    await press('聊天信息')(page)
    await page.locator('.direct-panel dl').waitFor()
  }),
  talk('direct-files', '李娜', async page => {
    await press('文件和图片')(page)
    await page.locator('.files-panel .file').first().waitFor()
  }),
  talk('file-preview', '李娜', async page => {
    await press('文件和图片')(page)
    await page.locator('.files-panel button.file').first().click()
    await page.locator('.preview-sheet').waitFor()
  }),
  talk('card', group, async page => {
    await page.locator('.message .face .card-button').last().click()
    await page.locator('.person-card').getByRole('button', { name: '完整资料' }).waitFor()
  }),
  inPanel('group-members', '成员'),
  inPanel('group-notices', '群公告'),
  inPanel('group-code', '群二维码', page => page.getByRole('dialog').locator('.qr-code').first().waitFor()),
  inPanel('group-invite', '邀请'),
  inPanel('group-edit', '修改群资料'),
  path('contacts', '/contacts'),
  path('switcher', '/contacts', async page => {
    await press('搜索联系人、群、消息')(page)
    await page.getByRole('combobox').fill('zhang')
    await page.getByRole('option').first().waitFor()
    await page.getByText('正在搜索…').waitFor({ state: 'detached' })
  }),
  path('switcher-messages', '/', async page => {
    await press('搜索联系人、群、消息')(page)
    await page.getByRole('combobox').fill('方案')
    await page.getByRole('dialog').getByRole('button', { name: '消息', exact: true }).click()
    await page.getByRole('option').first().waitFor()
  }),
  path('contacts-groups', '/contacts/groups'),
  path('company', '/contacts', async page => {
    await page.getByRole('link', { name: '鸿雁科技' }).click()
    await page.locator('.company-page').getByText('研发中心').waitFor()
  }),
  path('department', '/contacts', async page => {
    await page.getByRole('link', { name: '鸿雁科技' }).click()
    for (const name of ['研发中心', '平台部', '后端组'])
      await page.locator('.company-page .list-row', { hasText: name }).click()
    await page.locator('.company-page .list-row', { hasText: '赵磊' }).waitFor()
  }),
  path('person', '/contacts', async page => {
    await page.locator('.contact-list .list-row', { hasText: '李娜' }).click()
    await page.locator('.person-page dl').waitFor()
  }),
  dialog('add-friend', '/contacts', '添加好友'),
  dialog('new-group', '/contacts', '发起群聊'),
  path('assistant-friends', '/assistants/friends'),
  path('assistant-groups', '/assistants/groups'),
  path('assistant-analysis', '/assistants/analysis'),
  path('home', '/home'),
  path('me', '/me'),
  path('me-status', '/me', async page => {
    await page.locator('.me-list').getByRole('button', { name: '我的状态' }).click()
    await page.getByRole('dialog', { name: '设置状态' }).waitFor()
  }),
  path('me-profile', '/me/profile'),
  path('me-code', '/me/code'),
  path('me-security', '/me/security'),
  path('me-notices', '/me/notices'),
  path('me-notices-test', '/me/notices', async page => {
    await press('发送测试通知')(page)
    await page.getByRole('list', { name: '测试结果' }).locator('.bad').waitFor()
  }),
  path('me-look', '/me/look'),
  {
    ...path('shortcuts', '/', async page => {
      await page.locator('.chat-list li').first().waitFor()
      await page.keyboard.press('Control+/')
      await page.getByRole('dialog').waitFor()
    }),
    device: 'desk',
  },
  path('mentions', '/mentions', async page => {
    await page.locator('.following li').first().waitFor()
  }),
  talk('pins', '李娜', async page => {
    const { message, choose } = conversationsOf(page)
    for (const text of ['演示账号我已经建好了', '你把会话列表那页再准备一下']) {
      if ((await message(text).locator('.pin').count()) > 0) continue
      await choose(message(text), '置顶')
      await message(text).locator('.pin').waitFor()
    }
    await page.locator('.atop .several').click()
    await page.locator('.pins-panel li').nth(1).waitFor()
  }),
  talk('thread', '李娜', async page => {
    const { message, choose, say } = conversationsOf(page)
    const asked = message('对了，华信银行的演示')
    if ((await message('收到，明天上午十点').count()) === 0) {
      await choose(asked, '回复')
      await say('收到，明天上午十点')
    }
    await page.getByRole('button', { name: '1 条回复' }).first().click()
    await page.locator('.thread-message').nth(1).waitFor()
  }),
  path('saved', '/', async page => {
    const { open, message, choose } = conversationsOf(page)
    await open('李娜')
    await choose(message('演示账号我已经建好了'), '收藏')
    await page.getByRole('button', { name: '查看', exact: true }).click()
    await page.locator('.following li').first().waitFor()
  }),
  path('admin', '/admin', async page => {
    await page.getByRole('row').nth(5).waitFor()
  }),
  dialog('admin-person', '/admin', '添加人员'),
  path('admin-known-person', '/admin', async page => {
    await page.getByRole('row').nth(1).getByRole('button').first().click()
    await page.getByRole('dialog').waitFor()
  }),
  dialog('admin-import', '/admin', '导入'),
  path('admin-departments', '/admin/departments', async page => {
    await page.getByText('研发中心').waitFor()
  }),
  path('admin-audit', '/admin/audit', async page => {
    await page.getByRole('button', { expanded: false, name: '张伟 用密码登录' }).first().click()
  }),
  { ...path('scan', '/scan'), device: 'phone' },
  path('lost', '/nowhere'),
]

/**
 * Until nothing is on its way: no skeletons, every picture in sight there, nothing fading in. Pictures out of sight are
 * loaded later.
 */
export async function settled(page: Page): Promise<void> {
  await page.locator('main, .sign-in, .scan').first().waitFor({ state: 'attached' })
  await page.locator('.skeleton, .frame-coming').first().waitFor({ state: 'detached' })
  await page.locator('img').evaluateAll(
    (all, screen) => {
      const inSight = all.filter(image => {
        const { top, bottom, left, right } = image.getBoundingClientRect()
        return bottom > 0 && top < screen.height && right > 0 && left < screen.width
      })
      return Promise.all(
        inSight.map(
          image =>
            image.complete
            || new Promise(resolve => {
              image.onload = image.onerror = resolve
            }),
        ),
      )
    },
    page.viewportSize() ?? { width: 0, height: 0 },
  )
  await page.evaluate(
    `Promise.allSettled(document.getAnimations().filter(each => each.effect.getComputedTiming().endTime !== Infinity).map(each => each.finished))`,
  )
}
