import { ourVersion } from '../../../contract/our-clients.ts'

/**
 * The phone page's program, as the browser gets it: a function of `{ purpose, text }`. Text from the server only ever
 * becomes text nodes. Its own address answers JSON when asked for JSON with a token.
 */
export const script = String.raw`function ({ purpose, text }) {
  const view = document.getElementById('view')
  const prefix = location.pathname.slice(0, location.pathname.indexOf('/auth/'))
  const codePath = location.pathname.replace(/\/[^/]*\/?$/, '')
  // Private windows may forbid storage: then the login lasts as long as the page.
  const memory = {}
  const recall = name => { try { return localStorage.getItem('hongyan.' + name) || ofClient(name) } catch { return memory[name] || null } }
  // Who is logged in to the web client of this browser is known already.
  const ofClient = name => {
    const login = JSON.parse(localStorage.getItem('hongyan.login') || 'null')
    return login && (name === 'token' ? login.authorization : login.user.trueName)
  }
  const keep = (name, value) => {
    try { value === null ? localStorage.removeItem('hongyan.' + name) : localStorage.setItem('hongyan.' + name, value) } catch { memory[name] = value }
  }
  const forget = () => { keep('token', null); keep('name', null) }

  const make = (tag, props, ...children) => {
    const element = Object.assign(document.createElement(tag), props)
    element.append(...children)
    return element
  }
  const show = (...parts) => view.replaceChildren(...parts.filter(Boolean))
  const heading = words => make('h1', { textContent: words })
  const line = (words, isBad) => make('p', { textContent: words, className: isBad ? 'bad' : '', role: isBad ? 'alert' : null })
  const button = (words, className, act) => make('button', {
    type: 'button', textContent: words, className,
    onclick: async event => {
      const buttons = view.querySelectorAll('button')
      buttons.forEach(each => { each.disabled = true })
      try { await act(event) } finally { buttons.forEach(each => { each.disabled = false }) }
    },
  })
  const facts = rows => make('dl', {}, ...rows.filter(([, value]) => value).flatMap(([name, value]) => [make('dt', { textContent: name }), make('dd', { textContent: value })]))
  const picture = src => make('img', { src, alt: '' })
  const switcher = () => button(text.switchAccount, 'quiet', () => { forget(); askLogin() })

  // Resolves with { status, data, words }; status 0 where nothing came back.
  const call = async (method, path, body) => {
    const token = recall('token')
    const headers = { Accept: 'application/json', version: '${ourVersion('page')}' }
    if (token) headers.Authorization = token
    if (body) headers['Content-Type'] = 'application/json'
    try {
      const response = await fetch(path, { method, headers, cache: 'no-store', credentials: 'same-origin', body: body && JSON.stringify(body) })
      const answer = await response.json().catch(() => ({}))
      const isGood = response.ok && answer.code === 200
      return { status: isGood ? 200 : response.ok ? answer.code || 500 : response.status, data: answer.data, words: answer.msg }
    } catch {
      return { status: 0 }
    }
  }
  const says = answer => answer.status === 0 ? text.offlineHint : text.statuses[answer.status] || answer.words || text.failed

  const failed = (answer, again) => {
    if (answer.status === 401) { forget(); return askLogin() }
    const canRetry = answer.status === 0 || answer.status === 429 || answer.status >= 500
    const isOthers = answer.status === 403
    show(heading(answer.status === 0 ? text.offline : text.failed), line(says(answer), true), canRetry && button(text.retry, '', again), isOthers && switcher())
  }

  const askLogin = () => {
    const account = make('input', { name: 'account', autocomplete: 'username', autocapitalize: 'none', spellcheck: false, required: true, maxLength: 200 })
    const password = make('input', { name: 'password', type: 'password', autocomplete: 'current-password', required: true, maxLength: 128 })
    const note = make('div', {})
    const submit = make('button', { textContent: text.submit })
    const form = make('form', {
      onsubmit: async event => {
        event.preventDefault()
        submit.disabled = true
        const answer = await call('POST', prefix + '/auth/login', { account: account.value, password: password.value })
        submit.disabled = false
        if (answer.status !== 200) return note.replaceChildren(line(says(answer), true))
        keep('token', answer.data.authorization)
        keep('name', answer.data.user.trueName)
        await load()
      },
    }, make('label', {}, text.account, account), make('label', {}, text.password, password), note, submit)
    show(heading(text.signIn), line(text.signInHint), form)
  }

  const askConfirm = data => {
    const decide = (verb, done) => async () => {
      const answer = await call('POST', codePath + '/' + verb)
      if (answer.status === 200) show(...done)
      else failed(answer, load)
    }
    show(
      heading(text.confirmTitle), line(text.confirmHint),
      facts([[text.as, recall('name')], [text.platform, data.platform], [text.address, data.ip], [text.time, new Date(data.time).toLocaleString()]]),
      button(text.confirm, '', decide('confirm', [heading(text.confirmed), line(text.confirmedHint)])),
      button(text.cancel, 'plain', decide('cancel', [heading(text.cancelled), line(text.confirmedHint)])),
    )
  }

  const showCard = ({ group, user }) => group
    ? show(picture(group.avatar), heading(group.text), line(group.isMember ? text.joined : text.asked), facts([[text.members, String(group.count)]]))
    : show(picture(user.avatar), heading(user.trueName), user.sign && line(user.sign), facts([[text.phone, user.phone], [text.email, user.email]]))

  const load = async () => {
    if (!recall('token')) return askLogin()
    show(heading(purpose === 'login' ? text.loginTitle : text.cardTitle), line(text.loading))
    const answer = await call('GET', location.pathname)
    if (answer.status !== 200) failed(answer, load)
    else if (purpose === 'login') askConfirm(answer.data)
    else showCard(answer.data)
  }
  load()
}`
