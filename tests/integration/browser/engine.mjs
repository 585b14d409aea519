// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A real sluiced for the tests with other makers' clients, which can end and come back on the port it had.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const PATIENCE = 20_000;

/** Polls until `condition` (may be async) is truthy and returns what it gave; throws after `patience` ms. */
export async function eventually(what, condition, patience = PATIENCE) {
    const end = Date.now() + patience;
    for (;;) {
        const value = await condition();
        if (value)
            return value;
        if (Date.now() > end)
            throw new Error(`waited ${patience} ms in vain: ${typeof what === 'function' ? what() : what}`);
        await new Promise(resolve => setTimeout(resolve, 50));
    }
}

/** Listens on a port below the range of outgoing connections that nobody uses; the kernel's choice could be taken meanwhile. */
export async function listenSomewhere(server) {
    for (let attempt = 0; attempt < 1000; ++attempt) {
        const port = 10000 + Math.floor(Math.random() * 10000);
        const listening = await new Promise(resolve => {
            server.once('error', () => resolve(false));
            server.listen({ host: '127.0.0.1', port, exclusive: true }, () => resolve(true));
        });
        if (listening)
            return port;
    }
    throw new Error('no free port between 10000 and 19999');
}

/** Different ones: each is held until all are found. */
async function freePorts(count) {
    const probes = Array.from({ length: count }, () => createServer());
    const ports = [];
    for (const probe of probes)
        ports.push(await listenSomewhere(probe));
    for (const probe of probes) {
        probe.close();
        await once(probe, 'close');
    }
    return ports;
}

export class Engine {
    /** `words` are its further arguments. */
    static async create(program, words = ['--demo']) {
        return new Engine(program, ...await freePorts(2), words);
    }

    constructor(program, port, adminPort, words) {
        this.program = program;
        this.words = words;
        this.port = port;
        this.adminPort = adminPort;
        this.stderr = '';
    }

    /** Starts it and waits until it is ready. */
    async start() {
        const child = spawn(this.program, ['--listen', `127.0.0.1:${this.port}`, '--admin', `127.0.0.1:${this.adminPort}`, ...this.words],
            { stdio: ['ignore', 'ignore', 'pipe'] });
        this.child = child;
        child.stderr.on('data', text => { this.stderr += text; });
        const kill = () => child.kill('SIGKILL');
        process.once('exit', kill);
        child.once('exit', () => process.off('exit', kill));
        let answer = 'nothing was tried';
        try {
            await eventually('the engine is ready', async () => {
                if (child.exitCode !== null)
                    throw new Error(`sluiced ended with ${child.exitCode}: ${this.stderr}`);
                const reply = await fetch(`http://127.0.0.1:${this.port}/readyz`).catch(error => error);
                answer = reply.status ?? reply.cause ?? reply;
                return reply.ok;
            });
        } catch (error) {
            child.kill('SIGKILL'); // or the test program would wait for it
            throw new Error(`${error.message}; it answered ${answer} and said: ${this.stderr}`);
        }
    }

    /** Sends `signal` and waits for the end; returns the exit code, null when the signal killed it. */
    async end(signal = 'SIGTERM') {
        if (this.child.exitCode !== null || this.child.signalCode !== null)
            return this.child.exitCode;
        const ended = once(this.child, 'exit');
        this.child.kill(signal);
        const [code] = await ended;
        return code;
    }

    /** Publishes text, by default on channel demo and without a name; returns the status. */
    async publish(text, channel = 'demo', name = '') {
        const query = name ? `?event=${name}` : '';
        const reply = await fetch(`http://127.0.0.1:${this.port}/publish/${channel}${query}`, { method: 'POST', body: text });
        return reply.status;
    }

    /** Calls /api/v1/`what`; returns what it answers, and throws when that is an error. */
    async api(method, what, body) {
        const reply = await fetch(`http://127.0.0.1:${this.adminPort}/api/v1/${what}`, {
            method,
            headers: { 'Content-Type': 'application/json' },
            body: body === undefined ? undefined : JSON.stringify(body),
        });
        const text = await reply.text();
        if (!reply.ok)
            throw new Error(`${method} ${what}: ${reply.status} ${text}`);
        return JSON.parse(text);
    }

    /** Drains it to the end; it stays there and refuses until resume(). */
    async drain() {
        await this.api('POST', 'drain', { then: 'hold' });
        await eventually('the drain is over', async () => (await this.api('GET', 'drain')).phase === 'drained');
    }

    /** Takes streams again. */
    async resume() {
        await this.api('DELETE', 'drain');
    }

    /** The sum of the samples of /metrics whose name and labels begin with `sample`. */
    async metric(sample) {
        const text = await (await fetch(`http://127.0.0.1:${this.adminPort}/metrics`)).text();
        return text.split('\n').filter(line => line.startsWith(sample))
            .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
    }
}
