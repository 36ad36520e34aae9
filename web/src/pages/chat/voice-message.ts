import { composer as texts } from '../../text/composer.ts'
import { toast } from '../../ui/toast.ts'
import { canRecord, useRecorder } from './recorder.ts'
import type { Room } from './room.ts'

/** Voice messages: recorded here, or where the browser does not let one record, chosen by `chooseAudio`. */
export function useVoiceMessage(room: Pick<Room, 'write'>, chooseAudio: () => void) {
  const recorder = useRecorder({ onFull: () => void send() })
  const write = (blob: Blob, name: string) => room.write({ type: 4, content: '', file: { blob, name } })

  async function record(): Promise<void> {
    if (!canRecord())
      return isSecureContext
        ? toast.fail(texts.noRecorder)
        : toast.say(texts.recorderNeedsHttps, { label: texts.chooseAudio, run: chooseAudio })
    await recorder.start().catch(() => toast.fail(texts.noMicrophone))
  }

  async function send(): Promise<void> {
    const recording = await recorder.finish()
    if (!recording) return toast.say(texts.tooShort)
    await write(recording.blob, recording.name)
  }

  /** A recording made elsewhere is a voice message all the same. */
  async function sendChosen({ target }: Event): Promise<void> {
    const input = target as HTMLInputElement
    const [file] = input.files ?? []
    if (file) await write(file, file.name)
    input.value = ''
  }

  return { recorder, record, send, sendChosen }
}
