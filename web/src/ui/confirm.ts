import { shallowRef } from 'vue'

type Question = {
  title: string
  text?: string
  /** The word on the button that does it: a verb, as `general.confirm` says too little. */
  confirm: string
  tone?: 'main' | 'bad'
}

/** What is being asked now; `ConfirmHost` shows it. */
export const asked = shallowRef<Question & { answer: (isYes: boolean) => void }>()

/** Asks before doing what cannot be undone; false where the person steps back. */
export function confirm(question: Question): Promise<boolean> {
  asked.value?.answer(false)
  return new Promise(resolve => {
    asked.value = {
      ...question,
      answer(isYes) {
        asked.value = undefined
        resolve(isYes)
      },
    }
  })
}
