import { nextTick, shallowRef } from 'vue'

/** Whose card is shown, what was known of them where it was opened, and what opened it. */
export type ShownCard = { id: number; name: string; avatar: string; opener: HTMLElement }

export const shownCard = shallowRef<ShownCard>()

/** Shows somebody's card at what was pressed. */
export function showCard(card: ShownCard): void {
  shownCard.value = card
}

/** `returns`: the focus goes back to what opened it, as it does unless something else was pressed. */
export function hideCard({ returns = true } = {}): void {
  const opener = shownCard.value?.opener
  shownCard.value = undefined
  if (returns && opener) void nextTick(() => opener.focus({ preventScroll: true }))
}
