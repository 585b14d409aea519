// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the tests of clients publish on channel "news", and what must have come of it: numbers in order, every second
// one as a named event. A record of events is an array of { name, data, id }.

import assert from 'node:assert/strict';

/** All names that an engine under test may send; EventSource asks for each by name. */
export const NAMES = ['message', 'price', 'gap', 'missed', 'shutdown'];

/** Publishes the numbers `from` to `to` - 1. */
export async function publishNumbers(engine, from, to) {
    for (let number = from; number < to; ++number)
        assert.equal(await engine.publish(String(number), 'news', number % 2 ? 'price' : ''), 202);
}

/** Those of the events that were published. */
export function published(events) {
    return events.filter(event => ['message', 'price'].includes(event.name));
}

/** The numbers below `to` have come, each once, in order, by its name and with an id of its own; nothing was missed. */
export function assertNumbers(events, to) {
    assert.deepEqual(published(events).map(({ name, data }) => [name, data]),
        Array.from({ length: to }, (_, number) => [number % 2 ? 'price' : 'message', String(number)]));
    assert.equal(new Set(published(events).map(event => event.id)).size, to);
    assert.ok(!events.some(event => ['gap', 'missed'].includes(event.name)), JSON.stringify(events));
}
