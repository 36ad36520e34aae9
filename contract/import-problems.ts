/*
 * What can be wrong with a table of people that is imported, in words for who saved it: each stands beside its line.
 * `{value}` is filled in as in `failures.ts`.
 */
export const importProblems = {
  'username.invalid': {
    zh: '用户名“{username}”不正确：应为 2 到 40 个字，可以用文字、数字和 . _ -，不能全是数字',
    en: '“{username}” is no username: 2 to 40 letters, digits and . _ -, and not digits alone',
  },
  'trueName.invalid': { zh: '姓名为空，或超过 40 个字', en: 'The name is missing or longer than 40 characters' },
  'phone.invalid': { zh: '“{phone}”不是电话号码', en: '“{phone}” is no phone number' },
  'email.invalid': { zh: '“{email}”不是邮箱地址', en: '“{email}” is no e-mail address' },
  'account.taken': { zh: '“{account}”已被别人使用', en: 'Somebody else has “{account}”' },
  'account.takenMeanwhile': {
    zh: '导入期间，有人占用了表中的用户名、手机号或邮箱（{field}），请重试',
    en: 'Meanwhile somebody took one of these ({field}): try again',
  },
  'name.invisible': { zh: '名称里没有看得见的字', en: 'A name has nothing that can be seen' },
  'name.controls': {
    zh: '名称“{text}”里有换行或控制符',
    en: 'The name “{text}” has line ends or other controls in it',
  },
  'department.noCompany': { zh: '写了部门，没有写公司', en: 'There is a department, but no company' },
  'company.ambiguous': { zh: '有多个叫“{company}”的公司', en: 'There is more than one company “{company}”' },
  'license.exceeded': {
    zh: '超过了许可“{license}”的上限 {most}',
    en: 'The licence “{license}” allows {most}, not more',
  },
  'cells.tooMany': { zh: '单元格比列多', en: 'There are more cells than columns' },
  'positions.count': {
    zh: '{departments} 个部门却有 {positions} 个职位：应写一个共用的，或每个部门一个',
    en: '{positions} positions for {departments} departments: give one for all, or one for each',
  },
  'value.repeated': { zh: '“{value}”与第 {firstLine} 行重复', en: '“{value}” is on line {firstLine} already' },
  'column.unknown': { zh: '没有“{column}”这一列', en: 'There is no column “{column}”' },
  'column.missing': { zh: '缺少“{column}”列', en: 'The column “{column}” is missing' },
  'column.repeated': { zh: '“{column}”列出现了两次', en: 'The column “{column}” is there twice' },
  'table.workbook': {
    zh: '这是 Excel 工作簿。请在 Excel 里另存为“CSV UTF-8”，再选择那个文件',
    en: 'This is an Excel workbook. Save it as “CSV UTF-8” in Excel, and choose that file',
  },
  'table.empty': { zh: '文件是空的', en: 'The file is empty' },
  'table.noPeople': { zh: '表里没有人', en: 'Nobody is in the table' },
  'table.wrongEncoding': { zh: '文件的编码不对，读不出来', en: 'The file cannot be read: its encoding is another one' },
  'table.unclearEncoding': {
    zh: '不清楚文件用的是哪种编码，请另存为“CSV UTF-8”',
    en: 'The encoding is not clear: save the table as “CSV UTF-8”',
  },
  'table.damaged': {
    zh: '这里的文字在以前的转换里已经损坏，请从完好的原表重新保存',
    en: 'An earlier conversion has destroyed signs here: save the table again from where it is right',
  },
  'table.openQuote': {
    zh: '引号没有闭合，或闭合的引号后面还有文字',
    en: 'A quote is not closed, or text follows a closing quote',
  },
} as const satisfies Record<string, { zh: string; en: string }>

export type ImportProblem = keyof typeof importProblems

export const isImportProblem = (name: string): name is ImportProblem => Object.hasOwn(importProblems, name)
