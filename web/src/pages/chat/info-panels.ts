import { defineAsyncComponent } from 'vue'
import type { Component } from 'vue'
import type { Kind } from '../../sync/conversation-key.ts'

/** Panels beside a conversation that other areas bring along: they take its `id`, and say `close`. */
const found = import.meta.glob<{ default: Component }>(['../groups/GroupPanel.vue', '../contacts/PersonPanel.vue'])

const panel = (name: string): Component | undefined => {
  const load = found[name]
  return load && defineAsyncComponent(async () => (await load()).default)
}

export const infoPanels: Record<Kind, Component | undefined> = {
  group: panel('../groups/GroupPanel.vue'),
  direct: panel('../contacts/PersonPanel.vue'),
}
