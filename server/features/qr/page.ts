import { Answer } from '../../lib/route.ts'
import { newSecret } from '../../lib/secret.ts'
import { words, type Language } from './page-words.ts'
import { script } from './page-script.ts'

/** Characters of an `Accept-Language` that are read: browsers write a few dozen. */
const longestHeader = 200

/** Whether an `Accept-Language` ranks English above Chinese; Chinese where it says neither. */
export function prefersEnglish(acceptLanguage = ''): boolean {
  const ranks = { en: 0, zh: 0 }
  for (const part of acceptLanguage.slice(0, longestHeader).toLowerCase().split(',')) {
    const [range = '', ...settings] = part.split(';').map(text => text.trim())
    const quality = settings.find(text => text.startsWith('q='))?.slice(2)
    const language = range.split('-')[0]
    if (language === 'en' || language === 'zh') ranks[language] = Math.max(ranks[language], Number(quality ?? 1) || 0)
  }
  return ranks.en > ranks.zh
}

const style = `
:root { color-scheme: light dark; --ink: #16202c; --dim: #5b6776; --paper: #f3f5f8; --card: #fff; --line: #d9dfe7; --main: #1667d9; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf3; --dim: #9aa7b5; --paper: #10151b; --card: #1a212a; --line: #313b47; --main: #5b9cf5; --bad: #ff8a80; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 20px; background: var(--paper); color: var(--ink);
  font: 17px/1.5 system-ui, -apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif; }
main { width: 100%; max-width: 420px; padding: 28px 22px; border-radius: 16px; background: var(--card); }
h1 { margin: 0 0 6px; font-size: 22px; overflow-wrap: anywhere; }
p { margin: 6px 0 14px; color: var(--dim); overflow-wrap: anywhere; }
p.bad { color: var(--bad); }
label { display: block; margin-top: 14px; }
input { display: block; width: 100%; height: 50px; margin-top: 4px; padding: 0 12px; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 10px; }
button { display: block; width: 100%; min-height: 52px; margin-top: 14px; font: inherit; font-weight: 600; border-radius: 12px; border: 1px solid var(--main); background: var(--main); color: #fff; }
@media (prefers-color-scheme: dark) { button { color: #0b1017; } }
button.plain { background: transparent; color: var(--main); }
button.quiet { min-height: 44px; border-color: transparent; background: transparent; color: var(--dim); font-weight: 400; }
button:disabled { opacity: .55; }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 8px 16px; margin: 16px 0; padding: 14px; border: 1px solid var(--line); border-radius: 12px; }
dt { color: var(--dim); } dd { margin: 0; text-align: right; overflow-wrap: anywhere; }
img { display: block; width: 88px; height: 88px; margin: 4px auto 14px; border-radius: 16px; object-fit: cover; }
`

const htmlSafe = (value: unknown) => JSON.stringify(value).replace(/</g, '\\u003c')

/** The page that a phone's browser gets for a QR address: a shell that asks for everything by itself, as the person who is logged in. */
export function phonePage(purpose: 'login' | 'card', language: Language): Answer {
  const nonce = newSecret(128)
  const text = words[language]
  const title = purpose === 'login' ? text.loginTitle : text.cardTitle
  return new Answer(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; img-src 'self' http: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    vary: 'Accept, Accept-Language',
  }, `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<main id="view" aria-live="polite"><h1>${title}</h1><p>${text.loading}</p></main>
<noscript>${text.noScript}</noscript>
<script nonce="${nonce}">(${script})(${htmlSafe({ purpose, text })})</script>
</body>
</html>
`)
}
