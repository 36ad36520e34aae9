import stylistic from '@stylistic/eslint-plugin'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'
import { linearExpressions } from './lint/linear-expressions.js'

const restrict = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] })
const library = (group, owner) => ({ group, message: `Only ${owner} may import this.` })

const http = library(['fastify', 'fastify/*', '@fastify/*', '!@fastify/busboy'], 'server/http')
const sockets = library(['ws'], 'server/realtime')
const sql = library(['kysely', 'node:sqlite'], 'server/store')
const roots = ['**/app.ts', '**/core.ts', '**/data-folder.ts', '**/main.ts']
const wiring = library(roots, 'who starts something, and the tests,')
const inside = {
  regex: '(store/(sql|sqlite)/|bus/in-process|blobs/folder|/http/|/realtime/|/cli/|/config)',
  message: 'Features see the Store, Bus and Blobs interfaces, server/lib and the contract; app.ts hands them the rest.',
}

/** What asks features: it knows neither how things are stored nor how they are served. */
const behind = {
  regex: '(store/(sql|sqlite|log)/|blobs/folder|/http/|/realtime/)',
  message:
    'The command line and the demo see features and the interfaces of the ports; core.ts and data-folder.ts build them.',
}

const aside = {
  regex: '^\\.\\./(?!\\.\\./contract/|store/[a-z]+\\.ts$)',
  message: 'lib sees the contract, and types of the Store interface.',
}
const storeTypes = { regex: '^\\.\\./store/', allowTypeImports: true, message: aside.message }

/** Features get each other as arguments. */
const siblings = {
  regex: '^\\.\\./(?!\\.\\.)(?!log/)[^/]+/(?!wire(-[a-z]+)?\\.ts$)',
  allowTypeImports: true,
  message: 'Of another feature only types, its wire files and features/log may be imported.',
}

/** Areas of the client show whole parts of each other, and what several of them need stands outside of them. */
const restrictAreas = regex => ({
  '@typescript-eslint/no-restricted-imports': [
    'error',
    {
      patterns: [{ regex, message: 'What several areas need belongs into web/src/state, web/src/text or web/src/ui.' }],
    },
  ],
})

const code = ['**/*.ts', 'web/src/**/*.vue']

/** What Prettier decides. */
const layout = [
  'max-attributes-per-line',
  'singleline-html-element-content-newline',
  'multiline-html-element-content-newline',
  'html-closing-bracket-newline',
  'html-closing-bracket-spacing',
  'html-indent',
  'first-attribute-linebreak',
  'html-quotes',
  'mustache-interpolation-spacing',
  'no-multi-spaces',
  'no-spaces-around-equal-signs-in-attribute',
]

export default tseslint.config(
  { ignores: ['node_modules/**', 'data/**', 'web/dist/**', 'web/dist-building-*/**'] },
  {
    // Prettier lays out the code; this holds the comments, and what Prettier cannot break. A text may be as long as it
    // is.
    plugins: { '@stylistic': stylistic },
    rules: {
      '@stylistic/max-len': [
        'error',
        { code: 120, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreUrls: true },
      ],
    },
  },
  {
    files: ['{contract,server}/**/*.ts', 'web/**/*.{ts,vue}', 'bin/**/*.js'],
    plugins: { hongyan: { rules: { 'linear-expressions': linearExpressions } } },
    rules: { 'hongyan/linear-expressions': 'error' },
  },
  {
    files: code,
    extends: [tseslint.configs.strict],
    rules: {
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      // Leaving a field out of the rest needs its name.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/no-dynamic-delete': 'off',
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Exports have names.' }],
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only server/config.ts reads the environment.' },
      ],
    },
  },
  {
    files: ['web/src/**/*.vue'],
    extends: [vue.configs['flat/recommended']],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      ...Object.fromEntries(layout.map(name => [`vue/${name}`, 'off'])),
      // The compiler adds the default export.
      'no-restricted-syntax': 'off',
      'no-undef': 'off',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/multi-word-component-names': 'off',
      'vue/no-reserved-component-names': 'off',
      'vue/no-v-html': 'error',
      'vue/require-default-prop': 'off',
      'vue/html-self-closing': [
        'error',
        { html: { void: 'any', normal: 'always', component: 'always' }, svg: 'always' },
      ],
      'vue/attribute-hyphenation': 'error',
      'vue/v-on-event-hyphenation': ['error', 'always', { autofix: true }],
      'vue/no-static-inline-styles': 'error',
    },
  },
  {
    files: ['web/{src,worker}/**/*.{ts,vue}'],
    rules: {
      ...restrict(
        { regex: '(^|/)(server|bench|e2e)/', message: 'The web client sees the contract only.' },
        { regex: '^node:', message: 'This runs in browsers.' },
      ),
    },
  },
  { files: ['web/src/pages/*/*.{ts,vue}'], rules: restrictAreas('^\\.\\./(?!\\.\\.)[^/]+/[^/]+\\.ts$') },
  { files: ['web/src/{frame,state,text,ui,sync,api}/*.{ts,vue}'], rules: restrictAreas('/pages/') },
  {
    files: ['contract/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: restrict(
      { regex: '^\\.\\./', message: 'The contract imports nothing of ours.' },
      { regex: '^node:', message: 'The contract runs in browsers too.' },
    ),
  },
  {
    files: ['server/features/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.testing.ts'],
    rules: restrict(sockets, sql, http, wiring, inside),
  },
  {
    files: ['server/features/*/*.ts'],
    ignores: ['**/*.test.ts', '**/*.testing.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [siblings] }] },
  },
  { files: ['server/store/**/*.ts'], rules: restrict(sockets, http, wiring) },
  { files: ['server/http/**/*.ts'], rules: restrict(sockets, sql, wiring) },
  {
    files: ['server/realtime/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.testing.ts'],
    rules: restrict(sql, wiring, library(['fastify', 'fastify/*', '@fastify/*'], 'server/http'), {
      regex: '/(features|http|store/(sql|sqlite))/',
      message: 'Connections know bytes, order and presence: app.ts hands them what is said, and to whom.',
    }),
  },
  { files: ['server/{bus,blobs}/**/*.ts'], ignores: ['**/*.test.ts'], rules: restrict(sockets, sql, http, wiring) },
  {
    files: ['server/lib/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      ...restrict(sockets, sql, http, aside),
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [storeTypes] }],
    },
  },
  { files: ['server/{cli,demo}/**/*.ts'], ignores: ['**/*.test.ts'], rules: restrict(sockets, sql, http, behind) },
  // Only an interface can be added to.
  { files: ['web/src/route-meta.ts'], rules: { '@typescript-eslint/consistent-type-definitions': 'off' } },
  { files: ['*.config.ts', 'web/*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['server/main.ts', 'server/config.ts', 'server/cli/**/*.ts', 'server/demo/main.ts', 'bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: [
      'server/config.ts',
      'server/lib/thread-pool.ts',
      '**/*.test.ts',
      'bench/**/*.ts',
      'e2e/**/*.ts',
      'server/demo/main.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
)
