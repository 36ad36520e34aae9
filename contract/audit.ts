import { z } from 'zod'
import { call } from './call.ts'
import { limits } from './limits.ts'
import { Id, Time, Whole } from './scalars.ts'

/** Who did it: a person, who runs the command line, a business system, or the server by itself. */
const auditActors = ['person', 'commandLine', 'system', 'server'] as const
export type AuditActor = (typeof auditActors)[number]

/** What it was done to. */
const auditSubjects = ['person', 'department', 'company', 'license', 'group', 'module', 'entry', 'invitation'] as const
export type AuditSubject = (typeof auditSubjects)[number]

/** Everything that is written down: what it concerns, and what was done. */
export const auditActions = [
  'login.accept',
  'login.refuse',
  'login.end',
  'password.change',
  'person.add',
  'person.join',
  'person.import',
  'person.edit',
  'person.disable',
  'person.enable',
  'person.promote',
  'person.demote',
  'person.oneTimePassword',
  'company.add',
  'company.found',
  'company.join',
  'company.license',
  'license.add',
  'department.add',
  'department.edit',
  'department.remove',
  'group.add',
  'group.letIn',
  'group.takeOut',
  'group.appoint',
  'module.add',
  'module.key',
  'module.disable',
  'module.enable',
  'entry.add',
  'entry.remove',
  'invitation.add',
  'invitation.withdraw',
  'ticket.redeem',
  'admin.refuse',
  'backup.make',
  'audit.export',
  'audit.remove',
] as const
export type AuditAction = (typeof auditActions)[number]

const byAdministrators = { tag: 'Administration', by: 'administrator' } as const

/** An act, as it stands in the log. */
export const AuditEntry = z
  .object({
    /** Contiguous. */
    id: z.int(),
    /** Unix ms. */
    at: z.int(),
    /** Who did it, by the name of then; `id` is there for people alone. */
    actor: z.object({ kind: z.enum(auditActors), id: z.int().nullable(), name: z.string() }),
    /** One of `auditActions`, or one that a newer server has. */
    action: z.string(),
    /** What it was done to, by the name of then. */
    subject: z.object({ kind: z.string(), id: z.int(), name: z.string() }).nullable(),
    details: z.record(z.string(), z.unknown()),
    /** SHA-256, hex, over the hash of the entry before and this entry. */
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' })

export type AuditEntry = z.output<typeof AuditEntry>

const filters = {
  /** Only entries before this one: `next` of the answer before. */
  before: Whole(1, Number.MAX_SAFE_INTEGER).optional(),
  actorKind: z.enum(auditActors, { error: `应为 ${auditActors.join('、')}` }).optional(),
  actorId: Id.optional(),
  subjectKind: z.enum(auditSubjects, { error: `应为 ${auditSubjects.join('、')}` }).optional(),
  subjectId: Id.optional(),
  action: z
    .string({ error: '应为操作名称' })
    .max(40, '应为操作名称')
    .regex(/^[a-z]+(\.[a-zA-Z]+)?$/, '应为操作名称')
    .optional(),
  from: Time.optional(),
  to: Time.optional(),
  text: z.string({ error: '应为文字' }).trim().max(limits.keywordLength).optional(),
}

const about =
  'Newest first. `actorKind` with `actorId` for one person, `subjectKind` with `subjectId`, `action` (whole, or its first word), `from` and `to` (ms, '
  + '`to` exclusive), `text` (in names and details) narrow it. A call looks through so many entries: `next` is where it goes on (`before`), null at the end.'

export const listAudit = call({
  ...byAdministrators,
  method: 'GET',
  path: '/api/admin/audit',
  summary: '审计日志',
  weight: 10,
  description: about,
  query: z.object({ ...filters, size: Whole(1, limits.pageSize).default(50) }),
  reply: z.object({ entries: z.array(AuditEntry), next: z.int().nullable() }).meta({ id: 'AuditEntries' }),
  says: '查询成功',
  failures: ['admin.only'],
})

export const exportAudit = call({
  ...byAdministrators,
  method: 'POST',
  path: '/api/admin/audit_export',
  summary: '导出审计日志',
  weight: 30,
  description: `As CSV, in parts that are put one after the other; the first begins with the mark of UTF-8 and a header. ${about}`,
  body: z.object(filters),
  reply: z.object({ csv: z.string(), next: z.int().nullable() }).meta({ id: 'AuditTable' }),
  says: '操作成功！',
  failures: ['admin.only'],
})
