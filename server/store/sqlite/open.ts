import { closeSync, existsSync, openSync } from 'node:fs'
import { backup } from 'node:sqlite'
import { codeReads } from '../sql/codes.ts'
import { contactReads } from '../sql/contacts.ts'
import { conversationReads } from '../sql/conversations.ts'
import { directoryReads } from '../sql/directory.ts'
import { fileReads } from '../sql/files.ts'
import { groupReads } from '../sql/groups.ts'
import { friendReads } from '../sql/friends.ts'
import { messageReads } from '../sql/messages.ts'
import { pushReads } from '../sql/push.ts'
import { moduleReads } from '../sql/modules.ts'
import { receiverReads } from '../sql/notice-receivers.ts'
import { createPeopleImport } from '../sql/people-import.ts'
import { noticeReads, noticeWrites } from '../sql/notices.ts'
import { placeReads } from '../sql/places.ts'
import { settingReads } from '../sql/settings.ts'
import { tokenReads } from '../sql/tokens.ts'
import { userReads } from '../sql/users.ts'
import type { Appended, Draft, Message, Messages, Recalled } from '../messages.ts'
import type { Conversations } from '../conversations.ts'
import type { Store } from '../store.ts'
import { createCommitQueue } from './commit-queue.ts'
import { migrate, openForReading, openForWriting } from './connection.ts'
import { createKysely } from './kysely-driver.ts'
import type { Stored } from './log-writes.ts'
import { createSearchPort } from './search-port.ts'
import type { Writes } from './writer.ts'

/** A write of the writer thread, as the main thread calls it: without the transaction. */
type Remote<W> = W extends (tx: never, ...args: infer A) => Promise<infer R> ? (...args: A) => Promise<R> : never

/**
 * The store of one machine: a SQLite database in `folder`, written by a thread of its own. Throws `NewerDataFolder`
 * where a newer version made the folder. Without `isIndexing`, a message is indexed only when it is searched for: for
 * measuring what the index costs.
 */
