import type { Bus, DeviceEvent, NodeEvent, UserEvent } from './bus.ts'

/** The bus of a single process: listeners are called at once, in the order of publishing. */
export function createInProcessBus(): Bus {
  const users: ((userIds: readonly number[], event: UserEvent) => void)[] = []
  const devices: ((device: string, event: DeviceEvent) => void)[] = []
  const all: ((event: NodeEvent) => void)[] = []
  return {
    toUsers: (userIds, event) => {
      for (const listener of users) listener(userIds, event)
    },
    toDevice: (device, event) => {
      for (const listener of devices) listener(device, event)
    },
    toAll: event => {
      for (const listener of all) listener(event)
    },
    onUsers: listener => {
      users.push(listener)
    },
    onDevice: listener => {
      devices.push(listener)
    },
    onAll: listener => {
      all.push(listener)
    },
    async [Symbol.asyncDispose]() {
      users.length = devices.length = all.length = 0
    },
  }
}
