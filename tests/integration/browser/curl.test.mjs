// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// curl, with which everybody looks first, as a client of a real engine. It is strict about how a body ends: 18 is its
// word for one that was cut.
// Environment: SLUICED (the program).

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, test } from 'node:test';

import { Engine, eventually } from './engine.mjs';

const PATIENCE = 60_000;
const LONG = { timeout: 180_000 };
const SETTINGS = ['drain.grace=0ms'];

let engine;
let runs;

beforeEach(async () => {
    runs = [];
    engine = await Engine.create(process.env.SLUICED, SETTINGS.flatMap(setting => ['--set', setting]));
    await engine.start();
});

afterEach(async () => {
    for (const run of runs)
        run.child.kill('SIGKILL');
    await engine.end();
});

/** Starts curl for a path of the engine; its output grows in `out` until `ended` gives its exit code. */
function curl(path, ...words) {
    const child = spawn('curl', ['--noproxy', '*', ...words, `http://127.0.0.1:${engine.port}${path}`], { stdio: ['pipe', 'pipe', 'pipe'] });
    const run = { child, out: '', err: '', ended: once(child, 'close').then(([code]) => code) };
    child.stdout.setEncoding('utf8').on('data', text => { run.out += text; });
    child.stderr.setEncoding('utf8').on('data', text => { run.err += text; });
    runs.push(run);
    return run;
}

async function prints(run, text) {
    await eventually(`curl prints ${JSON.stringify(text)}: ${run.err}`, () => run.out.includes(text), PATIENCE);
}

const heads = text => Object.fromEntries(text.split('\r\n').slice(1).filter(line => line.includes(': '))
    .map(line => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]));

test('-sN prints each event when it comes, and exits with 0 after a drain', LONG, async () => {
    const run = curl('/stream/news', '-sN', '-i');
    await prints(run, '\r\n\r\n');
    assert.match(run.out, /^HTTP\/1\.1 200 /);
    assert.equal(heads(run.out)['transfer-encoding'], 'chunked');
    for (const data of ['one', 'two', 'three']) {
        assert.equal(await engine.publish(data, 'news', 'price'), 202);
        // Nothing else makes it come.
        await prints(run, `event: price\ndata: ${data}\n`);
    }
    await engine.drain();
    assert.equal(await run.ended, 0);
    assert.match(run.out, /event: shutdown\n/);
    assert.ok(run.out.endsWith('\n\n'), JSON.stringify(run.out.slice(-100)));
    assert.equal(run.err, '');
});

test('-sN exits with 0 when the engine ends', LONG, async () => {
    const run = curl('/stream/news', '-sN');
    await eventually('it is subscribed', async () => await engine.metric('http_active_connections') === 1, PATIENCE);
    assert.equal(await engine.publish('the last', 'news'), 202);
    assert.equal(await engine.end('SIGTERM'), 0);
    assert.equal(await run.ended, 0);
    assert.match(run.out, /data: the last\n/);
});

test('-sI shows what a stream must say, and opens none', LONG, async () => {
    const run = curl('/stream/news', '-sI');
    assert.equal(await run.ended, 0);
    assert.match(run.out, /^HTTP\/1\.1 200 /);
    const fields = heads(run.out);
    assert.match(fields['content-type'], /^text\/event-stream/);
    assert.equal(fields['cache-control'], 'no-cache, no-transform');
    assert.equal(fields['connection'], 'keep-alive');
    assert.equal(fields['transfer-encoding'], 'chunked');
    assert.equal(fields['x-accel-buffering'], 'no');
    assert.ok(!('content-length' in fields) && !('content-encoding' in fields), run.out);
    assert.equal(await engine.metric('sluice_streams_admitted_total'), 0);
    // The same that a stream does say, but for where it begins, which no stream does.
    const stream = curl('/stream/news', '-sN', '-i');
    await prints(stream, '\r\n\r\n');
    const { date: _, 'sluice-first-id': firstId, ...said } = heads(stream.out.slice(0, stream.out.indexOf('\r\n\r\n')));
    const { date: __, ...promised } = fields;
    assert.deepEqual(said, promised);
    assert.match(firstId, /^[A-Za-z0-9-]+$/);
});

test('--http1.0 gets no chunks, and an end that is none too early', LONG, async () => {
    const run = curl('/stream/news', '-sN', '-i', '--http1.0');
    await prints(run, '\r\n\r\n');
    const fields = heads(run.out.slice(0, run.out.indexOf('\r\n\r\n')));
    assert.equal(fields['connection'], 'close');
    assert.ok(!('transfer-encoding' in fields) && !('content-length' in fields), run.out);
    assert.equal(await engine.publish('plain', 'news'), 202);
    await prints(run, 'data: plain\n');
    await engine.drain();
    assert.equal(await run.ended, 0);
    // Lines of an event stream and nothing else: no chunk sizes among them.
    const body = run.out.slice(run.out.indexOf('\r\n\r\n') + 4);
    for (const line of body.split('\n'))
        assert.match(line, /^(|:.*|(data|event|id|retry): .*)$/, JSON.stringify(body));
});

test('-T - publishes in chunks what comes out of a pipe', LONG, async () => {
    const stream = curl('/stream/news', '-sN');
    await eventually('it is subscribed', async () => await engine.metric('http_active_connections') === 1, PATIENCE);
    for (const parts of [['in one piece'], ['in ', 'several ', 'pieces'], ['large ', 'x'.repeat(300_000)]]) {
        const upload = curl('/publish/news', '-s', '-w', '%{http_code}', '-o', '/dev/null', '-X', 'POST', '-T', '-');
        for (const part of parts) {
            upload.child.stdin.write(part);
            await new Promise(resolve => setTimeout(resolve, 100));
        }
        upload.child.stdin.end();
        assert.equal(await upload.ended, 0);
        assert.equal(upload.out, '202');
        await prints(stream, `data: ${parts.join('')}\n`);
    }
    // Larger than publish.max_body: an answer, not a reset.
    const large = curl('/publish/news', '-s', '-w', '%{http_code}', '-o', '/dev/null', '-X', 'POST', '-T', '-');
    large.child.stdin.on('error', () => {}); // it may stop reading
    large.child.stdin.end('x'.repeat(3 << 20));
    await large.ended;
    assert.equal(large.out, '413');
});

test('Last-Event-ID continues where another curl stopped', LONG, async () => {
    const first = curl('/stream/news', '-sN');
    await eventually('it is subscribed', async () => await engine.metric('http_active_connections') === 1, PATIENCE);
    assert.equal(await engine.publish('seen', 'news'), 202);
    await prints(first, 'data: seen\n');
    await eventually('its id', () => /data: seen\nid: \S+\n/.test(first.out), PATIENCE);
    const id = first.out.match(/data: seen\nid: (\S+)\n/)[1];
    first.child.kill();
    await first.ended;
    for (const data of ['missed one', 'missed two'])
        assert.equal(await engine.publish(data, 'news'), 202);
    const second = curl('/stream/news', '-sN', '-i', '-H', `Last-Event-ID: ${id}`);
    await prints(second, 'data: missed two\n');
    assert.deepEqual(second.out.match(/^data: .*$/gm), ['data: missed one', 'data: missed two']);
    assert.ok(!('sluice-gap' in heads(second.out)));
});
