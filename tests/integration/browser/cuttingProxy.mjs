// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A TCP proxy that knows nothing of HTTP and destroys connections when the test says so: at once, or in the
// middle of the next bytes, so that the browser is left with half an event.

import { connect, createServer } from 'node:net';

import { listenSomewhere } from './engine.mjs';

export class CuttingProxy {
    /** Forwards to 127.0.0.1:`target`. */
    static async create(target) {
        const proxy = new CuttingProxy(target);
        proxy.port = await listenSomewhere(proxy.server);
        return proxy;
    }

    constructor(target) {
        this.pairs = new Set();
        this.cutInTheMiddle = false;
        /** All bytes that the browser sent, as text. */
        this.requests = '';
        /** Those who wait for release(), null while nobody has to. */
        this.held = null;
        this.accepted = 0;
        this.server = createServer(client => {
            ++this.accepted;
            client.on('error', () => client.destroy());
            if (this.held)
                this.held.push(client);
            else
                this.#forward(client);
        });
        this.target = target;
    }

    /** The values of a request field, in the order in which they were sent. */
    fieldValues(name) {
        return [...this.requests.matchAll(new RegExp(`^${name}: (.*?)\\r?$`, 'gim'))].map(match => match[1]);
    }

    /** Destroys all connections now. */
    cut() {
        for (const pair of this.pairs)
            pair.destroy();
    }

    /** Destroys the connection of the next event, when half of it has been passed on. */
    cutNextInTheMiddle() {
        this.cutInTheMiddle = true;
    }

    /** Lets new connections wait for release(). */
    hold() {
        this.held = [];
    }

    release() {
        for (const client of this.held.splice(0))
            this.#forward(client);
        this.held = null;
    }

    close() {
        this.held?.forEach(client => client.destroy());
        this.cut();
        this.server.close();
    }

    #forward(client) {
        const upstream = connect(this.target, '127.0.0.1');
        const pair = { destroy: () => { client.destroy(); upstream.destroy(); this.pairs.delete(pair); } };
        this.pairs.add(pair);
        client.on('data', bytes => { this.requests += bytes.toString('latin1'); upstream.write(bytes); });
        upstream.on('data', bytes => {
            if (!this.cutInTheMiddle || !bytes.includes('data: ')) {
                client.write(bytes);
                return;
            }
            this.cutInTheMiddle = false;
            const half = bytes.subarray(0, bytes.indexOf('data: ') + 10);
            client.write(half, () => pair.destroy());
        });
        for (const socket of [client, upstream]) {
            socket.on('error', () => pair.destroy());
            socket.on('close', () => pair.destroy());
        }
    }
}
