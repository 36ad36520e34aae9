import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDemo } from './browser.ts'
import type { Demo, Device } from './browser.ts'
import { conversationsOf } from './conversation.ts'

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

/** 姓名,部门\n张伟,平台\n in GBK. */
const gbkTable = Buffer.from('d0d5c3fb2cb2bfc3c50ad5c5ceb02cc6bdcca80a', 'hex')
/** A second of silence: 8,000 samples of 8 bits. */
function silence(): Buffer {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + 8000, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8000, 24)
  head.writeUInt32LE(8000, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(8000, 40)
  return Buffer.concat([head, Buffer.alloc(8000, 128)])
}

const file = (name: string, content: string | Buffer, mimeType = 'text/plain') => ({
  name,
  mimeType,
  buffer: Buffer.from(content),
})

async function share(page: Page, files: ReturnType<typeof file>[]): Promise<void> {
  await page.locator('input.chooser').setInputFiles(files)
  await page
    .locator('.tray li')
    .nth(files.length - 1)
    .waitFor()
  await conversationsOf(page).send()
  for (const { name } of files) await conversationsOf(page).message(name).locator('.file a, a.file').waitFor()
}
const opener = (page: Page, name: string) =>
  conversationsOf(page)
    .message(name)
    .getByRole('button', { name: `查看 ${name}` })
const preview = (page: Page, name: string) => page.getByRole('dialog', { name })

test.each<Device>(['desk', 'phone'])('files are looked at where they are, one after another, on a %s', async device => {
  const { page, context, faults } = await demo.signIn('zhangwei', { device })
  const talk = conversationsOf(page)
  await talk.open('赵磊')
  const named = (name: string) => `${device}-${name}`
  await share(page, [
    file(named('纪要.md'), '# 周会\n\n- **上线**：周五\n'),
    file(named('人员.csv'), gbkTable, 'text/csv'),
    file(named('长.log'), `${'一行日志，说了些什么\n'.repeat(12_000)}最后一行`),
    file(named('提示.wav'), silence(), 'audio/wav'),
    file(named('方案.docx'), 'no text of ours', 'application/msword'),
  ])
  expect(await talk.message(named('方案.docx')).locator('a.file').getAttribute('download')).toBe(named('方案.docx'))

  const first = opener(page, named('纪要.md'))
  await first.click()
  await preview(page, named('纪要.md')).locator('.markdown strong', { hasText: '上线' }).waitFor()
  const link = preview(page, named('纪要.md')).getByRole('link', { name: '下载' })
  expect(await link.getAttribute('download')).toBe(named('纪要.md'))

  await page.keyboard.press('ArrowRight')
  const table = preview(page, named('人员.csv')).getByRole('table')
  await table.getByRole('cell', { name: '平台', exact: true }).waitFor()
  expect(await table.locator('td').allInnerTexts()).toEqual(['姓名', '部门', '张伟', '平台'])

  await page.keyboard.press('ArrowRight')
  const log = preview(page, named('长.log'))
  await log.getByText('只显示前 200 KB').waitFor()
  expect(await log.locator('pre').innerText()).not.toContain('最后一行')

  await page.keyboard.press('ArrowRight')
  const sound = preview(page, named('提示.wav')).locator('audio')
  await expect
    .poll(() => sound.evaluate(audio => Math.round((audio as unknown as { duration: number }).duration)))
    .toBe(1)
  // There is nothing to see of the last one: it is the end.
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowLeft')
  await log.waitFor()

  if (device === 'phone') {
    await page.goBack()
    await talk.field.waitFor()
  } else await page.keyboard.press('Escape')
  await page.locator('.preview').waitFor({ state: 'detached' })
  expect(new URL(page.url()).pathname).toContain('/chat/')
  if (device === 'desk') await expect.poll(() => first.evaluate(element => element.matches(':focus'))).toBe(true)
  expect(faults).toEqual([])
  await context.close()
})

test('what cannot be had says why: no network first, then a recall', async () => {
  const [zhangwei, lina] = await Promise.all([demo.signIn('zhangwei'), demo.signIn('lina')])
  const [his, hers] = [conversationsOf(zhangwei.page), conversationsOf(lina.page)]
  await his.open('李娜')
  await hers.open('张伟')
  await share(zhangwei.page, [
    file('会收回.txt', '悄悄话'),
    file('假的.json', Buffer.from([1, 0, 0, 2]), 'application/json'),
  ])
  await opener(lina.page, '假的.json').click()
  await preview(lina.page, '假的.json').getByText('不是文本').waitFor()
  await lina.page.keyboard.press('Escape')

  await lina.context.route('**/files/**', route => route.abort())
  await opener(lina.page, '会收回.txt').click()
  const hidden = preview(lina.page, '会收回.txt')
  await hidden.getByRole('alert').getByText('网络不通').waitFor()
  await lina.context.unroute('**/files/**')
  await hidden.getByRole('button', { name: '重试' }).click()
  await hidden.getByText('悄悄话').waitFor()
  await lina.page.keyboard.press('Escape')

  // It is gone by the time it is asked for, and this page does not know yet.
  await opener(lina.page, '假的.json').click()
  await his.choose(his.message('会收回.txt'), '撤回')
  await zhangwei.page.getByText('你撤回了一条消息').waitFor()
  await lina.page.keyboard.press('ArrowLeft')
  await hidden.getByText('文件已不在').waitFor()
  expect([...zhangwei.faults, ...lina.faults]).toEqual([])
  await Promise.all([zhangwei.context.close(), lina.context.close()])
})
