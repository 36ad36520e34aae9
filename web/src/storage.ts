/** What this browser keeps of small things; as long as the page where storage is forbidden. */
export const storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = storageOrMemory()

function storageOrMemory() {
  try {
    const probe = 'hongyan.probe'
    localStorage.setItem(probe, '')
    localStorage.removeItem(probe)
    return localStorage
  } catch {
    const values = new Map<string, string>()
    return {
      getItem: (name: string) => values.get(name) ?? null,
      setItem: (name: string, value: string) => void values.set(name, value),
      removeItem: (name: string) => void values.delete(name),
    }
  }
}
