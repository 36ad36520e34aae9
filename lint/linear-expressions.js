import { parseRegExpLiteral, RegExpParser } from '@eslint-community/regexpp'

/*
 * Texts come from outside, and an expression that tries every way to share a run of signs stops whoever waits. Two
 * shapes do:
 *
 *   \s*,?\s*     two runs side by side that take the same sign
 *   \s*;         a run that every place of the text may begin, and that something must follow
 *
 * What a piece takes is tried with one sign of each kind, which finds them all but needs no theory of expressions.
 */
const signs = [...'aZ0 \t\n_-.,;:@/\\()[]{}"\'`<>=+*?!#%&|~^$，。“”张é\u200b😀']

const isRun = node => node.type === 'Quantifier' && node.max === Infinity
const isOptional = node => node.type === 'Assertion' || (node.type === 'Quantifier' && node.min === 0)
const stripped = node => (node.type === 'Quantifier' ? node.element : node)

/** The signs of which a piece may be made wholly. */
function signsOf(node, flags) {
  const expression = new RegExp(`^(?:${node.raw})+$`, flags)
  return new Set(signs.filter(sign => expression.test(sign)))
}
const overlap = (a, b) => [...a].some(sign => b.has(sign))

function* alternativesOf(node) {
  for (const alternative of node.alternatives ?? []) yield alternative
}

/** A group that is there once is the same as its pieces in a row. */
const inlined = node =>
  /Group$/.test(node.type) && node.alternatives.length === 1 ? node.alternatives[0].elements.flatMap(inlined) : [node]

/** What is wrong with a sequence of pieces, and with those inside. */
function* faultsOf(elements, flags, mayBeginAnywhere) {
  let before = []
  let isFirst = mayBeginAnywhere
  let begun
  const pieces = elements.flatMap(inlined)
  for (const [index, node] of pieces.entries()) {
    if (node.type === 'Assertion') {
      if (node.kind === 'start') isFirst = false
      continue
    }
    const own = signsOf(stripped(node), flags)
    if (isRun(node)) {
      if (before.some(each => overlap(each, own))) yield `two runs take the same signs before "${node.raw}"`
      const isFollowed = pieces
        .slice(index + 1)
        .some(next => !isOptional(next) || (next.type === 'Assertion' && next.kind === 'end'))
      if (isFirst && isFollowed && (begun === undefined || overlap(begun, own)))
        yield `a run that may begin anywhere, "${node.raw}", has something that must follow`
      if (runsIn(stripped(node)).some(inner => overlap(signsOf(stripped(inner), flags), own)))
        yield `a run of runs, "${node.raw}"`
      before = node.min === 0 ? [...before, own] : [own]
      if (node.min > 0) isFirst = false
    } else if (!isOptional(node)) {
      before = before.filter(each => overlap(each, own))
    }
    if (!isOptional(node)) begun = begun === undefined ? own : new Set([...begun].filter(sign => own.has(sign)))
    if (begun?.size === 0) isFirst = false
    for (const inner of alternativesOf(stripped(node))) yield* faultsOf(inner.elements, flags, false)
  }
}

function runsIn(node) {
  return [...alternativesOf(node)].flatMap(({ elements }) =>
    elements.flatMap(each => [...(isRun(each) ? [each] : []), ...runsIn(stripped(each))]),
  )
}

/** What makes an expression cost more than linear time; empty if nothing is seen. */
function faultsIn(source, flags = '') {
  const isSticky = flags.includes('y')
  const tried = flags.replace(/[gyd]/g, '')
  const pattern = new RegExpParser().parsePattern(source, 0, source.length, {
    unicode: flags.includes('u'),
    unicodeSets: flags.includes('v'),
  })
  return pattern.alternatives.flatMap(({ elements }) => [...faultsOf(elements, tried, !isSticky)])
}

export const linearExpressions = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { slow: 'This may cost more than linear time: {{ what }}. Split the text, or read it sign by sign.' },
  },
  create(context) {
    const check = (node, source, flags) => {
      try {
        for (const what of faultsIn(source, flags)) context.report({ node, messageId: 'slow', data: { what } })
      } catch {
        // Not an expression of itself: a part of one, or made of variables.
      }
    }
    return {
      'Literal[regex]'(node) {
        const { pattern, flags } = parseRegExpLiteral(node.raw)
        check(node, pattern.raw, flags.raw)
      },
      'NewExpression[callee.name="RegExp"]'(node) {
        const [source, flags] = node.arguments.map(each =>
          each.type === 'Literal' && typeof each.value === 'string' ? each.value : undefined,
        )
        if (source !== undefined) check(node, source, flags ?? '')
      },
    }
  },
}
