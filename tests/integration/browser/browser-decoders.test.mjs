// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What pages use beside the bare EventSource, in headless Chromium: @microsoft/fetch-event-source, whose pages parse
// whatever it hands out, and reconnecting-eventsource. Each gets exactly what was published, and resumes. And what
// tells them apart: an EventSource gets its first id as a block, fetch() in its first event's.
// Environment: SLUICED (the program), CHROMIUM (default /usr/bin/chromium).

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, afterEach, before, beforeEach, test } from 'node:test';

import { launchChromium } from './chromium.mjs';
import { CuttingProxy } from './cuttingProxy.mjs';
import { Engine, eventually, listenSomewhere } from './engine.mjs';
import { assertNumbers, NAMES, published, publishNumbers } from './numbers.mjs';

const PATIENCE = 60_000;
const LONG = { timeout: 240_000 };
const SETTINGS = ['pool.overload_retry=300ms', 'drain.retry_spread=0', 'drain.grace=0', 'streams.retry=100ms',
    'timeouts.heartbeat=100ms'];

/** Where the site has the modules of the packages. */
const PACKAGES = {
    '/fetch-event-source/': 'node_modules/@microsoft/fetch-event-source/lib/esm/',
    '/reconnecting-eventsource/': 'node_modules/reconnecting-eventsource/build/esm/',
};

let browser;
let site;
let origin;
let engine;
let proxy;
let page;

before(async () => {
    assert.ok(process.env.SLUICED, 'SLUICED names the program under test');
    browser = await launchChromium();
    site = createServer(async (request, response) => {
        const prefix = Object.keys(PACKAGES).find(one => request.url.startsWith(one));
        if (!prefix) {
            response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>site</title>');
            return;
        }
        // Its modules import each other without an ending, as bundlers want it.
        const name = request.url.slice(prefix.length).replace(/\.js$/, '');
        const text = await readFile(new URL(`${PACKAGES[prefix]}${name}.js`, import.meta.url));
        response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(text);
    });
    origin = `http://127.0.0.1:${await listenSomewhere(site)}`;
});

after(async () => {
    await browser?.close();
    site?.closeAllConnections();
    site?.close();
});

beforeEach(() => start([]));

afterEach(async () => {
    await page.context().close();
    proxy.close();
    await engine.end();
});

/** An engine with further settings, and a page of another origin. */
async function start(settings) {
    engine = await Engine.create(process.env.SLUICED, [...SETTINGS, ...settings].flatMap(setting => ['--set', setting]));
    await engine.start();
    proxy = await CuttingProxy.create(engine.port);
    page = await (await browser.newContext()).newPage();
    await page.goto(origin);
}

/** Follows channel "news" with what `library` is; window.handed is all that it hands out, parsed as JSON. */
async function follow(library) {
    await page.evaluate(async ([kind, url, names]) => {
        window.handed = [];
        window.failures = [];
        const hand = (name, data, id) => {
            try {
                window.handed.push({ name, data: String(JSON.parse(data)), json: data, id });
            } catch (error) {
                window.failures.push(`${name}: ${error.message}`);
                throw error;
            }
        };
        const listen = source => {
            for (const name of names)
                source.addEventListener(name, event => hand(name, event.data, event.lastEventId));
        };
        if (kind === 'EventSource') {
            listen(new EventSource(url));
        } else if (kind === 'reconnecting-eventsource') {
            const { default: ReconnectingEventSource } = await import('/reconnecting-eventsource/reconnecting-eventsource.js');
            listen(new ReconnectingEventSource(url, { max_retry_time: 300 }));
        } else {
            const { fetchEventSource } = await import('/fetch-event-source/index.js');
            fetchEventSource(url, {
                onmessage: message => hand(message.event || 'message', message.data, message.id),
                onclose: () => { throw new Error('it ended'); }, // so that it comes back, as its manual says
            });
        }
    }, [library, `http://127.0.0.1:${proxy.port}/stream/news`, NAMES]);
    await eventually('its stream is there', async () => await streams() === 1, PATIENCE);
}

const streams = () => engine.metric('http_active_connections');
const admitted = () => engine.metric('sluice_streams_admitted_total');
const handed = () => page.evaluate(() => window.handed);

/** Waits for the numbers below `count`; they have come once each and in order. */
async function received(count) {
    await eventually(`${count} events`, async () => published(await handed()).length >= count, PATIENCE);
    const events = await handed();
    assertNumbers(events, count);
    assert.deepEqual(await page.evaluate(() => window.failures), []);
    return events;
}

async function heartbeats(count) {
    const seen = await engine.metric('sluice_heartbeats_total');
    await eventually('heartbeats', async () => await engine.metric('sluice_heartbeats_total') >= seen + count, PATIENCE);
}

