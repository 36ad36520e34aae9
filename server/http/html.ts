const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as HTML; a trusted piece of HTML stays what it is. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, sign => entities[sign] ?? sign)

/** Text in which backticks mark code. */
export const prose = (text: string): string => escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>')

/** Nothing may be loaded or run by our own pages but the style they carry. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}

const style = `
:root{color-scheme:light dark;--ink:#1c2430;--soft:#5c6878;--line:#e2e6ec;--paper:#fff;--back:#f5f7fa;--mark:#eef2f7;--blue:#1763c6;--get:#0f7b4f;--post:#1763c6;--put:#9a5b00;--delete:#b3261e}
@media (prefers-color-scheme:dark){:root{--ink:#e3e8ef;--soft:#98a4b5;--line:#2b3442;--paper:#161c25;--back:#0f141b;--mark:#212a37;--blue:#78b0ff;--get:#57c998;--post:#78b0ff;--put:#e0aa55;--delete:#ff8b82}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:1rem}
body{margin:0;background:var(--back);color:var(--ink);font:15px/1.6 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
a{color:var(--blue);text-decoration:none}a:hover{text-decoration:underline}
:focus-visible{outline:2px solid var(--blue);outline-offset:2px;border-radius:4px}
code{font:.875em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--mark);padding:.1em .35em;border-radius:4px;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .5rem}h2{font-size:1.2rem;margin:2.5rem 0 .75rem}h3{font-size:.8rem;margin:1.1rem 0 .35rem;color:var(--soft);font-weight:600}
.layout{display:grid;grid-template-columns:17rem minmax(0,1fr);max-width:76rem;margin:0 auto}
nav{position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto;padding:1.75rem 1rem 2rem 1.25rem;font-size:.875rem}
nav summary{cursor:pointer;font-weight:600}nav strong{display:block;margin:1rem 0 .2rem;color:var(--soft);font-size:.8rem}
nav a{display:block;padding:.12rem 0;color:var(--ink);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
main{padding:1.75rem 1.5rem 4rem}
article{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:1rem 1.25rem;margin:0 0 1rem}
.head{display:flex;flex-wrap:wrap;gap:.35rem .7rem;align-items:baseline}
.head a{color:inherit}
.path{font:600 .95rem ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.method{font:700 .75rem ui-monospace,Menlo,Consolas,monospace}
.get{color:var(--get)}.post{color:var(--post)}.put{color:var(--put)}.delete{color:var(--delete)}
.open{font-size:.75rem;color:var(--soft);border:1px solid var(--line);border-radius:99px;padding:0 .55rem;margin-left:auto}
.soft{color:var(--soft)}p{margin:.4rem 0}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.875rem}
th{text-align:left;font-weight:600;color:var(--soft);font-size:.8rem}
th,td{padding:.35rem .9rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top}
tr:last-child td{border-bottom:0}
.params th:nth-child(1){width:26%}.params th:nth-child(2),.params th:nth-child(3){width:10%}.params th:nth-child(4){width:24%}td:first-child{white-space:nowrap}
details>summary{cursor:pointer}
article details{margin-top:.75rem}article summary{font-size:.85rem;color:var(--soft);font-weight:600}
.welcome{max-width:36rem;margin:18vh auto 0;padding:0 1.5rem}
@media (max-width:52rem){.params td:first-child{white-space:normal}.layout{display:block}nav{position:static;max-height:13rem;margin:.75rem .75rem 0;padding:.75rem 1rem;border:1px solid var(--line);border-radius:10px;background:var(--paper)}nav a{padding:.3rem 0}main{padding:1rem .75rem 3rem}article{padding:.9rem}
.params thead{display:none}.params tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--line)}.params tr:last-child{border:0}.params td{display:inline-block;border:0;padding:0 .6rem 0 0}.params td:last-child{display:block}}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
`

/** A whole page of ours around a piece of HTML. */
export const page = (title: string, content: string, language = 'zh-CN'): string => `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${style}</style></head><body>${content}</body></html>`
