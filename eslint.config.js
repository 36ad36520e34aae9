import stylistic from '@stylistic/eslint-plugin'
import tseslint from 'typescript-eslint'

const restrict = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] })
const library = (group, owner) => ({ group, message: `Only ${owner} may import this.` })

const http = library(['fastify', 'fastify/*', '@fastify/*', '!@fastify/busboy'], 'server/http')
const sockets = library(['ws'], 'server/realtime')
const sql = library(['kysely', 'node:sqlite'], 'server/store')
const wiring = library(['**/app.ts', '**/main.ts'], 'server/main.ts and the tests')
const inside = {
  regex: '(store/(sql|sqlite)/|bus/in-process|blobs/folder|/http/|/realtime/|/config)',
  message: 'Features see the Store, Bus and Blobs interfaces, server/lib and the contract; app.ts hands them the rest.',
}

export default tseslint.config(
  { ignores: ['node_modules/**', 'data/**'] },
  stylistic.configs.customize({ indent: 2, quotes: 'single', semi: false, braceStyle: '1tbs', arrowParens: false, quoteProps: 'as-needed' }),
  { rules: { '@stylistic/arrow-parens': ['error', 'as-needed'] } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict],
    rules: {
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      // Leaving a field out of the rest needs its name.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@stylistic/operator-linebreak': ['error', 'before', { overrides: { '=': 'after' } }],
      '@stylistic/max-statements-per-line': ['error', { max: 2 }],
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Exports have names.' }],
      'no-console': 'error',
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Only server/config.ts reads the environment.' }],
    },
  },
  {
    files: ['contract/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: restrict({ regex: '^\\.\\./', message: 'The contract imports nothing of ours.' }, { regex: '^node:', message: 'The contract runs in browsers too.' }),
  },
  { files: ['server/features/**/*.ts'], ignores: ['**/*.test.ts'], rules: restrict(sockets, sql, http, wiring, inside) },
  { files: ['server/store/**/*.ts'], rules: restrict(sockets, http, wiring) },
  { files: ['server/http/**/*.ts'], rules: restrict(sockets, sql, wiring) },
  { files: ['server/realtime/**/*.ts'], ignores: ['**/*.test.ts'], rules: restrict(sql, wiring, library(['fastify', 'fastify/*', '@fastify/*'], 'server/http')) },
  { files: ['server/{bus,blobs,lib}/**/*.ts'], ignores: ['**/*.test.ts'], rules: restrict(sockets, sql, http, wiring) },
  { files: ['*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['server/main.ts', 'server/config.ts', 'server/cli/**/*.ts', 'server/demo/main.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
  { files: ['server/config.ts', '**/*.test.ts', 'bench/**/*.ts', 'e2e/**/*.ts', 'server/demo/main.ts'], rules: { 'no-restricted-properties': 'off' } },
)
