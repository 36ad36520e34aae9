import { expect, test } from 'vitest'
import { withoutMarks } from './without-marks.ts'

test.each([
  ['**重要：**请看 `a*b*`', '重要：请看 a*b*'],
  ['看 *斜* _斜_，2*3*4，长*宽*高，*.o *.a', '看 斜 斜，2*3*4，长*宽*高，*.o *.a'],
  ['> 引用\n好', '引用\n好'],
  ['## 标题', '标题'],
  ['```js\nconst a = 1\n```', '\nconst a = 1\n'],
  ['```const a```', 'const a'],
  ['~~删~~', '删'],
  ['[文档](https://a.example/b) [x](javascript:1)', '文档 [x](javascript:1)'],
  ['- a\n- b', '- a\n- b'],
  ['2**3 和 4**5', '2**3 和 4**5'],
  ['好的~~谢谢~~', '好的~~谢谢~~'],
  ['C:\\_a\\*.txt # 1 >_<', 'C:\\_a\\*.txt # 1 >_<'],
])('in one line %j says %j', (text, expected) => {
  expect(withoutMarks(text)).toBe(expected)
})
