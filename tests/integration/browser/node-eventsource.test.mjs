// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// npm's eventsource, the EventSource of Node.js programs, as a client of a real engine: what a strict client written
// by others reads out of the same bytes, and where it resumes.
// Environment: SLUICED (the program).

import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';

import { EventSource } from 'eventsource';

import { CuttingProxy } from './cuttingProxy.mjs';
import { Engine, eventually } from './engine.mjs';
import { assertNumbers, NAMES, published, publishNumbers } from './numbers.mjs';

const PATIENCE = 60_000;
const LONG = { timeout: 180_000 };
const SETTINGS = ['pool.overload_retry=300ms', 'drain.retry_spread=300ms', 'drain.grace=0ms'];

let engine;
let clients;

beforeEach(async () => {
    clients = [];
    engine = await Engine.create(process.env.SLUICED, SETTINGS.flatMap(setting => ['--set', setting]));
    await engine.start();
});

afterEach(async () => {
    for (const client of clients)
        client.source.close();
    await engine.end();
});

/** Subscribes to channel "news", recording all that is dispatched and the Last-Event-ID of every request. */
function subscribe(port = engine.port) {
    const client = { events: [], opened: 0, errors: [], asked: [] };
    client.source = new EventSource(`http://127.0.0.1:${port}/stream/news`, {
        fetch: (url, init) => {
            client.asked.push(init.headers['Last-Event-ID'] ?? null);
            return fetch(url, init);
        },
    });
    client.source.addEventListener('open', () => { ++client.opened; });
    client.source.addEventListener('error', event => client.errors.push(event.message ?? ''));
    for (const name of NAMES)
        client.source.addEventListener(name, event => client.events.push({ name, data: event.data, id: event.lastEventId }));
    clients.push(client);
    return client;
}

async function opened(client, times = 1) {
    await eventually(`it is open for the ${times}. time: ${client.errors}`, () => client.opened >= times, PATIENCE);
}

async function received(client, count) {
    await eventually(`${count} events: ${JSON.stringify(client.events)}`, () => published(client.events).length >= count, PATIENCE);
    assertNumbers(client.events, count);
}

const lastId = client => published(client.events).at(-1).id;

test('receives events, named ones too, as they were published', LONG, async () => {
    const client = subscribe();
    await opened(client);
    await publishNumbers(engine, 0, 20);
    await received(client, 20);
    const texts = ['several\nlines\n', ' a space before', ': no comment', 'data: no field', 'Grüße, 世界 🌊', '', '\n', 'x'.repeat(200_000)];
    for (const text of texts)
        assert.equal(await engine.publish(text, 'news', 'price'), 202);
    await eventually('all texts', () => published(client.events).length === 20 + texts.length, PATIENCE);
    assert.deepEqual(client.events.slice(20).map(event => event.data), texts);
    assert.deepEqual(client.asked, [null]);
    assert.deepEqual(client.errors, []);
});

test('resumes after a cut connection', LONG, async () => {
    const proxy = await CuttingProxy.create(engine.port);
    try {
        const client = subscribe(proxy.port);
        await opened(client);
        let count = 0;
        for (let round = 0; round < 4; ++round) {
            await publishNumbers(engine, count, count += 5);
            await received(client, count);
            const last = lastId(client);
            if (round % 2 === 0) {
                proxy.cut();
                await publishNumbers(engine, count, count += 5);
            } else {
                // In the middle of the first of them, which has to come again.
                proxy.cutNextInTheMiddle();
                await publishNumbers(engine, count, count += 5);
            }
            await received(client, count);
            assert.equal(client.asked[round + 1], last);
        }
        assert.deepEqual(proxy.fieldValues('last-event-id'), client.asked.slice(1));
    } finally {
        proxy.close();
    }
});

test('resumes after its stream was kicked', LONG, async () => {
    const client = subscribe();
    await opened(client);
    await publishNumbers(engine, 0, 5);
    await received(client, 5);
    const last = lastId(client);
    const [stream] = await eventually('the engine lists it', async () => {
        const { streams } = await engine.api('GET', 'streams');
        return streams.length === 1 && streams;
    }, PATIENCE);
    await engine.api('DELETE', `streams/${stream.id}`);
    await publishNumbers(engine, 5, 10);
    await received(client, 10);
    assert.equal(client.asked.at(-1), last);
    assert.equal(await engine.metric('sse_disconnects_total{cause="kicked"'), 1);
});

test('resumes after a drain, and asks as long as it is refused', LONG, async () => {
    const client = subscribe();
    await opened(client);
    await publishNumbers(engine, 0, 5);
    await received(client, 5);
    const drained = engine.drain();
    await publishNumbers(engine, 5, 10);
    await drained;
    await eventually('it is told', () => client.events.some(event => event.name === 'shutdown'), PATIENCE);
    const last = lastId(client);
    await publishNumbers(engine, 10, 15);
    await eventually('it asks again and again', () => client.asked.length >= 4, PATIENCE);
    assert.notEqual(client.source.readyState, EventSource.CLOSED);
    await engine.resume();
    await publishNumbers(engine, 15, 20);
    await received(client, 20);
    assert.deepEqual([...new Set(client.asked)], [null, last]);
});

test('reads the gap after a restart', LONG, async () => {
    const client = subscribe();
    await opened(client);
    await publishNumbers(engine, 0, 5);
    await received(client, 5);
    assert.equal(await engine.end('SIGTERM'), 0);
    await engine.start();
    const gap = await eventually('the gap', () => client.events.find(event => event.name === 'gap'), PATIENCE);
    assert.ok(gap.data.length > 0);
    assert.equal(await engine.publish('after', 'news'), 202);
    await eventually('what comes after', () => client.events.at(-1).data === 'after', PATIENCE);
});