for (const library of ['fetch-event-source', 'reconnecting-eventsource', 'EventSource']) {
    test(`${library}: exactly what was published`, LONG, async () => {
        await follow(library);
        await heartbeats(3);
        await publishNumbers(engine, 0, 5);
        await heartbeats(3);
        await publishNumbers(engine, 5, 10);
        await received(10);
        await heartbeats(3);
        assert.equal((await received(10)).length, 10);
        assert.equal(await admitted(), 1);
    });

    test(`${library}: resumes after its connection broke, also within an event`, LONG, async () => {
        await follow(library);
        let count = 0;
        for (let round = 0; round < 4; ++round) {
            await publishNumbers(engine, count, count += 3);
            const last = (await received(count)).at(-1).id;
            const before = await admitted();
            if (round % 2 === 0)
                proxy.cut();
            else
                proxy.cutNextInTheMiddle();
            await publishNumbers(engine, count, count += 3);
            await received(count);
            await eventually('it is back', async () => await admitted() > before, PATIENCE);
            assert.equal(proxy.fieldValues('last-event-id').at(-1), last);
        }
        assert.equal((await handed()).length, count);
    });

    test(`${library}: resumes when it is cut before its first event`, LONG, async () => {
        await publishNumbers(engine, 0, 1); // of which it gets nothing
        await follow(library);
        await heartbeats(2);
        proxy.hold();
        proxy.cut();
        await eventually('it is away', async () => await streams() === 0, PATIENCE);
        assert.equal(await engine.publish('1', 'news'), 202);
        proxy.release();
        await eventually('it is back', async () => await streams() === 1, PATIENCE);
        assert.equal(await engine.publish('2', 'news'), 202);
        await eventually('both', async () => (await handed()).length >= 2, PATIENCE);
        assert.deepEqual((await handed()).map(event => event.data), ['1', '2']);
    });

    test(`${library}: is told of a drain, and misses nothing`, LONG, async () => {
        await follow(library);
        await publishNumbers(engine, 0, 5);
        const last = (await received(5)).at(-1).id;
        await engine.drain();
        await eventually('it is told', async () => (await handed()).some(event => event.name === 'shutdown'), PATIENCE);
        await publishNumbers(engine, 5, 10);
        await eventually('it asks meanwhile', async () => await engine.metric('sluice_refusals_total{cause="draining"') >= 1, PATIENCE);
        await engine.resume();
        await publishNumbers(engine, 10, 15);
        assert.equal((await received(15)).length, 15 + 1);
        assert.equal(proxy.fieldValues('last-event-id').at(-1), last);
    });

    test(`${library}: is told of a gap`, LONG, async () => {
        await follow(library);
        await publishNumbers(engine, 0, 3);
        await received(3);
        await engine.end('SIGKILL');
        await engine.start();
        await eventually('the gap', async () => (await handed()).some(event => event.name === 'gap'), PATIENCE);
        assert.equal(await engine.publish('3', 'news'), 202);
        await eventually('what comes after', async () => (await handed()).at(-1).data === '3', PATIENCE);
        assert.equal((await handed()).length, 3 + 2);
        assert.deepEqual(await page.evaluate(() => window.failures), []);
    });
}

test('reconnecting-eventsource comes back where EventSource gives up, with its last id in the query', LONG, async () => {
    await engine.api('PATCH', 'settings', { 'pool.overload_mode': 'status' });
    await follow('reconnecting-eventsource');
    await publishNumbers(engine, 0, 5);
    await received(5);
    await engine.drain(); // and from here on 503
    await publishNumbers(engine, 5, 10);
    await eventually('it asks with its id', async () => /^GET \/stream\/news\?lastEventId=/m.test(proxy.requests), PATIENCE);
    await engine.resume();
    await publishNumbers(engine, 10, 12);
    await received(12);
});

test('fetch-event-source while the developer tools disable the cache', LONG, async () => {
    const tools = await page.context().newCDPSession(page);
    await tools.send('Network.enable');
    await tools.send('Network.setCacheDisabled', { cacheDisabled: true });
    await follow('fetch-event-source');
    await heartbeats(2);
    await publishNumbers(engine, 0, 3);
    assert.equal((await received(3)).length, 3);
    // Now it looks like an EventSource but for the name that it gave Accept.
    assert.deepEqual(proxy.fieldValues('cache-control'), ['no-cache']);
    assert.match(proxy.requests, /^accept: text\/event-stream\r$/m);
});

test('what an admitted stream says of its retry time takes the place of what a refusal said', LONG, async () => {
    const slow = 4000;
    await engine.api('PATCH', 'settings', { 'pool.overload_retry': `${slow}ms`, 'pool.max_streams': '1' });
    const other = await (await browser.newContext()).newPage();
    await other.goto(origin);
    await other.evaluate(url => { window.source = new EventSource(url); }, `http://127.0.0.1:${engine.port}/stream/news`);
    await eventually('the place is taken', async () => await streams() === 1, PATIENCE);
    await page.evaluate(url => { window.source = new EventSource(url); }, `http://127.0.0.1:${proxy.port}/stream/news`);
    await eventually('it is refused', async () => await engine.metric('sluice_refusals_total{cause="pool-full"') >= 1, PATIENCE);
    await other.context().close();
    await eventually('it has the place', async () => await admitted() === 2, PATIENCE);
    // With what the refusal said these would take twenty times as long.
    const begun = Date.now();
    const rounds = 20;
    for (let round = 1; round <= rounds; ++round) {
        proxy.cut();
        await eventually('it is back', async () => await admitted() === 2 + round && await streams() === 1, PATIENCE);
    }
    assert.ok(Date.now() - begun < rounds * slow * 0.9, `${rounds} returns took ${Date.now() - begun} ms`);
});
