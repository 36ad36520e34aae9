import { closeSync, existsSync, openSync } from 'node:fs'
import { backup } from 'node:sqlite'
import { auditReads } from '../sql/audit.ts'
import { codeReads } from '../sql/codes.ts'
import { contactReads } from '../sql/contacts.ts'
import { conversationReads } from '../sql/conversations.ts'
import { directoryReads } from '../sql/directory.ts'
import { fileReads } from '../sql/files.ts'
import { followingReads } from '../sql/following.ts'
import { groupReads } from '../sql/groups.ts'
import { friendReads } from '../sql/friends.ts'
import { invitationReads } from '../sql/invitations.ts'
import { managedReads } from '../sql/managed-people.ts'
import { messageReads } from '../sql/messages.ts'
import { pushReads } from '../sql/push.ts'
import { moduleReads } from '../sql/modules.ts'
import { receiverReads } from '../sql/notice-receivers.ts'
import { createPeopleImport } from '../sql/people-import.ts'
import { discardUnfinishedNotices, noticeReads } from '../sql/notices.ts'
import { placeReads } from '../sql/places.ts'
import { statusReads } from '../sql/statuses.ts'
import { settingReads } from '../sql/settings.ts'
import { tokenReads } from '../sql/tokens.ts'
import { userReads } from '../sql/users.ts'
import type { Appended, Draft, Message } from '../messages.ts'
import type { Store } from '../store.ts'
import { createCommitQueue } from './commit-queue.ts'
import { databasePath, migrate, openForReading, openForWriting } from './connection.ts'
import { diagnose } from './doctor.ts'
import { createKysely } from './kysely-driver.ts'
import type { Stored } from './log-writes.ts'
import { createSearchPort } from './search-port.ts'
import { remoteLogWrite, remoteWrites } from './writes.ts'

/**
 * The store of one machine: a SQLite database in `folder`, written by a thread of its own. Throws `NewerDataFolder`
 * where a newer version made the folder. Without `isIndexing`, a message is indexed only when it is searched for: for
 * measuring what the index costs. `textsBudget`: ms of the processor for looking into texts, of one question.
 */
export async function openSqliteStore({
  folder,
  isIndexing = true,
  textsBudget,
}: {
  folder: string
  isIndexing?: boolean
  textsBudget?: number
}): Promise<Store> {
  const first = openForWriting(folder)
  try {
    migrate(first)
    await discardUnfinishedNotices(createKysely(first))
  } finally {
    first.close()
  }
  const reader = openForReading(folder)
  const db = createKysely(reader)
  const queue = createCommitQueue(folder)
  const search = createSearchPort({ folder, isIndexing, textsBudget })
  const { peopleImport, store, ...writes } = remoteWrites(queue.write)
  const { finishImport, ...administration } = writes.administration
  const append = remoteLogWrite(queue.write, 'messages', 'append')
  const recall = remoteLogWrite(queue.write, 'messages', 'recall')
  const edit = remoteLogWrite(queue.write, 'messages', 'edit')

  return {
    users: { ...userReads(db), ...writes.users },
    tokens: { ...tokenReads(db), ...writes.tokens },
    directory: { ...directoryReads(db), ...writes.directory },
    administration: { ...administration, importPeople: createPeopleImport({ ...peopleImport, finish: finishImport }) },
    audit: { ...auditReads(db), ...writes.audit },
    invitations: { ...invitationReads(db), ...writes.invitations },
    contacts: contactReads(db),
    managedPeople: managedReads(db),
    friends: { ...friendReads(db), ...writes.friends },
    conversations: {
      ...conversationReads(db),
      changeSettings: remoteLogWrite(queue.write, 'conversations', 'changeSettings'),
      hide: remoteLogWrite(queue.write, 'conversations', 'hide'),
    },
    groups: { ...groupReads(db), ...writes.groups },
    messages: {
      ...messageReads(db),
      append: draft => append(draft).then(stored => indexed(appended(draft, stored))),
      movePosition: remoteLogWrite(queue.write, 'messages', 'movePosition'),
      recall: message => recall(message).then(indexed),
      edit: message => edit(message).then(indexed),
      react: remoteLogWrite(queue.write, 'messages', 'react'),
      pin: remoteLogWrite(queue.write, 'messages', 'pin'),
    },
    following: { ...followingReads(db), ...writes.following },
    search: { ...placeReads(db), messages: question => search.ask(question) },
    files: { ...fileReads(db), ...writes.files },
    push: { ...pushReads(db), ...writes.push },
    statuses: { ...statusReads(db), ...writes.statuses },
    codes: { ...codeReads(db), ...writes.codes },
    modules: { ...moduleReads(db), ...receiverReads(db), ...noticeReads(db), ...writes.modules },
    settings: { ...settingReads(db), ...writes.settings },
    check: store.check,
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
    diagnose: () => diagnose(databasePath(folder)),
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
      conversationId: stored.conversationId,
      kind: isDirect ? 'direct' : 'group',
      seq: stored.seq,
      id: draft.id,
      senderId: draft.senderId,
      receiverId: 'peerId' in draft.to ? draft.to.peerId : draft.to.groupId,
      type: draft.type,
      content: draft.content,
      fileId: draft.fileId,
      atIds: stored.atIds ?? null,
      sentAt: stored.sentAt,
      change: 0,
      recalledBy: null,
      extra:
        draft.replySeq != null || draft.merged
          ? {
              ...(draft.replySeq != null && { replySeq: draft.replySeq }),
              ...(draft.merged && { merged: draft.merged }),
            }
          : null,
    },
  }
}
