import { computed, shallowRef } from 'vue'
import type { z } from 'zod'
import { createInvitation, listInvitations, withdrawInvitation } from '../../../../contract/company.ts'
import type { Invitation } from '../../../../contract/company.ts'
import { createResource } from '../../resource.ts'
import { ask } from '../../session.ts'

export type OpenInvitation = z.output<typeof Invitation>

/** The company's newest invitation that lets people in, made if there is none; its link, and changing it. */
export function useInvitation() {
  const origin = shallowRef<string | null>(null)
  const { value, error, isBusy, load } = createResource(async () => {
    const listed = await ask(listInvitations)
    origin.value = listed.origin
    return listed.invitations.find(({ closed }) => closed === null) ?? (await ask(createInvitation, { body: {} }))
  })

  return {
    invitation: value,
    error,
    isBusy,
    load,
    /** `elsewhere`: the link begins with another address than this page's. `nowhere`: nobody else can open it. */
    reach: computed(() =>
      origin.value === null ? 'nowhere' : origin.value === location.origin ? 'here' : 'elsewhere',
    ),
    link: computed(() => value.value && `${origin.value ?? location.origin}/join/${value.value.code}`),

    /** Another link, for so many people and days; the one before stays good. */
    async renew(settings: { uses: number; days: number }): Promise<void> {
      value.value = await ask(createInvitation, { body: settings })
    },

    /** Ends this link; another one takes its place. */
    async withdraw(): Promise<void> {
      if (!value.value) return
      await ask(withdrawInvitation, { query: { id: value.value.id } })
      await load()
    },
  }
}
