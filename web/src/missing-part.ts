/** A part that is gone from the server is of a version before this one: the page as it is now knows the new names. */
export const isOfOldVersion = (error: unknown): boolean =>
  navigator.onLine && /dynamically imported module|Importing a module script failed/.test(String(error))

/** ms until a part that did not come is asked for again. */
const pause = 3000

/** For parts that a page waits for while it is shown: asks for them again, or loads the page in its new version. */
export function whenPartIsMissing(error: Error, retry: () => void): void {
  if (isOfOldVersion(error)) location.reload()
  else setTimeout(retry, pause)
}
