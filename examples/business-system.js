// A small business system: it sends one notice, then waits for the people who click it and asks who they are.
//
//   npm run hongyan -- module add Approvals            prints the id and the key
//   HONGYAN_REDIRECT_ORIGINS=http://127.0.0.1:8100 npm start
//   node examples/business-system.js <module id> <key> <user ids, as 1,2> [address of Hongyan] [own port]
import { createServer } from 'node:http'

const [moduleId, key, targets, hongyan = 'http://127.0.0.1:8005', port = '8100'] = process.argv.slice(2)
const ownAddress = `http://127.0.0.1:${port}`

const escaped = text => text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`)

async function post(path, body, headers = {}) {
  const answer = await fetch(hongyan + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  const { code, msg, data } = await answer.json()
  if (code !== 200) throw new Error(`${path}: ${code} ${msg}`)
  return data
}

// Whoever opens a link of ours through Hongyan comes with a ticket: it is good once, for a minute.
const server = createServer(async (request, response) => {
  const ticket = new URL(request.url, ownAddress).searchParams.get('ticket')
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  try {
    const person = await post('/auth/ticket', { ticket, origin: ownAddress })
    console.log(`${person.trueName} came in`)
    response.end(`<p>Hello ${escaped(person.trueName)}`)
  } catch (error) {
    response.writeHead(403).end(`<p>${escaped(error.message)}`)
  }
})

server.listen(Number(port), '127.0.0.1', async () => {
  // The same code is the same notice: after a failure of the network it can simply be sent again.
  const notice = await post(
    '/api/module_msg',
    {
      moduleId,
      targets,
      code: 'leave-2026-05-20',
      actionText: 'Leave request',
      content: 'Li Na asks for two days off',
      url: `${ownAddress}/leave/17`,
    },
    { Authorization: key },
  )
  console.log(`notice ${notice.id} went to ${notice.receivers} people; waiting for them at ${ownAddress}`)
})
