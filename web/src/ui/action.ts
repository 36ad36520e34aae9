import { ref } from 'vue'
import { toast } from './toast.ts'

/** Something that people ask for with a button: not twice at once, and where it fails they are told. */
export function createAction<Args extends unknown[]>(
  work: (...args: Args) => Promise<unknown>,
  failed: (error: unknown) => void = toast.fail,
) {
  const isBusy = ref(false)

  async function run(...args: Args): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    try {
      await work(...args)
    } catch (error) {
      failed(error)
    } finally {
      isBusy.value = false
    }
  }

  return { isBusy, run }
}
