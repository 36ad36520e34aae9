import { words } from './words.ts'

/** The parts of a date that one chooses. */
export const date = words({
  zh: {
    yearLabel: '年',
    monthLabel: '月',
    dayLabel: '日',
    year: (year: number) => `${year}年`,
    day: (day: number) => `${day}日`,
  },
  en: {
    yearLabel: 'Year',
    monthLabel: 'Month',
    dayLabel: 'Day',
    year: year => String(year),
    day: day => String(day),
  },
})
