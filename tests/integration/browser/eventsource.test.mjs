// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a browser's own EventSource makes of a real engine: named events, a drain and the return by Last-Event-ID, a
// full pool, and pages of other origins with cookies. Headless Chromium.
// Environment: SLUICED (the program), CHROMIUM (default /usr/bin/chromium).

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, afterEach, before, test } from 'node:test';

import { launchChromium } from './chromium.mjs';
import { CuttingProxy } from './cuttingProxy.mjs';
import { Engine, eventually, listenSomewhere } from './engine.mjs';
import { assertNumbers, NAMES, published, publishNumbers } from './numbers.mjs';

// A busy machine is no bug; a test that passes never waits so long.
const PATIENCE = 60_000;
const LONG = { timeout: 240_000 };
// Who is refused or drained comes back soon, so that the tests need not wait.
const SOON = ['--set', 'pool.overload_retry=300ms', '--set', 'drain.retry_spread=300ms', '--set', 'drain.grace=0ms'];
const REFUSED_DRAINING = 'sluice_refusals_total{cause="draining"';
const [CONNECTING, OPEN, CLOSED] = [0, 1, 2];

let browser;
const endings = [];

before(async () => {
    assert.ok(process.env.SLUICED, 'SLUICED names the program under test');
    browser = await launchChromium();
});

after(async () => browser?.close());

afterEach(async () => {
    for (const end of endings.splice(0).reverse())
        await end();
});

async function startEngine(...settings) {
    const engine = await Engine.create(process.env.SLUICED, [...SOON, ...settings.flatMap(setting => ['--set', setting])]);
    await engine.start();
    endings.push(() => engine.end());
    return engine;
}

async function startProxy(engine) {
    const proxy = await CuttingProxy.create(engine.port);
    endings.push(() => proxy.close());
    return proxy;
}

/** A site of its own that gives each visitor a cookie; returns its origin. */
async function startSite() {
    const server = createServer((request, response) => {
        response.writeHead(200, { 'Content-Type': 'text/html', 'Set-Cookie': 'visitor=seven; Path=/' });
        response.end('<!doctype html><title>site</title>');
    });
    const port = await listenSomewhere(server);
    endings.push(() => { server.closeAllConnections(); server.close(); });
    return `http://127.0.0.1:${port}`;
}

async function visit(url) {
    const context = await browser.newContext();
    endings.push(() => context.close());
    const page = await context.newPage();
    const reply = await page.goto(url);
    assert.equal(reply.status(), 200);
    return page;
}

/** Opens an EventSource in the page as window[`name`], and records all that it dispatches and each state it is seen in. */
function open(page, name, url, options = {}) {
    return page.evaluate(([key, address, init, names]) => {
        const source = new EventSource(address, init);
        const seen = { source, events: [], opened: 0, errors: 0, states: [source.readyState] };
        window[key] = seen;
        const look = () => {
            if (seen.states.at(-1) !== source.readyState)
                seen.states.push(source.readyState);
        };
        setInterval(look, 5);
        source.addEventListener('open', () => { ++seen.opened; look(); });
        source.addEventListener('error', () => { ++seen.errors; look(); });
        for (const type of names)
            source.addEventListener(type, event => seen.events.push({ name: type, data: event.data, id: event.lastEventId }));
    }, [name, url, options, NAMES]);
}

const seen = (page, name) => page.evaluate(key => {
    const { source, ...record } = window[key];
    return { ...record, state: source.readyState, withCredentials: source.withCredentials };
}, name);

/** Waits until the recorded EventSource is as `condition` says, and returns its record. */
async function see(page, name, what, condition) {
    let record;
    try {
        return await eventually(what, async () => condition(record = await seen(page, name)) && record, PATIENCE);
    } catch (error) {
        throw new Error(`${error.message}; seen: ${JSON.stringify(record)}`);
    }
}

