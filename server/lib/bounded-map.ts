/**
 * Keeps at most `max` entries by forgetting those put in longest ago, an eighth of them at once; putting a key in again
 * makes it the newest.
 */
export function remember<K, V>(map: Map<K, V>, key: K, value: V, max: number) {
  map.delete(key)
  map.set(key, value)
  if (map.size <= max) return
  // A map finds its first key slowly where others before it were deleted: one by one, that would be with every entry.
  let tooMany = map.size - max + Math.floor(max / 8)
  for (const oldest of map.keys()) {
    if (tooMany-- <= 0) return
    map.delete(oldest)
  }
}
