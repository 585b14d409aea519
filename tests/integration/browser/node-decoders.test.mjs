// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The clients that people use in Node: each hands out exactly what was published, nothing for heartbeats, ids and retry
// times, and resumes. docs/clients.md is the table of what is seen here.
// Environment: SLUICED (the program).

import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';

import { CuttingProxy } from './cuttingProxy.mjs';
import { Engine, eventually } from './engine.mjs';
import { CLIENTS } from './foreignClients.mjs';
import { assertNumbers, published, publishNumbers } from './numbers.mjs';

const PATIENCE = 60_000;
const LONG = { timeout: 180_000 };
const SETTINGS = ['pool.overload_retry=300ms', 'drain.retry_spread=0', 'drain.grace=0', 'streams.retry=100ms',
    'timeouts.heartbeat=100ms'];
const TEXTS = ['{"a": 1}', 'several\nlines\n', ' a space before', ': no comment', 'data: no field', 'id: 7', 'Grüße, 世界 🌊', '\n', 'x'.repeat(30_000)];

let engine;
let proxy;
let client;

beforeEach(async () => {
    client = null;
    engine = await Engine.create(process.env.SLUICED, SETTINGS.flatMap(setting => ['--set', setting]));
    await engine.start();
    proxy = await CuttingProxy.create(engine.port);
});

afterEach(async () => {
    client?.source.close();
    proxy.close();
    await engine.end();
});

const streams = () => engine.metric('http_active_connections');
const admitted = () => engine.metric('sluice_streams_admitted_total');

/** Opens the client on channel "news" through the proxy, and waits for its stream. */
async function follow(open) {
    client = { events: [] };
    const begin = () => open(`http://127.0.0.1:${proxy.port}/stream/news`, event => client.events.push(event));
    const CLOSED = 2;
    client.source = begin();
    await eventually(() => `its stream is there: the client is in state ${client.source.readyState}, the proxy has seen ${proxy.accepted}`, async () => {
        if (await streams() === 1)
            return true;
        // undici's gives up for ever when its first connect takes ten seconds, as on a machine that starves.
        if (client.source.readyState === CLOSED && await admitted() === 0)
            client.source = begin();
        return false;
    }, PATIENCE);
}

async function received(count) {
    await eventually(`${count} events: ${JSON.stringify(client.events)}`, () => published(client.events).length >= count, PATIENCE);
    assertNumbers(client.events, count);
}

/** Lets `count` more heartbeats pass; nothing may come of them. */
async function heartbeats(count) {
    const before = await engine.metric('sluice_heartbeats_total');
    await eventually('heartbeats', async () => await engine.metric('sluice_heartbeats_total') >= before + count, PATIENCE);
}

async function back(before) {
    await eventually('it is back', async () => await admitted() > before && await streams() === 1, PATIENCE);
}

const lastId = () => published(client.events).at(-1).id;

for (const [name, { open, openWithHead, firstId }] of Object.entries(CLIENTS)) {
    test(`${name}: exactly what was published`, LONG, async () => {
        await follow(open);
        await heartbeats(3);
        await publishNumbers(engine, 0, 6);
        await heartbeats(3);
        await publishNumbers(engine, 6, 7);
        for (const text of TEXTS)
            assert.equal(await engine.publish(text, 'news', 'price'), 202);
        await eventually('all texts', () => client.events.length >= 7 + TEXTS.length, PATIENCE);
        await heartbeats(3);
        assert.equal(client.events.length, 7 + TEXTS.length, JSON.stringify(client.events));
        assertNumbers(client.events.slice(0, 7), 7);
        assert.deepEqual(client.events.slice(7).map(event => event.data), TEXTS);
        assert.ok(client.events.every(event => /^[A-Za-z0-9-]+$/.test(event.id)), JSON.stringify(client.events));
        assert.equal(await admitted(), 1);
    });

    test(`${name}: resumes after its connection broke, also within an event`, LONG, async () => {
        await follow(open);
        let count = 0;
        for (let round = 0; round < 4; ++round) {
            await publishNumbers(engine, count, count += 3);
            await received(count);
            const last = lastId();
            const before = await admitted();
            if (round % 2 === 0)
                proxy.cut();
            else
                proxy.cutNextInTheMiddle();
            await publishNumbers(engine, count, count += 3);
            await received(count);
            await back(before);
            assert.equal(proxy.fieldValues('last-event-id').at(-1), last);
        }
        assert.equal(client.events.length, count, JSON.stringify(client.events));
    });

    test(`${name}: is told of a drain, and misses nothing`, LONG, async () => {
        await follow(open);
        await publishNumbers(engine, 0, 5);
        await received(5);
        const drained = engine.drain();
        await drained;
        await eventually('it is told', () => client.events.some(event => event.name === 'shutdown'), PATIENCE);
        assert.deepEqual(Object.keys(JSON.parse(client.events.at(-1).data)), ['retry_ms']);
        const last = lastId();
        await publishNumbers(engine, 5, 10);
        await eventually('it asks meanwhile', async () => await engine.metric('sluice_refusals_total{cause="draining"') >= 1, PATIENCE);
        await engine.resume();
        await publishNumbers(engine, 10, 15);
        await received(15);
        assert.equal(proxy.fieldValues('last-event-id').at(-1), last);
        assert.equal(client.events.length, 15 + 1, JSON.stringify(client.events));
    });

    test(`${name}: is told of a gap`, LONG, async () => {
        await follow(open);
        await publishNumbers(engine, 0, 3);
        await received(3);
        proxy.hold(); // a connect that fails ends undici's EventSource for ever
        assert.equal(await engine.end('SIGKILL'), null);
        await engine.start();
        proxy.release();
        const gap = await eventually('the gap', () => client.events.find(event => event.name === 'gap'), PATIENCE);
        assert.deepEqual(JSON.parse(gap.data).channels, ['news']);
        assert.equal(await engine.publish('after', 'news'), 202);
        await eventually('what comes after', () => client.events.at(-1).data === 'after', PATIENCE);
        assert.equal(client.events.length, 3 + 2, JSON.stringify(client.events));
    });

    test(`${name}: ${firstId === null ? 'begins anew' : 'resumes'} when it is cut before its first event`, LONG, async () => {
        await publishNumbers(engine, 0, 2);
        await follow(firstId === 'head' ? openWithHead : open);
        await heartbeats(2);
        proxy.hold();
        proxy.cut();
        await eventually('it is away', async () => await streams() === 0, PATIENCE);
        assert.equal(await engine.publish('while it is away', 'news'), 202);
        const before = await admitted();
        proxy.release();
        await back(before);
        assert.equal(await engine.publish('when it is back', 'news'), 202);
        await eventually('the last', () => client.events.at(-1)?.data === 'when it is back', PATIENCE);
        assert.deepEqual(client.events.map(event => event.data),
            [...(firstId === null ? [] : ['while it is away']), 'when it is back']);
    });
}
