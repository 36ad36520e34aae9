/** Works through the list, `atOnce` at a time; rejects with the first failure. */
export async function inPool<T>(list: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < list.length) await work(list[next++] as T)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, list.length) }, worker))
}