export async function openSqliteStore({ folder, isIndexing = true }: { folder: string, isIndexing?: boolean }): Promise<Store> {
  const first = openForWriting(folder)
  try {
    migrate(first)
    await noticeWrites.discardUnfinishedNotices(createKysely(first))
  } finally {
    first.close()
  }
  const reader = openForReading(folder)
  const db = createKysely(reader)
  const queue = createCommitQueue(folder)
  const search = createSearchPort({ folder, isIndexing })
  const write = <Name extends keyof Writes>(name: Name) =>
    ((...args: unknown[]) => queue.write(name, ...args)) as Remote<Writes[Name]>

  return {
    users: {
      ...userReads(db), create: write('createUser'), createMany: write('createUsers'), change: write('changeUser'), fillPinyin: write('fillPinyin'),
    },
    tokens: {
      ...tokenReads(db), create: write('createToken'), touch: write('touchToken'), end: write('endToken'),
      endAll: write('endAllTokens'), expire: write('expireTokens'), replacePassword: write('replacePassword'),
      resetPassword: write('resetPassword'),
    },
    directory: {
      ...directoryReads(db), createLicense: write('createLicense'), licenseCompany: write('licenseCompany'), createCompany: write('createCompany'), createRole: write('createRole'),
      createDepartment: write('createDepartment'), placeInDepartment: write('placeInDepartment'), importPeople: createPeopleImport({ stage: write('stageImport'), finish: write('finishImport'), drop: write('dropImport') }),
      befriend: write('befriend'),
    },
    contacts: contactReads(db),
    friends: {
      ...friendReads(db), apply: write('applyForFriendship'), decide: write('decideFriendship'), agree: write('agreeToFriendship'), unfriend: write('unfriend'),
    },
    conversations: {
      ...conversationReads(db), createGroup: write('createGroup'), addMembers: write('addMembers'),
      removeMembers: write('removeMembers'),
      changeSettings: change => queue.write('changeSettings', change) as ReturnType<Conversations['changeSettings']>,
      hide: place => queue.write('hide', place) as ReturnType<Conversations['hide']>,
    },
    groups: {
      ...groupReads(db), create: write('foundGroup'), add: write('addToGroup'), remove: write('removeFromGroup'), leave: write('leaveGroup'),
      edit: write('editGroup'), dissolve: write('dissolveGroup'), setManagers: write('setManagers'), handOver: write('handOver'),
      appoint: write('appointOwner'), succeed: write('succeedOwner'),
      muteAll: write('muteGroup'), silence: write('silenceMembers'), publishNotice: write('publishNotice'), deleteNotice: write('deleteNotice'),
      apply: write('applyToGroup'), propose: write('proposeMembers'), decide: write('decideApplication'),
    },
    messages: {
      ...messageReads(db),
      append: draft => queue.write('append', draft).then(stored => indexed(appended(draft, stored as Appended | Stored))),
      movePosition: move => queue.write('movePosition', move) as ReturnType<Messages['movePosition']>,
      recall: recall => queue.write('recall', recall).then(recalled => indexed(recalled as Recalled)),
      edit: edit => queue.write('edit', edit).then(edited => indexed(edited as Awaited<ReturnType<Messages['edit']>>)),
      react: reaction => queue.write('react', reaction) as ReturnType<Messages['react']>,
    },
    search: { ...placeReads(db), messages: question => search.ask(question) },
    files: {
      ...fileReads(db), create: write('createFile'), releaseUnused: write('releaseUnused'), releaseUnsent: write('releaseUnsent'), removeReleased: write('removeReleased'), forgetBlobs: write('forgetBlobs'),
    },
    push: { ...pushReads(db), save: write('savePush'), remove: write('removePush'), removeOf: write('removePushOf') },
    codes: { ...codeReads(db), create: write('createCode'), change: write('changeCode'), take: write('takeCode'), expire: write('expireCodes') },
    modules: {
      ...moduleReads(db), ...receiverReads(db), ...noticeReads(db), create: write('createModule'), change: write('changeModule'),
      createNotice: write('createNotice'), addReceivers: write('addNoticeReceivers'), setRead: write('setNoticeRead'), readAll: write('readAllNotices'),
      createEntry: write('createEntry'), removeEntry: write('removeEntry'),
    },
    settings: { ...settingReads(db), set: write('setSetting') },
    check: write('probe'),
    async backup(path) {
      if (existsSync(path)) throw new Error(`${path} exists already`)
      const source = openForReading(folder)
      try {
        source.exec('BEGIN; SELECT name FROM settings LIMIT 1')
        // Made for its owner alone from the first byte, whatever the process makes else.
        closeSync(openSync(path, 'wx', 0o600))
        await backup(source, path)
      } finally {
        source.close()
      }
    },
    async [Symbol.asyncDispose]() {
      await queue.close()
      await search.close()
      reader.close()
    },
  }

  /** The search hears of what was stored or changed: for every write that changes what a message says. */
  function indexed<Written extends object>(written: Written): Written {
    if ('message' in written) search.touched((written.message as Message).conversationId)
    return written
  }
}

/** The message that was stored: its draft and the place it got. */
function appended(draft: Draft, stored: Appended | Stored): Appended {
  if (stored.outcome !== 'placed') return stored
  const isDirect = 'peerId' in draft.to
  return {
    outcome: 'stored',
    memberVersion: stored.memberVersion,
    message: {
      conversationId: stored.conversationId, kind: isDirect ? 'direct' : 'group', seq: stored.seq, id: draft.id, senderId: draft.senderId,
      receiverId: 'peerId' in draft.to ? draft.to.peerId : draft.to.groupId, type: draft.type, content: draft.content, fileId: draft.fileId,
      atIds: stored.atIds ?? null, sentAt: stored.sentAt, change: 0, recalledBy: null,
      extra: draft.replySeq != null || draft.merged ? { ...draft.replySeq != null && { replySeq: draft.replySeq }, ...draft.merged && { merged: draft.merged } } : null,
    },
  }
}
