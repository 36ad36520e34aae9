import { z } from 'zod'
import { call } from './call.ts'
import { Flag, MessageId, Time } from './scalars.ts'

const base64url = /^[A-Za-z0-9_-]+={0,2}$/
const Endpoint = z.url({ protocol: /^https$/, error: '应为推送地址' }).max(1000)

export const pushKey = call({
  method: 'GET',
  path: '/api/push_key',
  tag: 'Push',
  summary: '浏览器推送的公钥',
  description: 'For `PushManager.subscribe` (VAPID). Empty where the server sends no pushes.',
  reply: z.object({ publicKey: z.string() }).meta({ id: 'PushKey' }),
  says: '查询成功',
  failures: [],
})

export const savePush = call({
  method: 'POST',
  path: '/api/save_push',
  tag: 'Push',
  summary: '打开浏览器推送',
  weight: 20,
  description:
    "A browser's subscription (`PushSubscription.toJSON()`); it belongs to this login and ends with it. Saving it again changes its settings. "
    + 'Only push services that browsers are known to use, and those that the setting `HONGYAN_PUSH_ORIGINS` names.',
  body: z.object({
    endpoint: Endpoint,
    keys: z.object({
      p256dh: z.string({ error: '应为公钥' }).regex(base64url, '应为公钥').min(80, '应为公钥').max(100, '应为公钥'),
      auth: z.string({ error: '应为密钥' }).regex(base64url, '应为密钥').min(16, '应为密钥').max(40, '应为密钥'),
    }),
    /** 0: that something came, and not what. */
    preview: Flag.default(1),
    /** Do not disturb before, in ms; 0 for not at all. */
    quietUntil: Time.default(0),
  }),
  reply: z.null(),
  says: '已打开推送',
  failures: ['push.notAllowed'],
})

export const deletePush = call({
  method: 'DELETE',
  path: '/api/del_push',
  tag: 'Push',
  summary: '关闭浏览器推送',
  description: 'One that is not there gets the same answer.',
  query: z.object({ endpoint: Endpoint }),
  reply: z.null(),
  says: '已关闭推送',
  failures: [],
})

export const testPush = call({
  method: 'POST',
  path: '/api/test_push',
  tag: 'Push',
  summary: '发送测试推送',
  weight: 50,
  description:
    "One push (`kind` `test`) to a subscription of the viewer's, also while a page is open or quiet was asked for; the answer is what the push service said. "
    + 'Whether it arrived only the browser knows.',
  body: z.object({ endpoint: Endpoint, /** Comes back in the push. */ id: MessageId }),
  reply: z
    .object({
      /** `gone`: the browser has given its subscription up, and the server forgot it. */
      outcome: z.enum(['taken', 'gone', 'refused', 'unreachable']),
      /** HTTP status of the push service; null where it was not reached. */
      status: z.int().nullable(),
    })
    .meta({ id: 'TestPush' }),
  says: '已测试',
  failures: ['push.unknown'],
})

/**
 * What a push carries, encrypted for the browser. The words are the reader's: a service worker writes them in the
 * language of the page. `tag` names the conversation or assistant, so that a newer notification replaces the older one.
 */
export const PushPayload = z
  .object({
    /** `recalled`: the message that an earlier push told of is gone; what is shown of it is to be taken back. */
    kind: z.enum(['message', 'recalled', 'friend', 'group', 'notice', 'test']),
    tag: z.string(),
    /** Of the message, the application, the notice or the test. */
    id: z.string(),
    /** The message's place: who has read so far needs no notification of it. Null for what is no message. */
    seq: z.int().nullable(),
    /** Page to open. */
    path: z.string(),
    /** Who wrote or asks; the business system of a notice. */
    name: z.string(),
    /** The group, where it is one. */
    group: z.string().nullable(),
    /** Type of the message. */
    type: z.int(),
    /** The beginning of the text; empty where the browser asked for no preview. */
    content: z.string(),
    /** Whether the receiver is mentioned. */
    isMention: z.boolean(),
  })
  .meta({ id: 'PushPayload' })
