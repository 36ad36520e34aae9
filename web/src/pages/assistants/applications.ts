import { onScopeDispose, ref } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import { frameCodes } from '../../../../contract/frame-codes.ts'
import type { Frame } from '../../../../contract/frames.ts'
import { createResource } from '../../resource.ts'
import { useEngine } from '../../session.ts'
import { toast } from '../../ui/toast.ts'

/** An application as a list shows it. */
export type ShownApplication = {
  code: string
  name: string
  avatar: string
  /** What it is for, where that is not always the same. */
  purpose?: string
  text: string
  /** ms. */
  at: number
  /** Undefined where the viewer may not look. */
  to: RouteLocationRaw | undefined
  /** What became of it; empty while the viewer may answer. */
  answer: string
  /** Where one talks, once it was agreed. */
  chat?: RouteLocationRaw | undefined
}

type Kind<Row> = {
  read(): Promise<Row[]>
  /** The frame that tells of a new one. */
  frame: number
  answer(row: Row, agrees: boolean): Promise<unknown>
}

/** Answered on another device. */
const isAnswer = ({ code, data }: Frame): boolean =>
  code === frameCodes.conversationChanged && (data as { what: string }).what === 'application'

/**
 * Applications of one kind, read again when one comes and when one was answered. To be called within a page's setup.
 */
export function useApplications<Row extends { code: string }>({ read, frame, answer }: Kind<Row>) {
  const { onFact, rereadList } = useEngine()
  const { value: rows, error, isBusy, load } = createResource(read)
  /** The code of the one that is being answered. */
  const answering = ref<string>()

  async function decide(code: string, agrees: boolean): Promise<void> {
    const row = rows.value?.find(each => each.code === code)
    if (!row) return
    answering.value = code
    try {
      await answer(row, agrees)
    } catch (reason) {
      toast.fail(reason)
    }
    await load()
    rereadList()
    answering.value = undefined
  }

  void load()
  onScopeDispose(
    onFact(fact => {
      if (fact.type === 'frame' && (fact.frame.code === frame || isAnswer(fact.frame))) void load()
    }),
  )
  return { rows, error, isBusy, load, answering, decide }
}
