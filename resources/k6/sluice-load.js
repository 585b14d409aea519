// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The proof run of tests/bench/soak.sh for those who have k6: 10,000 streams for five minutes, published to, 1 % of
// them leaving every second and coming back by Last-Event-ID; p99 below 100 ms, nothing lost, nothing refused.
//
// k6 knows no event streams by itself. This script needs the extension xk6-sse (https://github.com/phymbert/xk6-sse),
// in a k6 built with it once:
//
//     go install go.k6.io/xk6/cmd/xk6@latest
//     xk6 build --with github.com/phymbert/xk6-sse
//     ulimit -n 20000
//     ./k6 run -e URL=http://127.0.0.1:8080/stream/load -e PUBLISH_URL=http://127.0.0.1:8080/publish/load \
//         resources/k6/sluice-load.js
//
// What sluicectl load does and this cannot: a virtual user of k6 costs megabytes, so 10,000 of them need some 30 GiB
// and their own machine; the memory of the server is not seen (watch process_resident_memory_bytes in /metrics); times
// are of one machine's clock in milliseconds, so publisher and streams must be in one k6.

import exec from 'k6/execution'
import http from 'k6/http'
import sse from 'k6/x/sse'
import { Counter, Rate, Trend } from 'k6/metrics'

const url = __ENV.URL || 'http://127.0.0.1:8080/stream/load'
const publishUrl = __ENV.PUBLISH_URL || 'http://127.0.0.1:8080/publish/load'
const clients = Number(__ENV.CLIENTS || 10000)
const rate = Number(__ENV.RATE || 5) // events per second
const seconds = Number(__ENV.SECONDS || 300)
const ramp = Number(__ENV.RAMP || 20) // seconds until all clients are there
const churn = Number(__ENV.CHURN || 0.01) // share of the clients that leaves every second
const size = 100 // bytes of data, about

const latency = new Trend('sluice_latency', true)
const delivered = new Counter('sluice_delivered')
const lost = new Counter('sluice_lost')
const repeated = new Counter('sluice_repeated')
const dropped = new Rate('sluice_dropped') // streams that ended without leaving by themselves
const refused = new Rate('sluice_refused')
const published = new Rate('sluice_published')

export const options = {
  scenarios: {
    streams: {
      executor: 'ramping-vus',
      exec: 'stream',
      startVUs: 0,
      stages: [
        { duration: `${ramp}s`, target: clients },
        { duration: `${seconds}s`, target: clients },
      ],
      gracefulStop: '5s',
    },
    // One user, so that the events are in order; it begins when all streams are open.
    publisher: {
      executor: 'constant-arrival-rate',
      exec: 'publish',
      rate: rate,
      timeUnit: '1s',
      startTime: `${ramp + 2}s`,
      duration: `${seconds - 5}s`,
      preAllocatedVUs: 1,
      maxVUs: 1,
    },
  },
  thresholds: {
    sluice_latency: ['p(99)<100'],
    sluice_dropped: ['rate==0'],
    sluice_refused: ['rate==0'],
    sluice_published: ['rate==1'],
    sluice_lost: ['count==0'],
    sluice_repeated: ['count==0'],
  },
}

// Of this virtual user, over its returns.
let lastEventId = ''
let nextNumber = -1

export function stream() {
  const opened = Date.now()
  const headers = { Accept: 'text/event-stream', 'Cache-Control': 'no-cache' }
  if (lastEventId) headers['Last-Event-ID'] = lastEventId

  // How long until this client leaves, so that on average the share `churn` leaves every second.
  const stay = churn > 0 ? (-Math.log(1 - Math.random()) / churn) * 1000 : Infinity
  const end = exec.scenario.startTime + (ramp + seconds) * 1000
  let left = false

  const response = sse.open(url, { headers: headers }, (client) => {
    client.on('event', (event) => {
      const now = Date.now()
      if (event.id) lastEventId = event.id
      take(event.data, opened, now)
      if (now - opened > stay || now > end) {
        left = true
        client.close()
      }
    })
  })
  const isOpen = Boolean(response) && response.status === 200
  refused.add(!isOpen)
  if (isOpen) dropped.add(!left && Date.now() < end)
}

function take(data, opened, now) {
  let event
  try {
    event = JSON.parse(data)
  } catch (_) {
    return // somebody else's
  }
  if (typeof event.number !== 'number') return
  if (nextNumber >= 0 && event.number < nextNumber) {
    repeated.add(1)
    return
  }
  if (nextNumber >= 0) lost.add(event.number - nextNumber)
  nextNumber = event.number + 1
  delivered.add(1)
  // What was sent while this client was away says nothing about latency.
  if (event.sent >= opened) latency.add(now - event.sent)
}

export function publish() {
  const event = { number: exec.scenario.iterationInTest, sent: Date.now(), padding: '' }
  event.padding = 'x'.repeat(Math.max(0, size - JSON.stringify(event).length))
  const headers = { 'Content-Type': 'application/json' }
  if (__ENV.TOKEN) headers.Authorization = `Bearer ${__ENV.TOKEN}`
  const response = http.post(publishUrl, JSON.stringify(event), { headers: headers })
  published.add(response.status >= 200 && response.status < 300)
}
