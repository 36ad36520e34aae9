// Says what is wrong where a browser is too old for the client, which would stay blank there or break on some pages:
// written so that old browsers understand it, and loaded before the client.
;(function () {
  var knows =
    'noModule' in document.createElement('script')
    && typeof Array.prototype.findLast === 'function'
    && typeof Map.groupBy === 'function'
    && typeof AbortSignal.timeout === 'function'
    && typeof Intl.Segmenter === 'function'
    && typeof URL.canParse === 'function'
  if (knows) return

  var isChinese = /^zh/i.test(navigator.language || '')
  var note = document.createElement('div')
  note.id = 'old-browser'
  note.setAttribute('role', 'alert')
  note.style.cssText =
    'position:fixed;z-index:1000;left:0;right:0;bottom:0;padding:12px 16px;background:#fff3d6;color:#3b2f10;'
    + 'font:15px/1.5 system-ui,sans-serif;text-align:center'
  note.appendChild(
    document.createTextNode(
      isChinese
        ? '这个浏览器太旧，鸿雁可能打不开，或有些功能用不了。请更新，或换用新版的 Chrome、Edge、Firefox 或 Safari。'
        : 'This browser is too old: Hongyan may stay blank, or parts of it may not work. Please update it, or use a current Chrome, Edge, Firefox or Safari.',
    ),
  )
  var close = document.createElement('button')
  close.type = 'button'
  close.style.cssText = 'margin-left:12px;padding:4px 14px;font:inherit;text-decoration:underline;cursor:pointer'
  close.appendChild(document.createTextNode(isChinese ? '知道了' : 'OK'))
  close.onclick = function () {
    note.parentNode.removeChild(note)
  }
  note.appendChild(close)
  document.body.appendChild(note)
})()