for (const where of ['its own origin', 'another origin']) {
    test(`named events, and the return after a drain, on ${where}`, LONG, async () => {
        const engine = await startEngine();
        const proxy = await startProxy(engine);
        // Any page of the engine's own will do.
        const page = await visit(where === 'its own origin' ? `http://127.0.0.1:${proxy.port}/healthz` : await startSite());
        await open(page, 'news', `http://127.0.0.1:${proxy.port}/stream/news`);
        await see(page, 'news', 'the stream is open', record => record.opened === 1);
        await publishNumbers(engine, 0, 10);
        const first = await see(page, 'news', 'ten events', record => published(record.events).length >= 10);
        assertNumbers(first.events, 10);
        assert.deepEqual(proxy.fieldValues('last-event-id'), []);

        for (let round = 1; round <= 2; ++round) {
            const refusedBefore = await engine.metric(REFUSED_DRAINING);
            const drained = engine.drain();
            // Some of them while it evicts, some when nobody is there.
            await publishNumbers(engine, 20 * round - 10, 20 * round - 5);
            await drained;
            const away = await see(page, 'news', 'it is told of the shutdown',
                record => record.events.filter(event => event.name === 'shutdown').length === round);
            const lastBefore = published(away.events).at(-1).id;
            await publishNumbers(engine, 20 * round - 5, 20 * round);
            // It comes back while the engine still refuses, and again.
            await eventually('it asks meanwhile', async () => await engine.metric(REFUSED_DRAINING) >= refusedBefore + 2, PATIENCE);
            await engine.resume();
            await publishNumbers(engine, 20 * round, 20 * round + 10);
            const back = await see(page, 'news', 'all events', record => published(record.events).length >= 20 * round + 10);
            assertNumbers(back.events, 20 * round + 10);
            assert.ok(!back.states.includes(CLOSED));
            // Every request since the eviction asked for what comes after the last event before it.
            assert.ok(proxy.fieldValues('last-event-id').filter(id => id === lastBefore).length >= 3, proxy.requests);
        }
        // An id is never a reason to ask for permission first.
        assert.ok(!/^OPTIONS /m.test(proxy.requests), proxy.requests);
        const last = await seen(page, 'news');
        assertNumbers(last.events, 50);
        assert.equal(last.state, OPEN);
    });
}

test('a full pool keeps the browser trying until there is room', LONG, async () => {
    const engine = await startEngine('pool.max_streams=1');
    const page = await visit(`http://127.0.0.1:${engine.port}/healthz`);
    const url = `http://127.0.0.1:${engine.port}/stream/news`;
    await open(page, 'first', url);
    await see(page, 'first', 'the first is open', record => record.opened === 1);
    await open(page, 'second', url);
    await see(page, 'second', 'the second has tried four times', record => record.errors >= 4);
    assert.equal(await engine.metric('http_active_connections'), 1);
    assert.ok(await engine.metric('sluice_refusals_total{cause="pool-full"') >= 4);
    await publishNumbers(engine, 0, 1);
    await see(page, 'first', 'the event', record => published(record.events).length === 1);
    assert.equal(published((await seen(page, 'second')).events).length, 0);

    await page.evaluate(() => window.first.source.close());
    await eventually('the second has the place', async () =>
        await engine.metric('http_active_connections') === 1 && await engine.metric('sluice_streams_admitted_total') === 2, PATIENCE);
    assert.equal(await engine.publish('for the second', 'news'), 202);
    const second = await see(page, 'second', 'the second receives', record => published(record.events).length > 0);
    assert.equal(published(second.events).at(-1).data, 'for the second');
    assert.equal(second.state, OPEN);
    assert.ok(second.states.includes(CONNECTING));
    assert.ok(!second.states.includes(CLOSED), JSON.stringify(second.states));
});

test('refused by status the browser gives up, which is why it is not', LONG, async () => {
    const engine = await startEngine('pool.max_streams=1', 'pool.overload_mode=status');
    const page = await visit(`http://127.0.0.1:${engine.port}/healthz`);
    const url = `http://127.0.0.1:${engine.port}/stream/news`;
    await open(page, 'first', url);
    await see(page, 'first', 'the first is open', record => record.opened === 1);
    await open(page, 'second', url);
    const second = await see(page, 'second', 'the second is closed', record => record.state === CLOSED);
    assert.equal(second.opened, 0);
});

