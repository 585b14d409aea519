// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The demo page in headless Chromium against a real engine: it receives, it resumes by id after cut
// connections without missing or doubling, and it is told of the gap when the engine has restarted.
// Environment: SLUICED (the program), CHROMIUM (default /usr/bin/chromium).

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';

import { launchChromium } from './chromium.mjs';
import { poorContrasts } from './contrast.mjs';
import { CuttingProxy } from './cuttingProxy.mjs';
import { Engine, eventually } from './engine.mjs';

let browser;
let engine;
let context;
let page;
let complaints;

before(async () => {
    assert.ok(process.env.SLUICED, 'SLUICED names the program under test');
    browser = await launchChromium();
});

after(async () => browser?.close());

beforeEach(async () => {
    engine = await Engine.create(process.env.SLUICED);
    await engine.start();
});

afterEach(async () => {
    await context?.close();
    context = undefined;
    await engine.end();
});

// Everything the page's own EventSource dispatches, in order, seen from beside the page's listeners.
function recordEvents() {
    const Native = window.EventSource;
    window.recorded = [];
    window.EventSource = class extends Native {
        constructor(...args) {
            super(...args);
            for (const name of ['open', 'message', 'tick', 'gap', 'shutdown'])
                this.addEventListener(name, event => window.recorded.push({ name, id: event.lastEventId ?? '', data: event.data ?? '' }));
        }
    };
}

async function openPage(port, options = {}) {
    context = await browser.newContext({ viewport: { width: 1200, height: 1000 }, ...options });
    page = await context.newPage();
    complaints = [];
    page.on('pageerror', error => complaints.push(String(error)));
    page.on('request', request => {
        if (!request.url().startsWith(`http://127.0.0.1:${port}/`) && !request.url().startsWith('data:'))
            complaints.push('a request elsewhere: ' + request.url());
    });
    await page.addInitScript(recordEvents);
    const reply = await page.goto(`http://127.0.0.1:${port}/demo`, { waitUntil: 'domcontentloaded' });
    assert.equal(reply.status(), 200);
    assert.match(reply.headers()['content-type'], /^text\/html/);
}

const recorded = () => page.evaluate(() => window.recorded);
const numbersOf = events => events.filter(event => event.name === 'tick').map(event => JSON.parse(event.data).n);
const state = () => page.getAttribute('#state', 'data-state');

function assertConsecutive(numbers) {
    numbers.forEach((number, index) => assert.equal(number, numbers[0] + index, `after ${numbers.slice(0, index)} came ${number}`));
}

async function waitForTicks(count) {
    return eventually(`${count} ticks`, async () => {
        const events = await recorded();
        return numbersOf(events).length >= count && events;
    }, 60_000);
}

test('receives the feed and what others publish', async () => {
    await openPage(engine.port);
    const events = await waitForTicks(5);
    assert.equal(events[0].name, 'open');
    assertConsecutive(numbersOf(events));
    assert.equal(await state(), 'live');
    assert.ok(await page.locator('#feed li[data-event="tick"]').count() >= 5);
    assert.equal(await page.textContent('#integrity'), 'none missed, none doubled');

    // Text of others is text, never markup.
    assert.equal(await engine.publish('<img src=x onerror=alert(1)>\nsecond line'), 202);
    await page.locator('#feed li[data-event="message"] .data', { hasText: '<img src=x onerror=alert(1)>' }).waitFor();

    await page.fill('#text', 'from the page itself');
    await page.click('#form button');
    await page.locator('#feed li[data-event="message"] .data', { hasText: 'from the page itself' }).waitFor();
    await page.locator('#answer', { hasText: 'Published to 1 stream.' }).waitFor();

    const last = (await recorded()).at(-1).id;
    assert.match(last, /^[A-Za-z0-9-]+$/);
    await page.click('#pause');
    const rows = await page.locator('#feed li').count();
    await waitForTicks(numbersOf(await recorded()).length + 2);
    assert.equal(await page.locator('#feed li').count(), rows);
    assert.deepEqual(complaints, []);
});

