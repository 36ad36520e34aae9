/** What is written between two marks: nothing blank at its ends, and within one line. */
const marks: readonly [RegExp, string][] = [
  // Lines that begin or end code, and what quotes and headings begin with.
  [/^[ \t]*`{3,}[\w+#.-]*$/gm, ''],
  [/^[ \t]*(?:>|#{2,6})[ \t]/gm, ''],
  [/`{3}/g, ''],
  [/`([^`\n]+)`/g, '$1'],
  [/\[([^[\]\n]{1,300})\]\(https?:[^\s()]+\)/g, '$1'],
  [/(?<![\w/\\])\*\*(?![\s*])([^*\n]+)(?<!\s)\*\*(?![\w/\\])/g, '$1'],
  [/(?<![^\s"'“‘（(，。；：！？])~~(?![\s~])([^~\n]+)(?<!\s)~~/g, '$1'],
  [/(?<![^\s"'“‘（(，。；：！？])([*_])(?![\s*_])([^*_\n]+)(?<!\s)\1(?![^\s"'”’）),.，。；：;:!！?？])/g, '$2'],
]

/** The words of a short text without the marks of Markdown, for where one line has to do. */
export const withoutMarks = (text: string): string => marks.reduce((rest, [mark, by]) => rest.replace(mark, by), text)
