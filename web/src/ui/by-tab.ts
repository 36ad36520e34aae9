/** Whether the keyboard moved the focus last: browsers call every field that is written in `:focus-visible`. */
let isByTab = false

const note = (isTab: boolean) => {
  isByTab = isTab
}
addEventListener('keydown', ({ key }) => note(key === 'Tab'), true)
addEventListener('pointerdown', () => note(false), true)

export const cameByTab = (): boolean => isByTab