test('resumes by id after cut connections, without missing or doubling', { timeout: 150_000 }, async () => {
    const proxy = await CuttingProxy.create(engine.port);
    try {
        await openPage(proxy.port);
        let ticks = numbersOf(await waitForTicks(3)).length;
        for (let round = 0; round < 4; ++round) {
            const opened = (await recorded()).filter(event => event.name === 'open').length;
            if (round % 2 === 0)
                proxy.cut();
            else
                proxy.cutNextInTheMiddle();
            await eventually('the page is open again', async () =>
                (await recorded()).filter(event => event.name === 'open').length > opened);
            ticks = numbersOf(await waitForTicks(ticks + 4)).length;
        }
        const events = await recorded();
        assertConsecutive(numbersOf(events));
        assert.ok(!events.some(event => event.name === 'gap'));
        assert.equal(new Set(events.filter(event => event.name === 'tick').map(event => event.id)).size, numbersOf(events).length);
        assert.equal(await page.textContent('#integrity'), 'none missed, none doubled');
        assert.equal(await state(), 'live');
        assert.equal((proxy.requests.match(/^last-event-id: /gim) ?? []).length, 4);
        assert.deepEqual(complaints, []);
    } finally {
        proxy.close();
    }
});

/** Another page of the same browser, as one more tab. */
async function openTab() {
    const tab = await context.newPage();
    tab.on('pageerror', error => complaints.push(String(error)));
    await tab.addInitScript(recordEvents);
    // Six connections that are taken would keep it from ever being loaded.
    await tab.goto(`http://127.0.0.1:${engine.port}/demo`, { waitUntil: 'domcontentloaded', timeout: 20_000 });
    return tab;
}

const numbersShown = tab => tab.$$eval('#feed li[data-n]', rows => rows.map(row => Number(row.dataset.n)).reverse());

async function waitForNumbers(tab, above, count) {
    return eventually(`${count} numbers above ${above}`, async () => {
        const numbers = (await numbersShown(tab)).filter(number => number > above);
        return numbers.length >= count && numbers;
    });
}

// By HTTP/1.1 a browser opens six connections to a host.
test('eight tabs share one stream, and each may publish', { timeout: 120_000 }, async () => {
    await openPage(engine.port);
    const tabs = [page];
    while (tabs.length < 8)
        tabs.push(await openTab());
    for (const tab of tabs) {
        await waitForNumbers(tab, 0, 2);
        await eventually('the tab says that it is live', async () => await tab.getAttribute('#state', 'data-state') === 'live');
    }
    assert.equal(await engine.metric('http_active_connections'), 1);
    for (const [index, tab] of tabs.entries()) {
        await tab.fill('#text', `from tab ${index}`);
        await tab.click('#form button', { timeout: 10_000 });
        await tab.locator('#answer', { hasText: 'Published to 1 stream.' }).waitFor();
        for (const other of [tabs[0], tabs.at(-1)])
            await other.locator('#feed li[data-event="message"] .data', { hasText: `from tab ${index}` }).waitFor();
    }

    // Whoever has the stream may go: another goes on behind what it has heard.
    while (tabs.length > 1) {
        await tabs.shift().close();
        const last = (await numbersShown(tabs.at(-1))).at(-1);
        await waitForNumbers(tabs.at(-1), last, 2);
    }
    const survivor = tabs[0];
    assertConsecutive(await numbersShown(survivor));
    assert.equal(await survivor.textContent('#integrity'), 'none missed, none doubled');
    assert.equal(await survivor.locator('#notice').isVisible(), false);
    await eventually('one stream is left', async () => await engine.metric('http_active_connections') === 1);
    assert.deepEqual(complaints, []);
});

