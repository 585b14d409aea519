// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Node.js peer of compare.sh: server-sent events as they are usually written, a Map of responses per
// channel and one res.write() per event per client. Loopback only. Usage: node node-peer.mjs PORT

import http from 'node:http';

const port = Number(process.argv[2]);
const channels = new Map();
let lastClient = 0;
let lastEvent = 0;

function clientsOf(channel) {
    let clients = channels.get(channel);
    if (!clients) {
        clients = new Map();
        channels.set(channel, clients);
    }
    return clients;
}

function openStream(channel, request, response) {
    const clients = clientsOf(channel);
    const client = ++lastClient;
    response.writeHead(200, {
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-cache',
        Connection: 'keep-alive',
    });
    response.flushHeaders();
    clients.set(client, response);
    request.on('close', () => clients.delete(client));
}

function publish(channel, request, response) {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part) => { body += part; });
    request.on('end', () => {
        const event = `id: ${++lastEvent}\ndata: ${body}\n\n`;
        for (const client of clientsOf(channel).values())
            client.write(event);
        response.writeHead(202, { 'Content-Length': 0 });
        response.end();
    });
}

const server = http.createServer((request, response) => {
    const [, route, channel] = request.url.split('?')[0].split('/');
    if (request.method === 'GET' && route === 'stream')
        openStream(channel, request, response);
    else if (request.method === 'POST' && route === 'publish')
        publish(channel, request, response);
    else if (route === 'healthz')
        response.end('ok\n');
    else
        response.writeHead(404).end();
});

server.requestTimeout = 0;
server.keepAliveTimeout = 120_000;
server.headersTimeout = 130_000;
// The default backlog of 511 would time the kernel's retries of the connect storm instead of Node.
server.listen({ port, host: '127.0.0.1', backlog: 4096 });
