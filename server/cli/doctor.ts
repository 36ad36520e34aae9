import { stat, statfs } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Blobs } from '../blobs/blobs.ts'
import { DataFolderInUse, lockDataFolder } from '../data-folder.ts'
import { orphansOf } from '../features/files/sweep.ts'
import type { Store } from '../store/store.ts'

/** Lines about one subject. */
const most = 20
/** Below this, writing will fail soon. */
const scarceBytes = 1024 * 1024 * 1024

/** Looks at everything in the data folder and changes nothing; a line for each check, the last says how many failed. */
export async function doctor({
  store,
  blobs,
  dataFolder,
}: {
  store: Store
  blobs: Blobs
  dataFolder: string
}): Promise<string> {
  const folder = resolve(dataFolder)
  const diagnosis = await store.diagnose()
  const missing: string[] = []
  for (const { fileId, blob } of diagnosis.blobs) {
    if ((await blobs.size(blob)) === undefined) missing.push(`file ${fileId} (${blob})`)
  }
  const orphans: string[] = []
  for await (const name of orphansOf({ store, blobs })) orphans.push(name)
  const { bavail, bsize } = await statfs(folder)
  const checks = [
    check('lock', isLocked(folder) ? [] : ["nobody holds the data folder's lock"]),
    check('folder', await folderProblems(folder)),
    check(
      'writing',
      await store.check().then(
        () => [],
        (error: unknown) => [error instanceof Error ? error.message : String(error)],
      ),
    ),
    check('database file', diagnosis.damage),
    check('audit log', diagnosis.audit),
    check(
      'messages without gaps',
      diagnosis.gaps.map(id => `conversation ${id} has gaps`),
    ),
    check(
      'files',
      missing.map(file => `the bytes of ${file} are missing`),
    ),
    check(
      'phone numbers',
      diagnosis.phones.map(
        ({ username, phone }) => `${phone} of ${username} is another person's number too: one of them has to change it`,
      ),
    ),
    check(
      'disk space',
      bavail * bsize < scarceBytes ? [`only ${Math.round((bavail * bsize) / 1024 / 1024)} MB are free`] : [],
    ),
  ]
  const failed = checks.filter(each => !each.isGood).length
  const { users, conversations, messages, files } = diagnosis.counts
  return [
    `data folder: ${folder}`,
    `holds: ${users} users, ${conversations} conversations, ${messages} messages, ${files} files`,
    `audit log: ${diagnosis.auditHead.id} entries until now, the last one's hash ${diagnosis.auditHead.hash}`,
    ...checks.flatMap(each => each.lines),
    ...orphans
      .slice(0, most)
      .map(
        name =>
          `note    ${name} in files/ belongs to no file: an upload under way, or one that broke off, which goes by itself`,
      ),
    ...(orphans.length > most ? [`note    and ${orphans.length - most} more such`] : []),
    failed === 0 ? 'All is well.' : `${failed} of ${checks.length} checks failed.`,
  ].join('\n')
}

function check(name: string, problems: string[]): { isGood: boolean; lines: string[] } {
  if (problems.length === 0) return { isGood: true, lines: [`ok      ${name}`] }
  const shown = problems.slice(0, most)
  const rest = problems.length - shown.length
  return {
    isGood: false,
    lines: [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].map(problem => `FAILED  ${name}: ${problem}`),
  }
}

/** Whoever runs the doctor has opened the store, so the lock must be held: by the server, or by this very command. */
function isLocked(folder: string): boolean {
  try {
    lockDataFolder(folder)[Symbol.dispose]()
    return false
  } catch (error) {
    return error instanceof DataFolderInUse
  }
}

async function folderProblems(folder: string): Promise<string[]> {
  if (process.platform === 'win32') return []
  const { mode } = await stat(folder)
  return (mode & 0o007) === 0 ? [] : [`others may enter ${folder}: chmod 700 it`]
}
