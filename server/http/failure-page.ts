import { failures, fillText, type Failure } from '../../contract/failures.ts'
import { escapeHtml, page } from './html.ts'

/** What a person sees who opened an address of ours and is refused. */
export const failurePage = ({ message, failure, values }: Failure): string =>
  page(
    '打不开',
    `<div class="welcome"><h1>打不开</h1>
<p>${escapeHtml(message)}</p><p class="soft" lang="en">${escapeHtml(fillText(failures[failure].en, values))}</p>
<p class="soft">关闭此页，回到鸿雁再试一次；仍然打不开时请联系管理员。</p></div>`,
  )