test('tabs hear of the engine\'s end and return, and start a refused stream from any of them', { timeout: 120_000 }, async () => {
    await openPage(engine.port);
    await waitForTicks(2);
    const other = await openTab();
    await waitForNumbers(other, 0, 1);
    await engine.end();
    for (const tab of [page, other])
        await eventually('the tab notices', async () => await tab.getAttribute('#state', 'data-state') !== 'live');
    await engine.start();
    for (const tab of [page, other]) {
        await tab.locator('#notice[data-kind="gap"]').waitFor({ timeout: 60_000 });
        await eventually('the tab is live', async () => await tab.getAttribute('#state', 'data-state') === 'live');
    }
    // Refused for good, as by a proxy's status; asked for again where there is no EventSource.
    await page.evaluate(() => { source.close(); share({ type: 'closed' }); });
    await other.locator('#notice[data-kind="closed"]').waitFor();
    const last = (await numbersShown(other)).at(-1);
    await other.click('#dismiss');
    await waitForNumbers(other, last, 2);
    assert.equal(await page.locator('#notice[data-kind="closed"]').isVisible(), false);
    assert.deepEqual(complaints, []);
});

// As for a page that is neither of this machine nor by https.
test('without locks a hidden tab has no stream, and misses nothing', { timeout: 120_000 }, async () => {
    context = await browser.newContext();
    complaints = [];
    await context.addInitScript(() => {
        Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
        window.hide = isHidden => {
            Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
            document.dispatchEvent(new Event('visibilitychange'));
        };
    });
    const tab = await openTab();
    await waitForNumbers(tab, 0, 2);
    await tab.evaluate(() => window.hide(true));
    await eventually('the stream is gone', async () => await engine.metric('http_active_connections') === 0);
    const last = (await numbersShown(tab)).at(-1);
    await new Promise(resolve => setTimeout(resolve, 1_500));
    assert.equal((await numbersShown(tab)).at(-1), last);
    await tab.evaluate(() => window.hide(false));
    await waitForNumbers(tab, last, 5);
    assertConsecutive(await numbersShown(tab));
    assert.equal(await tab.textContent('#integrity'), 'none missed, none doubled');
    assert.deepEqual(complaints, []);
});

for (const signal of ['SIGTERM', 'SIGKILL']) {
    test(`reconnects after ${signal} and a restart, and is told of the gap`, { timeout: 120_000 }, async () => {
        await openPage(engine.port);
        await waitForTicks(3);
        const code = await engine.end(signal);
        if (signal === 'SIGTERM') {
            assert.equal(code, 0);
            await eventually('the page is told of the shutdown', async () => (await recorded()).some(event => event.name === 'shutdown'));
        }
        await eventually('the page notices', async () => await state() !== 'live');
        await engine.start();
        const events = await eventually('the gap notice', async () => {
            const seen = await recorded();
            return seen.some(event => event.name === 'gap') && seen;
        }, 60_000);
        // It is the first thing that the new stream says.
        const reopened = events.findLastIndex(event => event.name === 'open');
        assert.equal(events[reopened + 1].name, 'gap');
        await page.locator('#notice[data-kind="gap"]').waitFor();
        await waitForTicks(numbersOf(events).length + 3);
        assert.equal(await state(), 'live');
        const all = await recorded();
        assertConsecutive(numbersOf(all.slice(all.findIndex(event => event.name === 'gap'))));
        assert.deepEqual(complaints, []);
    });
}

for (const colorScheme of ['light', 'dark']) {
    test(`is readable in ${colorScheme} colours`, async () => {
        await openPage(engine.port, { colorScheme, reducedMotion: 'reduce' });
        await waitForTicks(2);
        // Also what is seen only in bad moments.
        for (const word of ['live', 'connecting', 'shutdown', 'closed']) {
            await page.evaluate(name => { showState(name); showNotice('gap', 'A title.', 'A text.'); }, word);
            assert.deepEqual(await page.evaluate(poorContrasts), []);
        }
        if (process.env.SCREENSHOTS)
            await page.screenshot({ path: `${process.env.SCREENSHOTS}/demo-${colorScheme}.png`, fullPage: true });
    });
}
