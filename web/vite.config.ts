import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import { defineConfig, normalizePath } from 'vite'
import type { Plugin, Rolldown } from 'vite'

/** Bytes below which compressing an asset saves nothing. */
const worthCompressing = 1024
const text = /\.(?:js|css|html|svg|json|webmanifest|wasm)$/

/** Puts `x.br` and `x.gz` beside each asset, so that the server never compresses anything. */
function precompressed(): Plugin {
  let folder = ''
  return {
    name: 'hongyan:precompressed',
    apply: 'build',
    configResolved(config) {
      folder = join(config.root, config.build.outDir)
    },
    writeBundle() {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const path = join(folder, name)
        if (!text.test(name) || statSync(path).size < worthCompressing) continue
        const bytes = readFileSync(path)
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
        writeFileSync(
          `${path}.br`,
          brotliCompressSync(bytes, {
            params: { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
          }),
        )
      }
    },
  }
}

/** What the client needs to make a call; it trusts the answers of its own server. */
const ofCalls = ['method', 'path']

/**
 * Leaves of the contract what a client uses: the names and paths of calls without their schemas, which take 80 ms to
 * set up.
 */
function contractWithoutSchemas(): Plugin {
  return {
    name: 'hongyan:contract-without-schemas',
    apply: 'build',
    transform: {
      filter: { id: /[\\/]contract[\\/][\w-]+\.ts$/ },
      handler(code) {
        const textOf = ({ start, end }: { start: number; end: number }) => code.slice(start, end)
        let [stripped, at] = ['', 0]
        for (const statement of this.parse(code).body) {
          const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
          if (declaration?.type !== 'VariableDeclaration') continue
          for (const { init } of declaration.declarations) {
            if (!init) continue
            const declared =
              init.type === 'CallExpression' && init.callee.type === 'Identifier' && init.callee.name === 'call'
                ? init.arguments[0]
                : undefined
            const kept =
              declared?.type === 'ObjectExpression'
                ? `{ ${declared.properties
                    .filter(
                      each =>
                        each.type === 'Property' && each.key.type === 'Identifier' && ofCalls.includes(each.key.name),
                    )
                    .map(textOf)
                    .join(', ')} }`
                : // Dropped where nothing uses it.
                  `/* @__PURE__ */ (() => (${textOf(init)}))()`
            stripped += code.slice(at, init.start) + kept
            at = init.end
          }
        }
        return { code: stripped + code.slice(at), map: null }
      },
    },
  }
}

/** Tells the service worker which files there are, and gives it a new face whenever one of them changes. */
function filesForWorker(): Plugin {
  let folder = ''
  return {
    name: 'hongyan:files-for-worker',
    apply: 'build',
    // After the page's own plugin, which drops files that hold nothing.
    enforce: 'post',
    configResolved(config) {
      folder = config.publicDir
    },
    generateBundle(_, bundle) {
      const worker = bundle['service-worker.js']
      if (worker?.type !== 'chunk') throw new Error('The service worker is not among what was built')
      const built = Object.keys(bundle)
        .filter(name => name.startsWith('assets/'))
        .map(name => `/${name}`)
      const own = readdirSync(folder).map(name => `/${name}`)
      const files = ['/', ...built, ...own].sort()
      const hash = createHash('sha256').update(files.join())
      for (const name of own) hash.update(readFileSync(join(folder, name)))
      worker.code = worker.code
        .replace('__FILES__', JSON.stringify(files))
        .replace('__VERSION__', hash.digest('hex').slice(0, 12))
    },
  }
}

/** As Vite names modules, with slashes everywhere. */
const inSource = (name: string) => normalizePath(join(import.meta.dirname, 'src', name))
/** What the client begins with, and its first view. */
const firstParts = [
  'main.ts',
  'state/engine.ts',
  'pages/chat/ChatList.vue',
  'pages/chat/NoChat.vue',
  'pages/sign-in/SignInPage.vue',
].map(inSource)

/** The chunks that hold these modules, and every chunk that they import. */
function chunksWith(modules: readonly string[], bundle: Rolldown.OutputBundle): Rolldown.OutputChunk[] {
  const found = new Set<Rolldown.OutputChunk>()
  const take = (chunk: Rolldown.OutputBundle[string] | undefined): void => {
    if (chunk?.type !== 'chunk' || found.has(chunk)) return
    found.add(chunk)
    for (const name of chunk.imports) take(bundle[name])
  }
  for (const chunk of Object.values(bundle))
    if (chunk.type === 'chunk' && chunk.moduleIds.some(id => modules.includes(id))) take(chunk)
  return [...found]
}

/** KB of compressed script until the first view is drawn. */
const mostFirstLoad = 150

/** Fails the build where the first view would take more script than people on a slow line can be asked for. */
function firstLoadBudget(): Plugin {
  return {
    name: 'hongyan:first-load-budget',
    apply: 'build',
    generateBundle(_, bundle) {
      const needed = chunksWith(firstParts, bundle)
      const size = Math.ceil(needed.reduce((sum, { code }) => sum + brotliCompressSync(code).length, 0) / 1024)
      if (size > mostFirstLoad)
        throw new Error(
          `A first load takes ${size} KB of compressed script; ${mostFirstLoad} KB at most. Load what is not needed at once with import().`,
        )
      this.info(`A first load takes ${size} KB of compressed script in ${needed.length} files.`)
    },
  }
}

/** Names the files of what the first view needs, however far down, and of nothing else. */
function createFirstFiles(): Rolldown.CodeSplittingNameFunction {
  let needed: Set<string> | undefined
  return (id, modules) => {
    needed ??= reachedFrom(firstParts, each => modules.getModuleInfo(each)?.importedIds ?? [])
    return !needed.has(id) ? null : /[\\/]contract[\\/]/.test(id) ? 'contract' : 'first'
  }
}

function reachedFrom(starts: readonly string[], next: (id: string) => readonly string[]): Set<string> {
  const reached = new Set(starts)
  for (const id of reached) for (const each of next(id)) reached.add(each)
  return reached
}

/** Where `vite` finds a running server while developing. */
const server = 'http://127.0.0.1:8005'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [vue(), contractWithoutSchemas(), filesForWorker(), firstLoadBudget(), precompressed()],
  build: {
    outDir: 'dist',
    // Desktops in companies are not always new.
    target: ['chrome100', 'firefox100', 'safari15.4'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      // The maker of QR codes is loaded by the reader too, which is loaded with import() itself.
      checks: { ineffectiveDynamicImport: false },
      input: {
        index: join(import.meta.dirname, 'index.html'),
        'service-worker': join(import.meta.dirname, 'worker/service-worker.ts'),
      },
      output: {
        entryFileNames: ({ name }) => (name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js'),
        // A hundred small files would cost more in asking than in bytes: what the first view needs comes together, and
        // what most of the other pages use.
        codeSplitting: {
          groups: [
            { name: 'vue', test: /node_modules[\\/](?:@vue|vue|vue-router)[\\/]/ },
            { name: createFirstFiles(), debugName: 'first', includeDependenciesRecursively: false },
            {
              name: 'shared',
              test: /[\\/]web[\\/]src[\\/](?!\w+[\\/]admin|ui[\\/]SelectField)|[\\/]node_modules[\\/]/,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: {
      '/api': server,
      '/auth': server,
      '/files': server,
      '/avatars': server,
      '/cnbi.io': { target: server, ws: true },
    },
  },
})
