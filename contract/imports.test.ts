import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** Files that a file needs, also for a type alone: where two need each other, neither can be read first. */
function importsOf(file: string): string[] {
  return [...read(file).matchAll(/^(?:import|export)\s[^'"]*?from\s+'(\.[^']+)'/gm)].map(([, path = '']) =>
    normalize(join(dirname(file), path)),
  )
}

it('no file imports itself, however far around', () => {
  const files = globSync(['{contract,server,bench,e2e}/**/*.ts', 'web/{src,plays,worker}/**/*.{ts,vue}'], { cwd: root })
  expect(files.length).toBeGreaterThan(50)
  const done = new Set<string>()
  const cycles: string[] = []
  const visit = (file: string, path: string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' → '))
    if (done.has(file) || path.includes(file)) return
    for (const next of importsOf(file)) {
      if (existsSync(join(root, next))) visit(next, [...path, file])
    }
    done.add(file)
  }
  for (const file of files) visit(file, [])
  expect(cycles).toEqual([])
})

/** Every name that stands in a text. */
const namesIn = (text: string) => new Set(text.match(/[A-Za-z_$][\w$]*/g))

it('nothing is exported that no other file names', () => {
  const files = globSync(['{contract,server,bench,e2e,lint,bin,web}/**/*.{ts,js,vue}', '*.{ts,js}'], {
    cwd: root,
  }).filter(file => !/node_modules|\bdist\b/.test(file))
  const texts = new Map(files.map(file => [file, read(file)]))
  // How many files name it, each counted once.
  const namedBy = new Map<string, number>()
  for (const text of texts.values()) for (const name of namesIn(text)) namedBy.set(name, (namedBy.get(name) ?? 0) + 1)
  const takenWhole = [...texts.values()].flatMap(text =>
    [...text.matchAll(/^import \* as \w+ from '([^']+)'/gm)].map(([, path = '']) => basename(path)),
  )
  const unused = [...texts]
    .filter(([file]) => !/\.vue$|\.config\.[jt]s$/.test(file) && !takenWhole.includes(basename(file)))
    .flatMap(([file, text]) =>
      [...text.matchAll(/^export (?:async )?(?:const|let|function\*?|class|type|interface) (\w+)/gm)]
        .filter(([, name = '']) => namedBy.get(name) === 1)
        .map(([, name]) => `${file}: ${name}`),
    )
  expect(unused).toEqual([])
})

it('the client has no text that nothing shows', () => {
  const files = globSync('web/src/**/*.{ts,vue}', { cwd: root })
  const texts = files.filter(file => /\bwords\(\{/.test(read(file)))
  const shown = namesIn(
    files
      .filter(file => !texts.includes(file))
      .map(read)
      .join('\n'),
  )
  expect(texts.length).toBeGreaterThan(10)
  const unused = texts.flatMap(file =>
    [...(/\n {2}zh: \{([^]*?)\n {2}\},/.exec(read(file))?.[1] ?? '').matchAll(/^ {4}(\w+):/gm)]
      .filter(([, name = '']) => !shown.has(name))
      .map(([, name]) => `${file}: ${name}`),
  )
  expect(unused).toEqual([])
})
