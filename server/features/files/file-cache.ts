import type { Store, StoredFile } from '../../store/store.ts'

/**
 * Files that were asked for lately, at most `capacity` of them. They never change; those that are gone are to be
 * forgotten.
 */
export function createFileCache({ files, capacity }: { files: Store['files']; capacity: number }) {
  const byId = new Map<number, StoredFile>()
  const byBlob = new Map<string, StoredFile>()

  const namesOf = ({ blob, thumbBlob, motionBlob }: StoredFile) =>
    [blob, thumbBlob, motionBlob].filter(name => name != null)

  function forget(file: StoredFile) {
    byId.delete(file.id)
    for (const name of namesOf(file)) byBlob.delete(name)
  }

  function remember(file: StoredFile): StoredFile {
    forget(file)
    byId.set(file.id, file)
    for (const name of namesOf(file)) byBlob.set(name, file)
    if (byId.size > capacity) {
      const [oldest] = byId.values()
      if (oldest) forget(oldest)
    }
    return file
  }

  const rememberMaybe = (file: StoredFile | undefined) => file && remember(file)

  return {
    remember,

    forget(ids: readonly number[]): void {
      for (const id of ids) {
        const file = byId.get(id)
        if (file) forget(file)
      }
    },

    async find(id: number): Promise<StoredFile | undefined> {
      return rememberMaybe(byId.get(id) ?? (await files.find(id)))
    },

    /** By id; those that are not there are not in it. */
    async findMany(ids: readonly number[]): Promise<Map<number, StoredFile>> {
      const wanted = [...new Set(ids)]
      const missing = wanted.filter(id => !byId.has(id))
      const known = wanted.flatMap(id => byId.get(id) ?? [])
      const fresh = missing.length > 0 ? await files.findMany(missing) : []
      return new Map([...known, ...fresh].map(file => [file.id, remember(file)]))
    },

    /** By the name of its blob or of its thumbnail's. */
    async findByBlob(name: string): Promise<StoredFile | undefined> {
      return rememberMaybe(byBlob.get(name) ?? (await files.findByBlob(name)))
    },
  }
}
