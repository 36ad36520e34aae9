type Name = { trueName: string; pinyin: string; initials: string; username: string }

/** Fits a search: the name, its pinyin or its initials, the username. */
export function fits({ trueName, pinyin, initials, username }: Name, keyword: string): boolean {
  const word = keyword.trim().toLowerCase()
  return trueName.toLowerCase().includes(word) || [pinyin, initials, username].some(name => name.startsWith(word))
}

/** The letter under which a name stands; `#` for what has none. */
export const letterOf = ({ pinyin }: Pick<Name, 'pinyin'>): string =>
  /^[a-z]/.test(pinyin) ? pinyin.charAt(0).toUpperCase() : '#'
