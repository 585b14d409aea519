// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The clients that people use in Node, each with the same face: open(url, hand) follows the stream until close(), and
// calls hand({ name, data, id }) for whatever its decoder hands out, empty or not.

import { get } from 'node:http';

import { EventSource } from 'eventsource';
import { createEventSource } from 'eventsource-client';
import { createParser } from 'eventsource-parser';
import launchDarkly from 'launchdarkly-eventsource';
import undici from 'undici';

import { NAMES } from './numbers.mjs';

/** Whoever has no first id of its decoder's takes it from the answer's head, as docs/clients.md advises. */
const FIRST_ID = 'sluice-first-id';

/** An EventSource by the standard's interface, of whatever maker. */
function listen(source, hand) {
    for (const name of NAMES)
        source.addEventListener(name, event => hand({ name, data: event.data, id: event.lastEventId }));
    return source;
}

/** fetch() that remembers where a stream began until its client has an id of its own. */
function rememberingFetch() {
    let firstId = null;
    return async (url, init) => {
        const headers = { ...init.headers };
        if (firstId !== null && !headers['Last-Event-ID'])
            headers['Last-Event-ID'] = firstId;
        const response = await fetch(url, { ...init, headers });
        firstId = response.headers.get(FIRST_ID) ?? firstId;
        return response;
    };
}

/**
 * Follows a stream with a decoder that has no client of its own, and comes back as such decoders' manuals say: after
 * the last retry that they saw, with the last id. `makeDecoder(state, hand)` returns a function that takes bytes, and
 * sets state.id and state.retry.
 */
function follow(url, headers, makeDecoder, hand) {
    const state = { id: '', retry: 300 };
    let request;
    let timer;
    let isClosed = false;
    const comeBack = () => {
        clearTimeout(timer);
        if (!isClosed)
            timer = setTimeout(connect, state.retry);
    };
    const connect = () => {
        const fields = state.id ? { ...headers, 'Last-Event-ID': state.id } : headers;
        request = get(url, { headers: fields, agent: false }, response => {
            response.on('error', comeBack);
            response.on('close', comeBack);
            if (response.statusCode !== 200)
                response.resume();
            else
                response.on('data', makeDecoder(state, hand));
        });
        request.on('error', comeBack);
    };
    connect();
    return { close: () => { isClosed = true; clearTimeout(timer); request.destroy(); } };
}

/**
 * A decoder by the rules that httpx-sse documents: a blank line hands out an event if there is an event name, data, a
 * retry, or any id since the beginning. So a blank line that ends nothing is an event too.
 */
function lingeringIdDecoder(state, hand) {
    let name = '';
    let data = [];
    let retry = null;
    let id = '';
    return line => {
        if (line === '') {
            if (name || data.length || id || retry !== null) {
                if (retry !== null)
                    state.retry = retry;
                state.id = id;
                hand({ name: name || 'message', data: data.join('\n'), id });
            }
            name = '';
            data = [];
            retry = null;
            return;
        }
        const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
        if (field === 'event')
            name = value;
        else if (field === 'data')
            data.push(value);
        else if (field === 'id' && !value.includes('\0'))
            id = value;
        else if (field === 'retry' && /^\d+$/.test(value))
            retry = Number(value);
    };
}

/** Takes lines as soon as they have ended, as httpx hands them out. */
function byLines(state, hand) {
    const takeLine = lingeringIdDecoder(state, hand);
    const text = new TextDecoder();
    let rest = '';
    return bytes => {
        const lines = (rest + text.decode(bytes, { stream: true })).split('\n');
        rest = lines.pop();
        lines.forEach(takeLine);
    };
}

/** Takes nothing before a blank line is in, as openai's client gathers what it decodes. */
function byBlocks(state, hand) {
    const takeLine = lingeringIdDecoder(state, hand);
    const text = new TextDecoder();
    let rest = '';
    return bytes => {
        rest += text.decode(bytes, { stream: true });
        for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
            rest.slice(0, end + 1).split('\n').forEach(takeLine);
            rest = rest.slice(end + 2);
        }
    };
}

/** eventsource-parser under a client of the test's. */
function byEventsourceParser(state, hand) {
    const text = new TextDecoder();
    const parser = createParser({
        onRetry: retry => { state.retry = retry; },
        onEvent: event => {
            state.id = event.id ?? state.id;
            hand({ name: event.event ?? 'message', data: event.data, id: event.id ?? state.id });
        },
    });
    return bytes => parser.feed(text.decode(bytes, { stream: true }));
}

const STREAM = { Accept: 'text/event-stream' };

/**
 * firstId: how the client knows where a stream began that is cut before its first event: 'block' and 'line' by its
 * decoder, 'head' if openWithHead reads the answer's head, null not at all.
 * survivesCut: whether it comes back after a connection that breaks.
 */
export const CLIENTS = {
    'eventsource 3.0.7': {
        firstId: 'head', survivesCut: true,
        open: (url, hand) => listen(new EventSource(url), hand),
        openWithHead: (url, hand) => listen(new EventSource(url, { fetch: rememberingFetch() }), hand),
    },
    'eventsource-client 1.2.0': {
        firstId: 'head', survivesCut: true,
        open: (url, hand) => openEventSourceClient({ url }, hand),
        openWithHead: (url, hand) => openEventSourceClient({ url, fetch: rememberingFetch() }, hand),
    },
    'eventsource-parser 3.1.1': {
        firstId: null, survivesCut: true,
        open: (url, hand) => follow(url, STREAM, byEventsourceParser, hand),
    },
    'undici 6.29.1': {
        firstId: 'block', survivesCut: true,
        open: (url, hand) => listen(new undici.EventSource(url), hand),
    },
    'launchdarkly-eventsource 2.2.0': {
        firstId: null, survivesCut: true,
        open: (url, hand) => {
            const source = listen(new launchDarkly.EventSource(url, { initialRetryDelayMillis: 300 }), hand);
            source.onerror = () => {};
            return source;
        },
    },
    'as httpx-sse decodes': {
        firstId: null, survivesCut: true,
        open: (url, hand) => follow(url, { ...STREAM, 'Cache-Control': 'no-store', 'User-Agent': 'python-httpx/0.28.1' },
            byLines, hand),
    },
    'as openai decodes': {
        firstId: null, survivesCut: true,
        open: (url, hand) => follow(url, { Accept: 'application/json, text/event-stream', 'User-Agent': 'OpenAI/Python 1.109.1' },
            byBlocks, hand),
    },
};

function openEventSourceClient(options, hand) {
    return createEventSource({
        ...options,
        onMessage: ({ event, data, id }) => hand({ name: event ?? 'message', data, id }),
    });
}
