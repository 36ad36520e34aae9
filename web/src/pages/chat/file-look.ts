import { extensionOf } from './file-words.ts'

/** How a file can be looked at without a program of its own. */
export type FileLook = 'text' | 'markdown' | 'code' | 'table' | 'pdf' | 'audio' | 'video'

const endings: Record<FileLook, string> = {
  text: 'txt log text ini conf cfg properties srt nfo diff patch gitignore env',
  markdown: 'md markdown',
  code: 'json jsonl js mjs cjs ts mts jsx tsx vue html htm css scss less xml svg yaml yml toml py rb php java kt swift c h cc cpp hpp cs go rs lua pl r sh bash bat ps1 sql',
  table: 'csv tsv',
  pdf: 'pdf',
  audio: 'mp3 wav m4a aac ogg oga opus flac',
  video: 'mp4 webm m4v',
}
const byEnding = new Map(
  Object.entries(endings).flatMap(([look, all]) => all.split(' ').map(ending => [ending, look as FileLook] as const)),
)

/** By its name, else by what the server found; undefined for what is only ever downloaded. */
export const lookOf = ({ text, category }: { text: string; category: string }): FileLook | undefined =>
  byEnding.get(extensionOf(text) || category.toLowerCase())
