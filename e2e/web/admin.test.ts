import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDemo } from './browser.ts'
import type { Demo } from './browser.ts'

// The administrator's console: people and departments, on a desk and a phone. 张伟 is the demo's administrator.

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

test('somebody is added, signs in on a phone, is renamed and disabled', async () => {
  const { page, faults, context } = await demo.signIn('zhangwei')
  await page.goto(`${demo.origin}/me`)
  await page.getByRole('link', { name: '管理后台' }).click()
  await page.getByRole('button', { name: '添加人员' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('姓名').fill('欧阳小满')
  await sheet.getByLabel('用户名').fill('zhangwei')
  await sheet.getByLabel('手机').fill('+86 139 0000 0999')
  await sheet.getByRole('button', { name: '添加部门' }).click()
  await sheet.getByLabel('部门', { exact: true }).selectOption({ label: '鸿雁科技 / 研发中心 / 平台部 / 前端组' })
  await sheet.getByLabel('职位').fill('实习生')
  await sheet.getByRole('button', { name: '添加', exact: true }).click()
  await sheet.getByText('这个用户名已被使用').waitFor()
  await sheet.getByLabel('用户名').fill('xiaoman')
  await sheet.getByRole('button', { name: '添加', exact: true }).click()

  const given = page.getByRole('dialog', { name: '一次性密码' })
  const told = await given.locator('pre').innerText()
  const link = /鸿雁登录：(\S+)/.exec(told)?.[1] ?? ''
  const oneTime = /一次性密码：(\S+)/.exec(told)?.[1] ?? ''
  await given.getByRole('button', { name: '完成' }).click()

  const phone = await demo.visit({ device: 'phone' })
  await phone.page.goto(link)
  expect(await phone.page.getByLabel('账号', { exact: true }).inputValue()).toBe('xiaoman')
  await phone.page.locator('input[type="password"]').fill(oneTime)
  await phone.page.getByRole('button', { name: '登录', exact: true }).click()
  for (const label of ['新密码', '再输入一次']) await phone.page.getByLabel(label).fill('seven horses in a row')
  await phone.page.locator('button[type="submit"]').click()
  await phone.page.locator('.chat-list').waitFor()

  await page.getByRole('searchbox', { name: /搜索姓名/ }).fill('ouyang')
  const row = page.getByRole('row').filter({ hasText: 'xiaoman' })
  await row.getByRole('cell', { name: '前端组 · 实习生', exact: true }).waitFor()
  await row.getByRole('button', { name: '欧阳小满' }).click()
  await sheet.getByLabel('姓名').fill('欧阳大满')
  await sheet.getByRole('button', { name: '保存' }).click()
  await page.getByRole('button', { name: '欧阳大满' }).click()
  await sheet.getByRole('button', { name: '停用账号' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: '停用' }).click()
  await phone.page.getByLabel('账号', { exact: true }).waitFor()
  await row.getByText('已停用').waitFor()
  expect([...faults, ...phone.faults]).toEqual([])
  await Promise.all([context.close(), phone.context.close()])
})

test.each(['desk', 'phone'] as const)(
  'a department is made below another, renamed and deleted, on a %s',
  async device => {
    const { page, faults, context } = await demo.signIn('zhangwei', { device })
    await page.goto(`${demo.origin}/admin/departments`)
    const tree = page.getByRole('list', { name: '鸿雁科技', exact: true })
    const act = async (department: string, name: string) => {
      await tree.getByRole('button', { name: `“${department}”的操作` }).click()
      await page.getByRole('menuitem', { name }).click()
    }
    const sheet = page.getByRole('dialog')
    await act('研发中心', '新建下级部门')
    await sheet.getByLabel('部门名称').fill('平台部')
    await sheet.getByRole('button', { name: '保存' }).click()
    await sheet.getByText('同一级已经有这个名称的部门').waitFor()
    await sheet.getByLabel('部门名称').fill('预研部')
    await sheet.getByRole('button', { name: '保存' }).click()
    await act('预研部', '改名')
    await sheet.getByLabel('部门名称').fill('创新部')
    await sheet.getByRole('button', { name: '保存' }).click()
    await act('创新部', '删除')
    await page.getByRole('alertdialog').getByRole('button', { name: '删除' }).click()
    await expect.poll(() => tree.getByText('创新部').count()).toBe(0)
    await act('研发中心', '删除')
    await page.getByRole('alertdialog').getByRole('button', { name: '删除' }).click()
    await page.getByText('部门里还有人或下级部门').first().waitFor()
    expect(faults.filter(fault => !fault.includes('409'))).toEqual([])
    await context.close()
  },
)

test('a table with wrong lines is said to be wrong, mended, and its people are there', async () => {
  const { page, faults, context } = await demo.signIn('zhangwei')
  await page.goto(`${demo.origin}/admin`)
  await page.getByRole('button', { name: '导入' }).click()
  const sheet = page.getByRole('dialog')
  const choose = (lines: string[]) =>
    sheet.locator('input[type="file"]').setInputFiles({
      name: '新员工.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(['用户名,姓名,手机,公司,部门', ...lines].join('\r\n')),
    })
  await choose(['tang.yi,唐一,12x,,', 'tang.er,唐二,13900000702,鸿雁科技,研发中心/新部', 'tang.er,唐三,,,'])
  const problems = sheet.getByRole('list', { name: '表里的问题' })
  await expect
    .poll(() => problems.getByRole('listitem').allInnerTexts())
    .toEqual([
      expect.stringMatching(/^第 2 行\s*“12x”不是电话号码$/),
      expect.stringMatching(/^第 4 行\s*“tang.er”与第 3 行重复$/),
    ])
  expect(await sheet.getByRole('button', { name: '导入' }).isDisabled()).toBe(true)
  await choose(['tang.yi,唐一,13900000701,,', 'tang.er,唐二,13900000702,鸿雁科技,研发中心/新部', 'tang.san,唐三,,,'])
  await sheet.getByText('“新员工.csv”没有问题，共 3 人。').waitFor()
  await sheet.getByRole('button', { name: '导入' }).click()
  await sheet.getByText('已导入 3 人').waitFor()
  const saved = page.waitForEvent('download')
  await sheet.getByRole('button', { name: '下载一次性密码' }).click()
  const text = readFileSync(await (await saved).path(), 'utf8')
  expect(text).toMatch(/^\uFEFF用户名,一次性密码\r\ntang\.yi,\w{16}\r\n/)
  await sheet.getByRole('button', { name: '完成' }).click()
  await page.getByRole('searchbox', { name: /搜索姓名/ }).fill('tanger')
  await page.getByRole('cell', { name: '新部', exact: true }).waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test.each(['desk', 'phone'] as const)(
  'what was done is read as a sentence, narrowed, unfolded and taken away as a table, on a %s',
  async device => {
    const { page, faults, context } = await demo.signIn('zhangwei', { device })
    await page.goto(`${demo.origin}/admin/departments`)
    const name = device === 'desk' ? '审计一部' : '审计二部'
    await page.getByRole('button', { name: '新建部门' }).first().click()
    const sheet = page.getByRole('dialog')
    await sheet.getByLabel('部门名称').fill(name)
    await sheet.getByRole('button', { name: '保存' }).click()
    await page.getByRole('link', { name, exact: true }).waitFor()
    await page.getByRole('link', { name: '审计', exact: true }).click()
    const sentence = page.getByRole('button', { name: `张伟 新建了部门“${name}”` })
    await sentence.waitFor()
    await page.getByRole('searchbox').fill('没有这个词')
    await page.getByText('没有符合的记录').waitFor()
    await page.getByRole('searchbox').fill('')
    await page.getByLabel('操作类型').selectOption({ label: '登录' })
    await page.getByRole('button', { name: '张伟 用密码登录' }).first().waitFor()
    await expect.poll(() => sentence.count()).toBe(0)
    await page.getByLabel('操作类型').selectOption({ label: '所有操作' })
    await sentence.click()
    await page.getByText('校验值').waitFor()
    await page.getByRole('button', { name: '只看张伟的操作' }).click()
    await page.getByText('张伟的操作', { exact: true }).waitFor()
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: '导出', exact: true }).click()
    expect(readFileSync(await (await saved).path(), 'utf8')).toContain(`department.add,department,`)
    await page.getByRole('button', { name: '张伟 导出了审计日志' }).first().waitFor()
    expect(faults).toEqual([])
    await context.close()
  },
)

test('who is no administrator finds no console, and is told so at its address', async () => {
  const { page, context } = await demo.signIn('lina')
  await page.goto(`${demo.origin}/me`)
  await page.getByRole('link', { name: '外观与语言' }).waitFor()
  expect(await page.getByRole('link', { name: '管理后台' }).count()).toBe(0)
  for (const path of ['/admin', '/admin/audit']) {
    await page.goto(demo.origin + path)
    await page.getByText('只有系统管理员可以这样做').first().waitFor()
  }
  await context.close()
})
