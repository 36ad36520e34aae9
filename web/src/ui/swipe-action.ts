import type { Component } from 'vue'

/** What a row shows when it is moved aside; `label` is short. */
export type SwipeAction = { label: string; icon: Component; tone?: 'main' | 'bad'; run: () => void }
