import { totalmem } from 'node:os'
import { resolve } from 'node:path'
import { typeByExtension } from '../media-type.ts'
import { createLane } from './lane.ts'
import { createLine } from './line.ts'
import type { Facts, Found } from './messages.ts'

type InspectorLimits = Partial<typeof usual>

const megabyte = 1024 * 1024

/**
 * What a machine of so many bytes gives: processes at work (one more for small files besides), and bytes of each. An
 * ordinary photo of a phone takes 270 MB; all together never take half of a machine of 2 GB.
 */
export const shareOf = (machine: number): { lanes: number; memory: number } => ({
  lanes: machine < 1536 * megabyte ? 1 : 2,
  memory: Math.max(320 * megabyte, Math.min(512 * megabyte, machine / 8)),
})

/** Bytes of this machine, or of what of it this process may use. */
const machineMemory = Math.min(totalmem(), process.constrainedMemory() || Infinity)

const usual = {
  /** `lanes`: processes, and so people whose files are looked at at the same time; `memory`: bytes of each process. */
  ...shareOf(machineMemory),
  /** ms of the processor for a file. */
  work: 5000,
  /** ms for a file on a busy machine, and for one of somebody who lately sent one that took too long. */
  deadline: 8000,
  shortDeadline: 1000,
  /** ms for its turn to come. */
  patience: 20_000,
  shortPatience: 3000,
  /** ms for a file while others wait, and ms lately used after which somebody has no more than all lanes but one. */
  slice: 700,
  heavy: 2000,
  /**
   * ms that a file of a few pages is expected to take less than, and that it may take while others of its kind wait.
   */
  small: 20,
  smallSlice: 100,
  /** ms. */
  idle: 60_000,
}
/**
 * Bytes of a file for each ms that looking into it is expected to take: whose turn is next is said by it, nothing else.
 */
const bytesPerMs = 10_000
/** ms for one file after which another process is started: this one may have to be killed. */
const early = 200
/**
 * How far the processes give way to everything else, messages first: those for small files less than the others, or two
 * large pictures would hold up a note on a machine with two processors.
 */
const quickLowered = 5
const slowLowered = 15
/** ms after which a file that was looked into to its end counts as one that takes too long. */
const hard = 5000

export type Inspector = ReturnType<typeof createInspector>

/**
 * Looks into files that people send, in processes of their own: what kills or holds up one of them costs its sender a
 * thumbnail or a play time, and others at most some seconds.
 */
export function createInspector(limits: InspectorLimits = {}) {
  const { lanes: count, work, memory, idle, ...turns } = { ...usual, ...limits }
  // One more than work at once, small files counted: who comes after a file that killed its process need not wait until
  // there is another.
  const lanes = Array.from({ length: count + 2 }, (_, at) => {
    const isQuick = at >= count
    return {
      lane: createLane({ work, deadline: turns.deadline, memory, idle, lowerBy: isQuick ? quickLowered : slowLowered }),
      isQuick,
      isBusy: false,
    }
  })
  /** A lane that has nothing to do: of the kind for such a file, and with a process, if there is one. */
  const free = (size = 0) => {
    const isQuick = size / bytesPerMs < turns.small
    const rank = (lane: (typeof lanes)[number]) => Number(lane.isQuick === isQuick) + Number(lane.lane.isReady()) * 2
    return lanes.filter(({ isBusy }) => !isBusy).sort((one, other) => rank(other) - rank(one))[0]
  }
  const warmFree = () => {
    for (const { isBusy, lane } of lanes) if (!isBusy) lane.warm()
  }
  const line = createLine({ lanes: count, ...turns })

  return {
    /** Told that a file will come soon. */
    warm(): void {
      free()?.lane.warm()
    },

    /**
     * What is known of a file of `size` bytes after some seconds at most: at least its type, by its name where nothing
     * else was found.
     */
    async look(personId: number, path: string, extension: string, size = 0): Promise<{ facts: Facts; found: Found }> {
      const seen = await line(
        personId,
        async (within, stop, begin) => {
          const own = free(size)
          if (!own) throw new Error('the line gives no more turns than there are lanes')
          own.isBusy = true
          const takesLong = setTimeout(warmFree, early)
          const look = () => own.lane.look({ path: resolve(path), extension }, within, stop, begin)
          const begun = performance.now()
          const first = await look()
          // The process had ended before it saw anything of this file: this lane starts another one.
          const isUnseen = first.facts === undefined && !stop.aborted && performance.now() - begun < within / 2
          const result = isUnseen ? await look() : first
          own.isBusy = false
          clearTimeout(takesLong)
          if (result.hasEnded) warmFree()
          return { ...result, isHard: result.hasEnded || result.ms > hard }
        },
        size / bytesPerMs,
      )
      return { facts: seen?.facts ?? { contentType: typeByExtension(extension), extension }, found: seen?.found ?? {} }
    },

    [Symbol.dispose](): void {
      for (const { lane } of lanes) lane[Symbol.dispose]()
    },
  }
}
