import { expect, test } from 'vitest'
import { createBottom } from './bottom.ts'

const viewportSize = 600

test('who is at the bottom stays there while several messages come before the list has moved', () => {
  const bottom = createBottom()
  bottom.look({ scrollOffset: 400, scrollSize: 1000, viewportSize }, false)
  expect(bottom.look({ scrollOffset: 400, scrollSize: 1080, viewportSize }, false)).toBe(true)
  expect(bottom.look({ scrollOffset: 430, scrollSize: 1160, viewportSize }, false)).toBe(true)
  expect(bottom.isAt.value).toBe(true)
  expect(bottom.look({ scrollOffset: 560, scrollSize: 1160, viewportSize }, false)).toBe(false)
})

test('a list that opens, grows at its start or is measured anew does not leave the bottom', () => {
  const bottom = createBottom()
  expect(bottom.look({ scrollOffset: 0, scrollSize: 2000, viewportSize }, false)).toBe(true)
  bottom.look({ scrollOffset: 1400, scrollSize: 2000, viewportSize }, false)
  bottom.look({ scrollOffset: 1400, scrollSize: 6000, viewportSize }, false)
  bottom.look({ scrollOffset: 5000, scrollSize: 6000, viewportSize }, false)
  bottom.look({ scrollOffset: 4300, scrollSize: 5200, viewportSize }, false)
  expect(bottom.isAt.value).toBe(true)
})

test('who scrolls up leaves the bottom, and is back when they reach it', () => {
  const bottom = createBottom()
  bottom.look({ scrollOffset: 1400, scrollSize: 2000, viewportSize }, false)
  bottom.look({ scrollOffset: 1380, scrollSize: 2000, viewportSize }, false)
  expect(bottom.isAt.value).toBe(true)
  bottom.look({ scrollOffset: 1300, scrollSize: 2000, viewportSize }, false)
  expect(bottom.isAt.value).toBe(false)
  expect(bottom.look({ scrollOffset: 1300, scrollSize: 2080, viewportSize }, false)).toBe(false)
  bottom.look({ scrollOffset: 1460, scrollSize: 2080, viewportSize }, false)
  expect(bottom.isAt.value).toBe(true)
})

test('who scrolls further up than the list shrinks, as what they reach is measured, leaves the bottom', () => {
  const bottom = createBottom()
  bottom.look({ scrollOffset: 1400, scrollSize: 2000, viewportSize }, false)
  expect(bottom.look({ scrollOffset: 0, scrollSize: 1800, viewportSize }, false)).toBe(false)
  expect(bottom.isAt.value).toBe(false)
})

test('where newer messages are not loaded there is no bottom', () => {
  const bottom = createBottom()
  expect(bottom.look({ scrollOffset: 1400, scrollSize: 2000, viewportSize }, true)).toBe(false)
  expect(bottom.isAt.value).toBe(false)
})

test('another list in place of the old one is not taken for one that was scrolled up', () => {
  const bottom = createBottom()
  bottom.look({ scrollOffset: 1400, scrollSize: 2000, viewportSize }, false)
  bottom.anew()
  expect(bottom.look({ scrollOffset: 0, scrollSize: 3000, viewportSize }, false)).toBe(true)
})