test('a page of a listed origin sends its cookie, also when it resumes', LONG, async () => {
    const origin = await startSite();
    const engine = await startEngine(`cors.allow_origin=https://elsewhere.example,${origin}`, 'cors.allow_credentials=true');
    const proxy = await startProxy(engine);
    const page = await visit(origin);
    await open(page, 'news', `http://127.0.0.1:${proxy.port}/stream/news`, { withCredentials: true });
    await see(page, 'news', 'the stream is open', record => record.opened === 1);
    await publishNumbers(engine, 0, 2);
    const record = await see(page, 'news', 'two events', one => published(one.events).length >= 2);
    assert.equal(record.withCredentials, true);
    assert.deepEqual(proxy.fieldValues('cookie'), ['visitor=seven']);
    assert.deepEqual(proxy.fieldValues('origin'), [origin]);

    proxy.cut();
    await publishNumbers(engine, 2, 4);
    const back = await see(page, 'news', 'four events', one => published(one.events).length >= 4);
    assertNumbers(back.events, 4);
    assert.equal(proxy.fieldValues('last-event-id').at(-1), published(record.events)[1].id);
    assert.ok(proxy.fieldValues('cookie').length >= 2);
    assert.ok(proxy.fieldValues('cookie').every(cookie => cookie === 'visitor=seven'));
    assert.ok(!/^OPTIONS /m.test(proxy.requests), proxy.requests);

    // The same page without credentials sends no cookie, and is let in too.
    const cookies = proxy.fieldValues('cookie').length;
    await open(page, 'plain', `http://127.0.0.1:${proxy.port}/stream/news`);
    await see(page, 'plain', 'the plain stream is open', one => one.opened === 1);
    assert.equal(proxy.fieldValues('cookie').length, cookies);
});

test('a listed origin that is refused for want of room comes back too', LONG, async () => {
    const origin = await startSite();
    const engine = await startEngine(`cors.allow_origin=${origin}`, 'cors.allow_credentials=true', 'pool.max_streams=1');
    const page = await visit(origin);
    const url = `http://127.0.0.1:${engine.port}/stream/news`;
    await open(page, 'first', url, { withCredentials: true });
    await see(page, 'first', 'the first is open', record => record.opened === 1);
    await open(page, 'second', url, { withCredentials: true });
    await see(page, 'second', 'the second has tried three times', record => record.errors >= 3);
    await page.evaluate(() => window.first.source.close());
    await eventually('the second has the place', async () => await engine.metric('sluice_streams_admitted_total') === 2, PATIENCE);
    assert.equal(await engine.publish('room', 'news'), 202);
    const second = await see(page, 'second', 'the second receives', record => published(record.events).length > 0);
    assert.ok(!second.states.includes(CLOSED), JSON.stringify(second.states));
});

for (const [name, settings, withCredentials] of [
    ['of an origin that is not listed', ['cors.allow_origin=https://elsewhere.example', 'cors.allow_credentials=true'], true],
    ['of an origin that is not listed, without credentials', ['cors.allow_origin=https://elsewhere.example'], false],
    ['while no origin is', ['cors.allow_origin='], false],
    ['with credentials that are not allowed', ['cors.allow_origin=ORIGIN'], true],
    ['with credentials where any origin is allowed', ['cors.allow_origin=*'], true],
]) {
    test(`a page ${name} reads nothing`, LONG, async () => {
        const origin = await startSite();
        const engine = await startEngine(...settings.map(setting => setting.replace('ORIGIN', origin)));
        await publishNumbers(engine, 0, 1);
        const page = await visit(origin);
        await open(page, 'news', `http://127.0.0.1:${engine.port}/stream/news`, { withCredentials });
        const record = await see(page, 'news', 'it is closed', one => one.state === CLOSED);
        assert.equal(record.opened, 0);
        assert.deepEqual(record.events, []);
    });
}
