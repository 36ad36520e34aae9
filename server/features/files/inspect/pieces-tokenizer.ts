import { AbstractTokenizer, EndOfStreamError } from 'strtok3'
import type { IRandomAccessTokenizer, IReadChunkOptions } from 'strtok3'
import type { Pieces } from './pieces.ts'

/** Bytes of one read. */
const longest = 16 * 1024 * 1024

/** Pieces as the libraries read them: what lies between the two looks like the end of the file. */
export class PiecesTokenizer extends AbstractTokenizer implements IRandomAccessTokenizer {
  readonly fileInfo: { size: number; mimeType?: string }
  /** Whether anything was asked for that lies between the pieces. */
  hasMissed = false
  readonly #pieces: Pieces

  constructor(pieces: Pieces, mimeType?: string) {
    super({ maxBufferSize: longest })
    this.fileInfo = { size: pieces.size, ...(mimeType !== undefined && { mimeType }) }
    this.#pieces = pieces
  }

  override supportsRandomAccess(): boolean {
    return true
  }

  setPosition(position: number): void {
    this.position = position
  }

  async readBuffer(target: Uint8Array, options?: IReadChunkOptions): Promise<number> {
    const position = options?.position ?? this.position
    const length = await this.peekBuffer(target, { ...options, position })
    this.position = position + length
    return length
  }

  async peekBuffer(target: Uint8Array, options?: IReadChunkOptions): Promise<number> {
    const { length, position, mayBeLess } = this.normalizeOptions(target, options)
    const bytes = this.#pieces.at(position, length)
    if (bytes.length < length && position < this.#pieces.tailAt) this.hasMissed = true
    if (!mayBeLess && bytes.length < length) throw new EndOfStreamError()
    target.set(bytes)
    return bytes.length
  }
}
