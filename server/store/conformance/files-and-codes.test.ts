import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Code, Store } from '../store.ts'
import { addMembers, createCast, createGroup, createTestStore, removeMembers, send } from './test-store.ts'

let store: Store
let cast: Awaited<ReturnType<typeof createCast>>
let made = 0
beforeAll(async () => {
  store = await createTestStore()
  cast = await createCast(store)
})
afterAll(() => store[Symbol.asyncDispose]())

const upload = async (ownerId: number) => {
  const file = {
    ownerId,
    name: '图.PNG',
    extension: 'png',
    contentType: 'image/png',
    size: 12,
    playTime: 0,
    blob: `blob-${++made}`,
    thumbBlob: `thumb-${made}`,
    createdAt: 3,
  }
  return { ...file, id: await store.files.create(file) }
}

describe('files', () => {
  test('a file is found by its id and by either of its blobs', async () => {
    const file = await upload(cast.alice)
    const other = await upload(cast.alice)
    expect(await store.files.find(file.id)).toEqual(file)
    expect(await store.files.findByBlob(file.blob)).toEqual(file)
    expect(await store.files.findByBlob(file.thumbBlob)).toEqual(file)
    expect(await store.files.findMany([other.id, file.id, -1])).toEqual(expect.arrayContaining([file, other]))
    expect(await store.files.find(-1)).toBeUndefined()
    expect(await store.files.findByBlob('no')).toBeUndefined()
  })

  test('a file may be sent by who uploaded it and by who got it, nobody else', async () => {
    const { id: fileId } = await upload(cast.alice)
    expect(await store.files.maySend(fileId, cast.alice)).toBe(true)
    expect(await store.files.maySend(fileId, cast.bob)).toBe(false)
    await send(store, cast.alice, { peerId: cast.bob }, { type: 2, fileId })
    expect(await store.files.maySend(fileId, cast.bob)).toBe(true)
    expect(await store.files.maySend(fileId, cast.mallory)).toBe(false)
    expect(await store.files.maySend(-1, cast.alice)).toBe(false)
  })

  test('who came later, or left before, may not send a file; who was there may, also after leaving', async () => {
    const { alice, bob, carol, mallory } = cast
    const groupId = await createGroup(store, { ownerId: alice, userIds: [bob, mallory] })
    await send(store, alice, { groupId })
    await removeMembers(store, groupId, [mallory])
    const { id: fileId } = await upload(alice)
    await send(store, alice, { groupId }, { type: 3, fileId })
    await addMembers(store, groupId, [carol])
    await removeMembers(store, groupId, [bob])
    await send(store, alice, { groupId })
    expect(await store.files.maySend(fileId, bob)).toBe(true)
    expect(await store.files.maySend(fileId, carol)).toBe(false)
    expect(await store.files.maySend(fileId, mallory)).toBe(false)
    await addMembers(store, groupId, [bob, mallory])
    expect(await store.files.maySend(fileId, bob)).toBe(true)
    expect(await store.files.maySend(fileId, mallory)).toBe(false)
  })

  test('a recalled file that nothing else uses is nobody’s', async () => {
    const { alice, bob } = cast
    const { id: fileId } = await upload(alice)
    const { conversationId, seq } = await send(store, alice, { peerId: bob }, { type: 3, fileId })
    expect(await store.files.maySend(fileId, bob)).toBe(true)
    await store.messages.recall({ conversationId, seq, userId: alice, sentAfter: 0 })
    expect(await store.files.maySend(fileId, bob)).toBe(false)
    expect(await store.files.maySend(fileId, alice)).toBe(false)
    expect(await store.files.find(fileId)).toBeUndefined()
  })
})

describe('codes', () => {
  const createCode = async (more: Partial<Code> = {}) => {
    const code: Code = { code: `code-${++made}`, kind: 'scanLogin', data: '{}', expiresAt: 1000, ...more }
    await store.codes.create(code)
    return code
  }

  test('a code changes only from what was expected', async () => {
    const code = await createCode()
    expect(await store.codes.change(code.code, '{}', '{"by":1}')).toBe(true)
    expect(await store.codes.change(code.code, '{}', '{"by":2}')).toBe(false)
    expect(await store.codes.change('no', '{}', '{"by":2}')).toBe(false)
    expect(await store.codes.find(code.code)).toEqual({ ...code, data: '{"by":1}' })
  })

  test('a code is taken by exactly one of many', async () => {
    const code = await createCode({ kind: 'ticket' })
    const takings = await Promise.all(Array.from({ length: 5 }, () => store.codes.take(code.code)))
    expect(takings.filter(Boolean)).toEqual([code])
    expect(await store.codes.find(code.code)).toBeUndefined()
  })

  test('expired codes are found until they are deleted', async () => {
    const [old, fresh] = [await createCode({ expiresAt: 10 }), await createCode({ expiresAt: 20 })]
    expect(await store.codes.find(old.code)).toEqual(old)
    await store.codes.expire(['scanLogin'], 20)
    expect(await store.codes.find(old.code)).toBeUndefined()
    expect(await store.codes.find(fresh.code)).toEqual(fresh)
    const other = await createCode({ kind: 'group', expiresAt: 10 })
    await store.codes.expire(['scanLogin', 'user'], 20)
    expect(await store.codes.find(other.code)).toEqual(other)
  })

  test('a holder has one code of each kind: the former is gone, or lives on without a holder', async () => {
    const first = await createCode({ holder: 'pc' })
    const other = await createCode({ holder: 'pc', kind: 'group' })
    const second = await createCode({ holder: 'pc' })
    expect(await store.codes.find(first.code)).toBeUndefined()
    expect(await store.codes.findHeld('scanLogin', 'pc')).toEqual(second)
    expect(await store.codes.findHeld('scanLogin', 'mac')).toBeUndefined()
    const third: Code = { code: `code-${++made}`, kind: 'group', data: '{}', expiresAt: 1000, holder: 'pc' }
    await store.codes.create(third, true)
    expect(await store.codes.findHeld('group', 'pc')).toEqual(third)
    expect(await store.codes.find(other.code)).toEqual({ ...other, holder: undefined })
  })
})

test('a setting holds what was set last', async () => {
  expect(await store.settings.get('origin')).toBeUndefined()
  await store.settings.set('origin', 'a')
  await store.settings.set('origin', 'b')
  expect(await store.settings.get('origin')).toBe('b')
})
