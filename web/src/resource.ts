import { ref, shallowRef } from 'vue'

/** Something that is read from the server and read again: the value stays in sight while the next one is on its way. */
export function createResource<Value>(read: () => Promise<Value>, finish = (answer: Value): Value => answer) {
  const value = shallowRef<Value>()
  const error = shallowRef<unknown>()
  const isBusy = ref(false)
  let turn = 0

  async function load(): Promise<void> {
    const own = ++turn
    isBusy.value = true
    try {
      const answer = await read()
      if (own !== turn) return
      value.value = finish(answer)
      error.value = undefined
    } catch (reason) {
      if (own === turn) error.value = reason
    } finally {
      if (own === turn) isBusy.value = false
    }
  }

  return { value, error, isBusy, load }
}
