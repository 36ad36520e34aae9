import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import type { Plugin } from 'vite'

/** Bytes below which compressing an asset saves nothing. */
const worthCompressing = 1024
const text = /\.(?:js|css|html|svg|json|webmanifest|wasm)$/

/** Puts `x.br` and `x.gz` beside each asset, so that the server never compresses anything. */
function precompressed(): Plugin {
  let folder = ''
  return {
    name: 'hongyan:precompressed',
    apply: 'build',
    configResolved(config) { folder = join(config.root, config.build.outDir) },
    closeBundle() {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const path = join(folder, name)
        if (!text.test(name) || statSync(path).size < worthCompressing) continue
        const bytes = readFileSync(path)
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }))
      }
    },
  }
}

/** Where `vite` finds a running server while developing. */
const server = 'http://127.0.0.1:8005'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [vue(), precompressed()],
  build: {
    outDir: 'dist',
    // Desktops in companies are not always new.
    target: ['chrome100', 'firefox100', 'safari15.4'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    port: 5173,
    proxy: {
      '/api': server, '/auth': server, '/files': server, '/avatars': server,
      '/cnbi.io': { target: server, ws: true },
    },
  },
})
