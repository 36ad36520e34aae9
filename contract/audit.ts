/** Who did it: a person, who runs the command line, a business system, or the server by itself. */
export const auditActors = ['person', 'commandLine', 'system', 'server'] as const
export type AuditActor = (typeof auditActors)[number]

/** What it was done to. */
export const auditSubjects = [
  'person',
  'department',
  'company',
  'license',
  'group',
  'module',
  'entry',
  'invitation',
] as const
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
