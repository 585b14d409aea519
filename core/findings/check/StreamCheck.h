// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Checks one event stream from outside, as a client meets it: opens it, watches it, publishes canaries to it,
// asks the same in other ways (HEAD, as a browser, from an origin, to resume) and has all of it judged. Knows
// no command line; the console owns one too. A QObject of its owner's thread, once only; http only.
#pragma once

#include "base/Clock.h"
#include "findings/check/CheckExchange.h"
#include "findings/check/CheckOptions.h"
#include "findings/check/CheckReport.h"
#include "findings/check/CheckRules.h"
#include "http/HttpClient.h"

#include <QHostInfo>
#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace sluice {

class StreamCheck : public QObject
{
    Q_OBJECT

public:
    explicit StreamCheck(CheckOptions options, QObject *parent = nullptr);
    ~StreamCheck() override;

    /** Begins; finished() follows in any case, and within a time that the options bound. */
    void start();

    /** Ends it early: what was seen is judged, and finished() follows at once. */
    void stop();

    bool isFinished() const { return m_isFinished; }

    /** What there is of it; whole after finished(). */
    const CheckReport &report() const { return m_report; }

Q_SIGNALS:
    /** What the check does now, one line for people. */
    void progressed(const QString &what);

    /** One more finding, in the order of the rules. */
    void found(const sluice::Finding &finding);

    /** Once, after the last finding. */
    void finished(const sluice::CheckReport &report);

private:
    using Handler = void (StreamCheck::*)();

    struct Published
    {
        std::string mark; ///< its data begins with it
        std::unique_ptr<HttpClient> client;
    };

    // Who is connected to
    void lookUp(const QUrl &url, Handler next);
    void lookUpStream();
    void onAddresses(const QHostInfo &info);
    void refuse(const Error &error);

    // The watched stream
    void openWatched();
    void onWatchedHead();
    void onWatchedEvent(const SseEvent &event);
    void onWatchedEnd();
    bool followRedirect();
    bool mayWatchAgain() const;
    void endWatch();

    // The other requests
    void startProbes();
    void probe(CheckExchange *&slot, const char *method, Milliseconds streamTime,
               const std::vector<std::pair<QByteArray, QByteArray>> &fields);
    void onProbe();

    // The canaries
    void beginCanaries();
    void publishCanary();
    void onPublished(std::size_t index, const HttpClient::Result &result);
    void onCanaryDue();
    void endCanaries();

    void resume();
    void proceed();
    void judgeStage(CheckStage stage);
    void gather();
    void finish();

    CheckExchange *exchange(const HttpRequest &request, Milliseconds streamTime);
    HttpRequest request(const char *method) const;
    void say(const std::string &what);
    void showProgress();
    double now() const;

    CheckOptions m_options;
    const Instant m_epoch = Clock::now();
    CheckReport m_report;
    QUrl m_url;                            // where redirects led
    std::vector<QHostAddress> m_addresses; // of m_url's host, the first one is in use
    int m_lookup = -1;
    Handler m_afterLookup = nullptr;
    QUrl m_lookedUp;

    std::vector<std::unique_ptr<CheckExchange>> m_exchanges; // all that there were
    std::vector<CheckExchange *> m_watched;
    CheckExchange *m_head = nullptr;
    CheckExchange *m_browser = nullptr;
    CheckExchange *m_preflight = nullptr;
    CheckExchange *m_resume = nullptr;
    std::vector<Published> m_published;

    QTimer m_deadline; // of a look-up, and then of the watch
    QTimer m_canaryDue;
    QTimer m_progress;
    QTimer m_lagTick;
    Instant m_lastTick;

    std::size_t m_judged = 0; // stages
    bool m_isWatching = false;
    bool m_hasProbed = false;
    bool m_areCanariesOver = true;
    bool m_isFinished = false;
};

} // namespace sluice
