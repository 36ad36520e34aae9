import type { HeaderMistake, LineMistake, Refusal } from '../features/admin/refused.ts'
import { encodings } from '../features/admin/table-text.ts'

type Texts<Reason extends { name: string }> = {
  [Name in Reason['name']]: (reason: Extract<Reason, { name: Name }>) => string
}

const texts: Texts<Refusal> = {
  'user.unknown': ({ usernames }) => `There is no user ${usernames.map(name => `"${name}"`).join(', ')}.`,
  'user.cannotManage': ({ username }) => `${username} is disabled and could not manage a group.`,
  'user.lastAdministrator': ({ username }) =>
    `${username} is the last administrator who is enabled: make another one first.`,
  'username.invalid': ({ username }) =>
    `"${username}" is no username: 2 to 40 letters, digits, ".", "_" or "-", not digits alone`,
  'trueName.invalid': () => 'the true name is missing or longer than 40 characters',
  'phone.invalid': ({ phone }) => `"${phone}" is no phone number: digits are expected`,
  'email.invalid': ({ email }) => `"${email}" is no e-mail address`,
  'account.taken': ({ account }) => `"${account}" is taken`,
  'account.takenMeanwhile': ({ field }) => `Nothing was kept: ${field} is taken.`,
  'name.invisible': ({ text }) => `The name ${JSON.stringify(text)} has nothing that can be seen.`,
  'name.controls': ({ text }) => `The name ${JSON.stringify(text)} has line ends or other controls in it.`,
  'name.length': ({ most }) => `A name of ${most} characters at most is expected.`,
  'department.noCompany': () => 'a department needs a company',
  'company.unknown': ({ company }) => `There is no company "${company}". An import makes the companies that it names.`,
  'company.ambiguous': ({ company }) => `There is more than one company "${company}".`,
  'company.exists': ({ company }) => `There is a company "${company}" already.`,
  'license.unknown': ({ license }) => `There is no licence "${license}". Make it with "license add".`,
  'license.ambiguous': ({ license }) => `There is more than one licence "${license}".`,
  'license.exists': ({ license }) => `There is a licence "${license}" already.`,
  'license.exceeded': ({ limit: { license, most, what } }) =>
    `Refused: the licence "${license}" allows ${most} ${what === 'seats' ? 'enabled people' : 'levels'}, not more.`,
  'group.unknown': ({ id }) => noneWithId('group', id),
  'group.dissolved': ({ group }) => `The group "${group}" was dissolved.`,
  'group.ownerStays': () => 'The owner cannot be removed.',
  'group.notMember': ({ username, group: { id, name } }) =>
    `${username} is not in "${name}": bring them in first with group add ${id} ${username}.`,
  'module.unknown': ({ id }) => noneWithId('module', id),
  'module.everyModule': ({ id }) => `Module ${id} stands for all of them: it sends nothing itself.`,
  'entry.unknown': ({ id }) => noneWithId('entry', id),
  'address.invalid': ({ address }) => `"${address}" is no http or https address.`,
  'table.workbook': () => 'The file is an Excel workbook. Save it as "CSV UTF-8" first.',
  'table.empty': () => 'The file is empty.',
  'table.noPeople': () => 'The file has no people.',
  'table.wrongEncoding': ({ encoding }) => `The file is not ${encoding ?? 'readable'}: its bytes do not fit.`,
  'table.unclearEncoding': ({ line }) =>
    `The file is not UTF-8 (see line ${line}), and its encoding is not clear. `
    + `Save it as "CSV UTF-8", or name it: --encoding ${encodings.join('|')}.`,
  'table.damaged': ({ line }) =>
    `line ${line}: there are signs that an earlier conversion has destroyed. `
    + 'Save the table again from where it is right.',
  'table.openQuote': ({ line }) => `line ${line}: a quote is not closed, or text follows a closing quote`,
  'table.badHeader': ({ mistakes }) => mistakes.map(mistake => `line 1: ${textIn(headerTexts, mistake)}`).join('\n'),
  'table.badLines': ({ mistakes }) => {
    const lines = mistakes.map(mistake => `line ${mistake.line}: ${textIn(lineTexts, mistake)}`)
    return ['Nothing was imported:', ...lines].join('\n')
  },
}

const headerTexts: Texts<HeaderMistake> = {
  'column.unknown': ({ column }) => `no such column "${column}"`,
  'column.missing': ({ column }) => `the column ${column} is missing`,
  'column.repeated': ({ column }) => `the column ${column} is there twice`,
}

const lineTexts: Texts<LineMistake> = {
  ...texts,
  // Inside a list of mistakes these are no sentences.
  'name.invisible': ({ text }) => `the name ${JSON.stringify(text)} has nothing that can be seen`,
  'name.controls': ({ text }) => `the name ${JSON.stringify(text)} has line ends or other controls in it`,
  'company.ambiguous': ({ company }) => `there is more than one company "${company}"`,
  'cells.tooMany': () => 'more cells than columns',
  'positions.count': ({ positions, departments }) =>
    `${positions} positions for ${departments} departments: give one for all, or one for each`,
  'value.repeated': ({ field, value, firstLine }) => `${field} "${value}" is on line ${firstLine} already`,
}

function textIn<Reason extends { name: string }>(table: Texts<Reason>, reason: Reason): string {
  const text = table[reason.name as Reason['name']] as (reason: Reason) => string
  return text(reason)
}

/** Why something was refused, in words for an administrator at the command line. */
export const refusalText = (refusal: Refusal): string => textIn(texts, refusal)

/** Of what `what` names there is none with this id, as it was typed. */
export const noneWithId = (what: 'group' | 'module' | 'entry', id: number | string): string =>
  `There is no ${what} with the id "${id}".`
