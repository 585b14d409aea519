// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// An engine and a real proxy in front of it, which sluicectl has configured from the running engine, or that
// configuration with something in it spoilt. Owned by the test.

#include "ControlRun.h"
#include "Http.h"
#include "OtherProxies.h"
#include "ProxyProcess.h"
#include "SluicedProcess.h"

#include <functional>

/** Starts both, or fails with what went wrong; further arguments are words of `sluicectl config`. */
#define START_PROXIED(pair, ...)                                                                             \
    do {                                                                                                     \
        const QByteArray wrong = (pair).start(__VA_ARGS__);                                                  \
        QVERIFY2(wrong.isEmpty(), wrong.constData());                                                        \
    } while (false)

namespace sluice::integration {

class ProxiedEngine
{
public:
    using Spoil = std::function<void(QByteArray &configuration)>;

    ProxiedEngine(ProxyProcess::Kind kind, const SluicedProcess::Options &options)
        : engine(options)
        , proxy(kind)
    {
    }

    /** What went wrong; empty when both run and the proxy passes requests on. */
    QByteArray start(const QStringList &words = {}, const Spoil &spoil = {})
    {
        if (!engine.start())
            return "the engine: " + engine.standardError();
        QByteArray text = configuration(words);
        if (text.isEmpty())
            return "sluicectl config: " + m_said;
        if (spoil)
            spoil(text);
        if (!proxy.start(text))
            return "the proxy: " + proxy.output();
        // HAProxy asks the engine for its health before it passes anything on.
        const bool passes = eventually([this] { return statusOf(proxy.port(), "/readyz") == 200; });
        return passes ? QByteArray() : "the proxy passes nothing on: " + proxy.output();
    }

    /** What sluicectl prints for the running engine; empty when it fails. */
    QByteArray configuration(const QStringList &words = {})
    {
        return configurationFor(engine, proxy, words, &m_said);
    }

    /** The same for any engine and proxy; for a proxy that sluicectl does not know, what the documentation
     * shows. */
    static QByteArray configurationFor(const SluicedProcess &engine, const ProxyProcess &proxy,
                                       const QStringList &words = {}, QByteArray *said = nullptr)
    {
        if (const QByteArray text = documented(proxy.kind(), proxy.port(), engine.publicPort());
            !text.isEmpty())
            return text;
        const ControlRun run =
            control(engine.adminPort(),
                    QStringList{QStringLiteral("config"), name(proxy.kind()), QStringLiteral("--listen"),
                                QStringLiteral("127.0.0.1:%1").arg(proxy.port()),
                                QStringLiteral("--log-directory"), proxy.folder()} +
                        words);
        if (said)
            *said = run.err;
        return run.status == 0 ? run.out : QByteArray();
    }

    /** The kind as sluicectl calls it. */
    static QString name(ProxyProcess::Kind kind)
    {
        using Kind = ProxyProcess::Kind;
        switch (kind) {
        case Kind::Nginx:
            return QStringLiteral("nginx");
        case Kind::Haproxy:
            return QStringLiteral("haproxy");
        case Kind::Apache:
            return QStringLiteral("apache");
        case Kind::Caddy:
            return QStringLiteral("caddy");
        case Kind::Varnish:
            return QStringLiteral("varnish");
        case Kind::Squid:
            return QStringLiteral("squid");
        case Kind::Lighttpd:
            return QStringLiteral("lighttpd");
        }
        return {};
    }

    SluicedProcess engine;
    ProxyProcess proxy;

private:
    QByteArray m_said;
};

} // namespace sluice::integration
