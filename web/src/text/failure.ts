import { failures, fillText } from '../../../contract/failures.ts'
import type { FailureName } from '../../../contract/failures.ts'
import type { Named } from '../api/failure.ts'
import { general } from './general.ts'
import { language } from './language.ts'

type Told = Named & { code?: unknown; message?: unknown }

const isKnown = (name: string | undefined): name is FailureName => name !== undefined && Object.hasOwn(failures, name)

/** What went wrong, in words for a person: in the contract's, where the server named it, else in the server's own. */
export function failureText(error: unknown): string {
  const { code, message, failure, values = {} } = (error ?? {}) as Told
  // Code 0: there was no answer at all. What has no code is a bug, and its words are none for a person.
  if (code === 0) return general.offlineFailure
  if (typeof code !== 'number' || typeof message !== 'string' || message === '') return general.unknownFailure
  return isKnown(failure) ? fillText(failures[failure][language.value], values) : message
}
