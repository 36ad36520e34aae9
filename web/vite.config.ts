import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
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

/** The chunks that hold these modules, and every chunk that they import. */
function chunksWith(modules: RegExp, bundle: Rolldown.OutputBundle): Rolldown.OutputChunk[] {
  const found = new Set<Rolldown.OutputChunk>()
  const take = (chunk: Rolldown.OutputBundle[string] | undefined): void => {
    if (chunk?.type !== 'chunk' || found.has(chunk)) return
    found.add(chunk)
    for (const name of chunk.imports) take(bundle[name])
  }
  for (const chunk of Object.values(bundle))
    if (chunk.type === 'chunk' && chunk.moduleIds.some(id => modules.test(id))) take(chunk)
  return [...found]
}

/** Bytes of compressed script until somebody can read and write. */
const mostFirstLoad = 250 * 1024
/** What is fetched for that, by the end of its file's name. */
const firstLoad = /(?:src\/main\.ts|state\/engine\.ts|pages\/chat\/(?:ChatList|ChatPage)\.vue)$/

/** Fails the build where opening a conversation would take more script than people on a slow line can be asked for. */
function firstLoadBudget(): Plugin {
  return {
    name: 'hongyan:first-load-budget',
    apply: 'build',
    generateBundle(_, bundle) {
      const needed = chunksWith(firstLoad, bundle)
      const bytes = needed.reduce((sum, { code }) => sum + gzipSync(code).length, 0)
      if (bytes > mostFirstLoad)
        throw new Error(
          `A first load takes ${Math.ceil(bytes / 1024)} KB of compressed script; ${mostFirstLoad / 1024} KB at most. Load what is not needed at once with import().`,
        )
      this.info(`A first load takes ${Math.ceil(bytes / 1024)} KB of compressed script in ${needed.length} files.`)
    },
  }
}

/** The parts that are asked for as soon as the client runs, by the end of their files' names. */
const firstView = /(?:state\/engine\.ts|pages\/(?:chat\/ChatList|chat\/NoChat|sign-in\/SignInPage)\.vue)$/

/**
 * Has the page ask for the first view together with what it is begun with, instead of one way to the server and back
 * later.
 */
function preloadFirstView(): Plugin {
  return {
    name: 'hongyan:preload-first-view',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const chunks = chunksWith(firstView, bundle)
        const links = [
          ...chunks.map(({ fileName }) => ({ rel: 'modulepreload', name: fileName })),
          ...[...new Set(chunks.flatMap(chunk => [...(chunk.viteMetadata?.importedCss ?? [])]))].map(name => ({
            rel: 'stylesheet',
            name,
          })),
        ]
        return links
          .filter(({ name }) => !html.includes(name))
          .map(({ rel, name }) => ({
            tag: 'link',
            attrs: { rel, crossorigin: true, href: `/${name}` },
            injectTo: 'head' as const,
          }))
      },
    },
  }
}

/** Where `vite` finds a running server while developing. */
const server = 'http://127.0.0.1:8005'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [vue(), contractWithoutSchemas(), preloadFirstView(), filesForWorker(), firstLoadBudget(), precompressed()],
  build: {
    outDir: 'dist',
    // Desktops in companies are not always new.
    target: ['chrome100', 'firefox100', 'safari15.4'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        index: join(import.meta.dirname, 'index.html'),
        'service-worker': join(import.meta.dirname, 'worker/service-worker.ts'),
      },
      output: {
        entryFileNames: ({ name }) => (name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js'),
        // A hundred small files would cost more in asking than in bytes; what most pages use comes together.
        codeSplitting: {
          groups: [
            { name: 'vue', test: /node_modules[\\/](?:@vue|vue|vue-router)[\\/]/ },
            { name: 'contract', test: /node_modules[\\/]zod[\\/]|[\\/]contract[\\/](?!import-problems)/ },
            {
              name: 'parts',
              test: /[\\/]web[\\/]src[\\/](?:ui|text|frame|api)[\\/](?!admin|SelectField)|node_modules[\\/](?:reka-ui|@floating-ui|@vueuse|@lucide|aria-hidden)[\\/]/,
              minShareCount: 3,
            },
            {
              name: 'shared',
              test: /[\\/]web[\\/]src[\\/](?:state|sync|pages|ui|text|frame|api)[\\/](?!admin|SelectField)|node_modules[\\/](?:virtua|@lucide|reka-ui)[\\/]/,
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
