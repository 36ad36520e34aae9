import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { CompiledQuery, DatabaseConnection, Driver, OperationNode, QueryResult, RootOperationNode } from 'kysely'
import {
  DeleteQueryNode,
  InsertQueryNode,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  TableNode,
  UpdateQueryNode,
} from 'kysely'
import type { Schema } from '../sql/schema.ts'

/** Statements kept ready per connection. */
const statementsKept = 500

/**
 * Kysely over the SQLite that Node ships; every query runs to its end at once, on the one connection given.
 * `beforeChange` hears of each table before a query changes it; undefined where a query written by hand does not say
 * which.
 */
export function createKysely(db: DatabaseSync, beforeChange?: (table: string | undefined) => void): Kysely<Schema> {
  const connection = createConnection(db, beforeChange)
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: async () => {
      db.exec('BEGIN')
    },
    commitTransaction: async () => {
      db.exec('COMMIT')
    },
    rollbackTransaction: async () => {
      db.exec('ROLLBACK')
    },
    releaseConnection: async () => {},
    destroy: async () => {},
  }
  return new Kysely<Schema>({
    dialect: {
      createDriver: () => driver,
      createAdapter: () => new SqliteAdapter(),
      createIntrospector: inner => new SqliteIntrospector(inner),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  })
}

function createConnection(db: DatabaseSync, beforeChange?: (table: string | undefined) => void): DatabaseConnection {
  const statements = new Map<string, StatementSync>()
  const prepare = (sql: string) => {
    let statement = statements.get(sql)
    if (!statement) {
      if (statements.size >= statementsKept) statements.clear()
      statement = db.prepare(sql)
      statements.set(sql, statement)
    }
    return statement
  }
  return {
    async executeQuery<R>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<R>> {
      const statement = prepare(sql)
      const values = parameters as SQLInputValue[]
      if (beforeChange && query.kind !== 'SelectQueryNode') beforeChange(tableOf(query))
      if (statement.columns().length > 0) return { rows: statement.all(...values) as R[] }
      const { changes, lastInsertRowid } = statement.run(...values)
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
    },
    streamQuery(): never {
      throw new Error('Streaming is not used')
    },
  }
}

/** The table that a query changes. */
function tableOf(query: RootOperationNode): string | undefined {
  if (InsertQueryNode.is(query)) return nameOf(query.into)
  if (UpdateQueryNode.is(query)) return nameOf(query.table)
  if (DeleteQueryNode.is(query)) return nameOf(query.from.froms[0])
  return undefined
}

const nameOf = (node: OperationNode | undefined): string | undefined =>
  node && TableNode.is(node) ? node.table.identifier.name : undefined
