import { composer as texts } from '../../text/composer.ts'
import { toast } from '../../ui/toast.ts'
import { canRecord, useRecorder } from './recorder.ts'
import type { Room } from './room.ts'

/** Voice messages: recorded here, or where the browser does not let one record, chosen by `chooseAudio`. */
export function useVoiceMessage(room: Pick<Room, 'write'>, chooseAudio: () => void) {
  const recorder = useRecorder({ onFull: () => void send() })
  const write = (blob: Blob, name: string) => room.write({ type: 4, content: '', file: { blob, name } })

  /** Whether one can record here; says why not, and what can be done instead. */
  function check(): boolean {
    if (canRecord()) return true
    if (isSecureContext) toast.fail(texts.noRecorder)
    else toast.say(texts.recorderNeedsHttps, { label: texts.chooseAudio, run: chooseAudio })
    return false
  }

  /** Begins to record; false where it cannot, which is said. */
  async function record(): Promise<boolean> {
    if (!check()) return false
    try {
      await recorder.start()
      return true
    } catch (error) {
      const isMissing = error instanceof DOMException && error.name === 'NotFoundError'
      toast.fail(isMissing ? texts.microphoneMissing : texts.noMicrophone)
      return false
    }
  }

  /** Sends what was recorded; false where it was too short. */
  async function send(): Promise<boolean> {
    const recording = await recorder.finish()
    if (recording) await write(recording.blob, recording.name)
    return recording !== undefined
  }

  /** A recording made elsewhere is a voice message all the same. */
  async function sendChosen({ target }: Event): Promise<void> {
    const input = target as HTMLInputElement
    const [file] = input.files ?? []
    if (file) await write(file, file.name)
    input.value = ''
  }

  return { recorder, check, record, send, sendChosen }
}
