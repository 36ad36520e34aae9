import { phoneOf } from '../../../contract/account-names.ts'
import { Failure } from '../../../contract/failures.ts'
import type { Bus } from '../../bus/bus.ts'
import type { Sex, User, UserChange } from '../../store/people.ts'
import type { Store, StoredFile } from '../../store/store.ts'
import { Taken } from '../../store/store.ts'

/** What people may change of themselves; null clears, what is left out stays. */
type ProfileChange = {
  avatarFileId?: number | null | undefined
  sign?: string | null | undefined
  sex?: Sex | undefined
  birthday?: string | null | undefined
  email?: string | null | undefined
  phone?: string | null | undefined
}

type Needs = { store: Pick<Store, 'users'>; bus: Bus; files: { find(id: number): Promise<StoredFile | undefined> } }

export type Profile = ReturnType<typeof createProfile>

/** What people say of themselves. */
export function createProfile({ store, bus, files }: Needs) {
  /**
   * The path of one's own picture's small copy: it was decoded, so it is a picture, and says nothing of place or
   * camera.
   */
  async function avatarOf(viewer: User, fileId: number): Promise<string> {
    const file = await files.find(fileId)
    if (!file) throw new Failure('file.unknown')
    if (file.ownerId !== viewer.id) throw new Failure('file.notYours')
    if (file.thumbBlob === null || !file.contentType.startsWith('image/')) throw new Failure('file.typeRefused')
    return `/files/${file.thumbBlob}`
  }

  function numberIn(text: string): string {
    const phone = phoneOf(text)
    if (phone === undefined) throw new Failure('request.invalid', { name: 'phone', expected: '应为电话号码' })
    return phone
  }

  return {
    /**
     * The user as changed. Fails with `file.unknown`, `file.notYours`, `file.typeRefused`, `user.emailTaken`,
     * `user.phoneTaken`, `user.unknown`.
     */
    async edit(viewer: User, { avatarFileId, phone, sign, birthday, email, ...rest }: ProfileChange): Promise<User> {
      const orNull = (text: string | null | undefined) => (text === '' ? null : text)
      const change: UserChange = {
        ...rest,
        sign: orNull(sign),
        birthday: orNull(birthday),
        email: orNull(email),
        phone: phone ? numberIn(phone) : orNull(phone),
        avatar: typeof avatarFileId === 'number' ? await avatarOf(viewer, avatarFileId) : avatarFileId,
      }
      try {
        await store.users.change(viewer.id, change)
      } catch (error) {
        if (error instanceof Taken && (error.field === 'email' || error.field === 'phone'))
          throw new Failure(`user.${error.field}Taken`)
        throw error
      }
      bus.toAll({ type: 'usersChanged', userIds: [viewer.id] })
      const user = await store.users.find(viewer.id)
      if (!user) throw new Failure('user.unknown')
      return user
    },
  }
}
