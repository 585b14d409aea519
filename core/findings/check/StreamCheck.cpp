// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/check/StreamCheck.h"

#include "base/text/QuotedText.h"
#include "base/text/Units.h"
#include "http/EventStreamType.h"
#include "http/LocalHost.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

#include <algorithm>
#include <cctype>
#include <utility>

namespace sluice {

namespace {

using End = StreamRecord::End;

constexpr std::size_t kMostRedirects = 5;
constexpr std::size_t kMostWatched = 3; // whether a cut has a period
// Small ones, and a large one that pushes out what a buffer holds, once one is late.
constexpr std::size_t kCanaries = 4;
constexpr std::size_t kPusherBytes = 48 << 10;
constexpr Milliseconds kCanaryInterval{1000};
constexpr Milliseconds kCanaryPatience{2000};
constexpr Milliseconds kResumeTime{3000};
constexpr Milliseconds kBrowserGlance{500};
constexpr Milliseconds kBrowserPatience{1500}; // then the canaries do not wait for it any more
constexpr Milliseconds kProgressInterval{5000};
constexpr Milliseconds kLagTick{50};

std::string secondsOf(double seconds)
{
    return std::to_string(static_cast<long long>(seconds)) + " s";
}

bool isRedirect(unsigned status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/** Text that no compressor makes small. */
QByteArray filler(std::size_t size)
{
    QByteArray bytes;
    const auto wanted = static_cast<qsizetype>(size);
    while (bytes.size() < wanted)
        bytes += QByteArray::number(QRandomGenerator::global()->generate64(), 36);
    return bytes.left(wanted);
}

/** What Sluice's answer to a publish says of who gets it; nothing where it says nothing. */
std::optional<std::int64_t> subscribersIn(const std::string &body)
{
    const QJsonValue value =
        QJsonDocument::fromJson(QByteArray::fromStdString(body)).object().value(QLatin1String("subscribers"));
    return value.isDouble() ? std::optional(value.toInteger()) : std::nullopt;
}

} // namespace

StreamCheck::StreamCheck(CheckOptions options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_url(m_options.url)
{
    m_deadline.setSingleShot(true);
    m_canaryDue.setSingleShot(true);
    connect(&m_canaryDue, &QTimer::timeout, this, &StreamCheck::onCanaryDue);
    connect(&m_progress, &QTimer::timeout, this, &StreamCheck::showProgress);
    m_lagTick.setTimerType(Qt::PreciseTimer);
    connect(&m_lagTick, &QTimer::timeout, this, [this] {
        const Instant tick = Clock::now();
        const std::chrono::duration<double> late = tick - m_lastTick - kLagTick;
        m_report.record.ownLagSeconds = std::max(m_report.record.ownLagSeconds, late.count());
        m_lastTick = tick;
    });
}

StreamCheck::~StreamCheck()
{
    m_isFinished = true;
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(m_lookup);
}

void StreamCheck::start()
{
    CheckRecord &record = m_report.record;
    record.url = m_url.toString().toStdString();
    record.origin = m_options.origin.toStdString();
    record.durationSeconds = std::chrono::duration<double>(m_options.duration).count();
    record.hasPublisher = !m_options.publishUrl.isEmpty();
    m_areCanariesOver = !record.hasPublisher;
    m_lastTick = Clock::now();
    m_lagTick.start(kLagTick);
    // Not from inside start(): its caller may not be ready for the end yet.
    const auto begin = [this] {
        if (const auto valid = validated(m_options); !valid)
            return refuse(valid.error());
        if (m_report.record.hasPublisher && m_options.targets == CheckOptions::Targets::Loopback)
            return lookUp(m_options.publishUrl, &StreamCheck::lookUpStream);
        lookUpStream();
    };
    QMetaObject::invokeMethod(this, begin, Qt::QueuedConnection);
}

void StreamCheck::stop()
{
    if (m_isFinished)
        return;
    m_report.record.isInterrupted = true;
    finish();
}

void StreamCheck::lookUpStream()
{
    lookUp(m_url, &StreamCheck::openWatched);
}

void StreamCheck::lookUp(const QUrl &url, Handler next)
{
    m_afterLookup = next;
    m_lookedUp = url;
    m_deadline.disconnect(this);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        QHostInfo::abortHostLookup(std::exchange(m_lookup, -1));
        QHostInfo late;
        late.setErrorString(QStringLiteral("no answer from the name servers within ") +
                            QString::fromStdString(formatDuration(m_options.headTimeout)));
        onAddresses(late);
    });
    m_deadline.start(m_options.headTimeout);
    m_lookup = QHostInfo::lookupHost(url.host(), this, &StreamCheck::onAddresses);
}

void StreamCheck::onAddresses(const QHostInfo &info)
{
    if (m_isFinished)
        return;
    m_lookup = -1;
    m_deadline.stop();
    const std::string host = m_lookedUp.host().toStdString();
    QList<QHostAddress> addresses = info.addresses();
    for (const QHostAddress &further : furtherAddresses(m_lookedUp.host()))
        if (!addresses.contains(further))
            addresses.append(further);
    const bool isRemote = std::any_of(addresses.begin(), addresses.end(),
                                      [](const QHostAddress &address) { return !address.isLoopback(); });
    if (isRemote && m_options.targets == CheckOptions::Targets::Loopback) {
        const std::string message = "URL " + quotedText(m_lookedUp.toString().toStdString()) +
                                    ": the host is not this machine; --allow-remote allows it";
        if (m_report.record.redirects.empty())
            return refuse(inputError(message));
        m_report.record.redirectProblem = message;
        return finish();
    }
    if (addresses.isEmpty()) {
        const std::string problem =
            "the host " + quotedText(host) + " has no address: " + info.errorString().toStdString();
        if (m_lookedUp != m_url)
            return refuse(environmentError("--publish-url: " + problem));
        StreamRecord none;
        none.url = m_url.toString().toStdString();
        none.end = End::NotConnected;
        none.problem = problem;
        none.endedAt = now();
        m_report.record.streams.push_back(none);
        return finish();
    }
    m_addresses.assign(addresses.begin(), addresses.end());
    (this->*m_afterLookup)();
}

void StreamCheck::refuse(const Error &error)
{
    m_report.error = error;
    finish();
}

HttpRequest StreamCheck::request(const char *method) const
{
    HttpRequest request;
    request.method = method;
    request.url = m_url;
    request.fields = {{"Accept", "text/event-stream"}, {"Cache-Control", "no-cache"}};
    // A redirect to somebody else must not learn the token.
    if (m_url.host() == m_options.url.host() && httpPort(m_url) == httpPort(m_options.url))
        request.setToken(m_options.token);
    return request;
}

CheckExchange *StreamCheck::exchange(const HttpRequest &request, Milliseconds streamTime)
{
    const CheckExchange::Plan plan{request, m_addresses.front(), m_options.headTimeout, streamTime};
    return m_exchanges.emplace_back(std::make_unique<CheckExchange>(plan, m_epoch)).get();
}

void StreamCheck::openWatched()
{
    say("connecting to " + m_addresses.front().toString().toStdString() + " port " +
        std::to_string(httpPort(m_url)));
    m_isWatching = true;
    CheckExchange *watched = exchange(request("GET"), Milliseconds(0));
    m_watched.push_back(watched);
    connect(watched, &CheckExchange::headReceived, this, &StreamCheck::onWatchedHead);
    connect(watched, &CheckExchange::eventReceived, this, &StreamCheck::onWatchedEvent);
    connect(watched, &CheckExchange::finished, this, &StreamCheck::onWatchedEnd);
    watched->start();
}

void StreamCheck::onWatchedHead()
{
    const StreamRecord stream = m_watched.back()->record();
    if (m_watched.size() > 1 || isRedirect(stream.head.status))
        return;
    say("status " + std::to_string(stream.head.status) + " after " +
        check::secondsText(*stream.headAt - stream.startedAt));
    const std::string *type = stream.head.find("Content-Type");
    if (stream.head.status != 200 || type == nullptr || !isEventStreamType(*type))
        return; // its beginning is all that anybody wants of it
    judgeStage(CheckStage::Head);
    say("watching for " + formatDuration(m_options.duration));
    m_deadline.disconnect(this);
    connect(&m_deadline, &QTimer::timeout, this, &StreamCheck::endWatch);
    m_deadline.start(m_options.duration);
    m_progress.start(kProgressInterval);
    startProbes();
}

void StreamCheck::onWatchedEnd()
{
    if (m_isFinished)
        return;
    const StreamRecord stream = m_watched.back()->record();
    if (stream.end == End::NotConnected && m_addresses.size() > 1 && m_watched.size() == 1) {
        m_addresses.erase(m_addresses.begin());
        m_watched.clear();
        return openWatched();
    }
    if (isRedirect(stream.head.status) && followRedirect())
        return;
    if (stream.end != End::Open && stream.hasHead())
        say("the stream ended after " + check::secondsText(stream.age()) + ": " + stream.problem);
    if (mayWatchAgain())
        return openWatched();
    m_isWatching = false;
    judgeStage(CheckStage::Head);
    // Whether only GET has no answer.
    if (stream.end == End::NoHead && !stream.firstByteAt && !m_hasProbed) {
        m_hasProbed = true;
        m_areCanariesOver = true;
        probe(m_head, "HEAD", Milliseconds(0), {});
        return;
    }
    if (!m_hasProbed)
        m_areCanariesOver = true; // nothing to publish to
    proceed();
}

/** Goes where the answer says; false when it leads nowhere, which is recorded. */
bool StreamCheck::followRedirect()
{
    CheckRecord &record = m_report.record;
    const StreamRecord stream = m_watched.back()->record();
    const auto location = check::fieldOf(stream.head, "Location");
    if (!location) {
        record.redirectProblem = "status " + std::to_string(stream.head.status) + " without a Location";
        return false;
    }
    record.redirects.push_back(*location);
    const QUrl url = m_url.resolved(QUrl(QString::fromStdString(*location)));
    if (record.redirects.size() > kMostRedirects) {
        record.redirectProblem = "more than " + std::to_string(kMostRedirects) +
                                 " redirects, the last one to " + quotedText(*location);
        return false;
    }
    if (const auto checked = checkHttpUrl(url); !checked) {
        record.redirectProblem = checked.error().message;
        return false;
    }
    say("redirected to " + *location);
    m_watched.clear();
    m_url = url;
    record.url = url.toString().toStdString();
    lookUp(url, &StreamCheck::openWatched);
    return true;
}

/** A stream that was cut is opened again, to see whether that has a period. */
bool StreamCheck::mayWatchAgain() const
{
    const StreamRecord last = m_watched.back()->record();
    const bool wasOpen = last.hasHead() && (last.end == End::Clean || last.end == End::Cut);
    const bool isOver = !m_deadline.isActive() || m_watched.size() >= kMostWatched;
    return m_isWatching && m_hasProbed && wasOpen && !isOver;
}

/** It was watched for as long as was wanted. */
void StreamCheck::endWatch()
{
    m_deadline.stop();
    m_progress.stop();
    m_isWatching = false;
    if (!m_watched.back()->isFinished())
        m_watched.back()->stop(); // and proceeds
    else
        proceed();
}

void StreamCheck::startProbes()
{
    m_hasProbed = true;
    probe(m_head, "HEAD", Milliseconds(0), {});
    std::vector<std::pair<QByteArray, QByteArray>> browser{{"Accept-Encoding", "gzip, deflate, br"}};
    if (!m_options.origin.isEmpty())
        browser.emplace_back("Origin", m_options.origin);
    // It stays for the canaries, to see whether they come through the compression.
    probe(m_browser, "GET", m_areCanariesOver ? kBrowserGlance : Milliseconds(0), browser);
    QTimer::singleShot(kBrowserPatience, this, &StreamCheck::beginCanaries);
    if (!m_options.origin.isEmpty())
        probe(m_preflight, "OPTIONS", Milliseconds(0),
              {{"Origin", m_options.origin},
               {"Access-Control-Request-Method", "GET"},
               {"Access-Control-Request-Headers", "last-event-id"}});
}

void StreamCheck::probe(CheckExchange *&slot, const char *method, Milliseconds streamTime,
                        const std::vector<std::pair<QByteArray, QByteArray>> &fields)
{
    HttpRequest asked = request(method);
    asked.fields.insert(asked.fields.end(), fields.begin(), fields.end());
    slot = exchange(asked, streamTime);
    connect(slot, &CheckExchange::headReceived, this, &StreamCheck::onProbe);
    connect(slot, &CheckExchange::finished, this, &StreamCheck::onProbe);
    slot->start();
}

void StreamCheck::onProbe()
{
    if (m_isFinished)
        return;
    // It came too late for the canaries: its head is all that is wanted.
    const bool isBrowserOpen = m_browser && !m_browser->isFinished() && m_browser->record().hasHead();
    if (m_areCanariesOver && m_report.record.hasPublisher && isBrowserOpen)
        return m_browser->stop(); // and proceeds
    if (isBrowserOpen || (m_browser && m_browser->isFinished()))
        beginCanaries();
    proceed();
}

void StreamCheck::beginCanaries()
{
    if (m_areCanariesOver || !m_published.empty() || !m_isWatching)
        return;
    say("publishing canaries");
    publishCanary();
}

void StreamCheck::publishCanary()
{
    CanaryRecord canary;
    const bool isPusher = m_published.size() == kCanaries;
    const std::string mark = "sluice-check-" +
                             QByteArray::number(QRandomGenerator::global()->generate64(), 36).toStdString() +
                             "-" + std::to_string(m_published.size() + 1);
    HttpRequest post;
    post.method = "POST";
    post.url = m_options.publishUrl;
    post.fields = {{"Content-Type", "text/plain"}};
    post.setToken(m_options.token);
    post.body = QByteArray::fromStdString(mark);
    if (isPusher)
        post.body += ' ' + filler(kPusherBytes);
    canary.size = static_cast<std::size_t>(post.body.size());
    canary.sentAt = now();
    const std::size_t index = m_published.size();
    m_report.record.canaries.push_back(canary);
    m_published.push_back({mark, std::make_unique<HttpClient>()});
    m_published.back().client->send(
        post, m_options.headTimeout,
        [this, index](const HttpClient::Result &result) { onPublished(index, result); });
    // A watch that is short has its canaries close together.
    constexpr int share = 8;
    const Milliseconds interval = std::min(kCanaryInterval, m_options.duration / share);
    m_canaryDue.start(m_published.size() < kCanaries ? interval : kCanaryPatience);
}

void StreamCheck::onPublished(std::size_t index, const HttpClient::Result &result)
{
    CanaryRecord &canary = m_report.record.canaries[index];
    canary.answeredAt = now();
    if (!result) {
        canary.problem = result.error().message;
    } else {
        canary.status = result->head.status;
        canary.subscribers = subscribersIn(result->body);
    }
    if (!canary.isAccepted() && !m_areCanariesOver) {
        say("the canary was not published: " +
            (canary.status != 0 ? "status " + std::to_string(canary.status) : canary.problem));
        QMetaObject::invokeMethod(this, &StreamCheck::endCanaries, Qt::QueuedConnection);
    }
}

void StreamCheck::onWatchedEvent(const SseEvent &event)
{
    for (std::size_t i = 0; i < m_published.size(); ++i) {
        CanaryRecord &canary = m_report.record.canaries[i];
        const std::size_t at = event.data.find(m_published[i].mark);
        if (at == std::string::npos || canary.arrivedAt)
            continue;
        // One mark may be the beginning of another.
        const std::size_t end = at + m_published[i].mark.size();
        if (end < event.data.size() && std::isdigit(static_cast<unsigned char>(event.data[end])) != 0)
            continue;
        canary.arrivedAt = now();
    }
}

void StreamCheck::onCanaryDue()
{
    if (m_areCanariesOver)
        return;
    if (!m_isWatching)
        return endCanaries();
    if (m_published.size() < kCanaries)
        return publishCanary();
    const auto &canaries = m_report.record.canaries;
    const bool isLate = std::any_of(canaries.begin(), canaries.end(), [](const CanaryRecord &canary) {
        return canary.isAccepted() && !canary.arrivedAt;
    });
    if (isLate && m_published.size() == kCanaries) {
        say("canaries are late: publishing a large one behind them");
        return publishCanary();
    }
    endCanaries();
}

void StreamCheck::endCanaries()
{
    if (std::exchange(m_areCanariesOver, true))
        return;
    m_canaryDue.stop();
    // One that has no head yet tells by its own deadline that none comes.
    if (m_browser && !m_browser->isFinished() && m_browser->record().hasHead())
        m_browser->stop(); // and proceeds
    else
        proceed();
}

/** Goes on where whatever is under way has ended. */
void StreamCheck::proceed()
{
    if (m_isFinished)
        return;
    if (!m_isWatching && !m_areCanariesOver)
        return endCanaries();
    const auto isOver = [](const CheckExchange *exchange) {
        return exchange == nullptr || exchange->isFinished();
    };
    if (!isOver(m_head) || !isOver(m_browser) || !isOver(m_preflight) || !m_areCanariesOver)
        return;
    if (!m_watched.empty() && m_watched.front()->record().hasHead())
        judgeStage(CheckStage::Probes);
    if (m_isWatching || (!m_watched.empty() && !m_watched.back()->isFinished()))
        return;
    if (m_resume == nullptr)
        resume();
    if (isOver(m_resume))
        finish();
}

/** Opens a stream behind the last event but one, if there are so many. */
void StreamCheck::resume()
{
    if (m_watched.empty())
        return;
    const StreamRecord stream = m_watched.front()->record();
    std::vector<std::string> ids{stream.eventCount == stream.events.size() ? stream.primedId : std::string()};
    for (const StreamRecord::Seen &event : stream.events)
        if (event.id != ids.back())
            ids.push_back(event.id);
    if (ids.size() < 2 || ids[ids.size() - 2].empty() || ids.back().empty())
        return;
    m_report.record.resumedAfter = ids[ids.size() - 2];
    m_report.record.expectedId = ids.back();
    say("resuming after " + quotedText(m_report.record.resumedAfter));
    HttpRequest asked = request("GET");
    asked.fields.emplace_back("Last-Event-ID", QByteArray::fromStdString(m_report.record.resumedAfter));
    m_resume = exchange(asked, kResumeTime);
    connect(m_resume, &CheckExchange::eventReceived, m_resume, &CheckExchange::stop, Qt::QueuedConnection);
    connect(m_resume, &CheckExchange::finished, this, &StreamCheck::proceed);
    m_resume->start();
}

/** Puts into the record what the exchanges have by now. */
void StreamCheck::gather()
{
    CheckRecord &record = m_report.record;
    if (!m_watched.empty())
        record.streams.clear();
    for (const CheckExchange *watched : m_watched)
        record.streams.push_back(watched->record());
    const auto take = [](const CheckExchange *exchange, std::optional<StreamRecord> &out) {
        if (!exchange)
            return;
        StreamRecord what = exchange->record();
        // What was stopped before it had an answer tells nothing.
        if (what.hasHead() || what.end != End::Open)
            out = std::move(what);
    };
    take(m_head, record.head);
    take(m_browser, record.browser);
    take(m_preflight, record.preflight);
    take(m_resume, record.resume);
}

/** Judges every stage up to this one that was not judged yet. */
void StreamCheck::judgeStage(CheckStage stage)
{
    gather();
    for (; m_judged <= static_cast<std::size_t>(stage); ++m_judged)
        for (Finding &finding : findingsOf(checkRules(static_cast<CheckStage>(m_judged)), m_report.record)) {
            m_report.findings.push_back(std::move(finding));
            const Finding shown = m_report.findings.back();
            Q_EMIT found(shown);
        }
}

void StreamCheck::finish()
{
    if (m_isFinished)
        return;
    m_isFinished = true; // what ends now ends by our doing
    m_deadline.stop();
    m_canaryDue.stop();
    m_progress.stop();
    m_lagTick.stop();
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(std::exchange(m_lookup, -1));
    for (const auto &exchange : m_exchanges)
        exchange->stop();
    if (!m_report.error)
        judgeStage(CheckStage::Watch);
    Q_EMIT finished(m_report);
}

void StreamCheck::say(const std::string &what)
{
    Q_EMIT progressed(QString::fromStdString(what));
}

void StreamCheck::showProgress()
{
    const StreamRecord stream = m_watched.back()->record();
    if (stream.hasHead())
        say(secondsOf(now() - m_watched.front()->record().headAt.value_or(0)) + ": " +
            std::to_string(stream.eventCount) + " events, " + std::to_string(stream.comments) + " comments");
}

double StreamCheck::now() const
{
    return std::chrono::duration<double>(Clock::now() - m_epoch).count();
}

} // namespace sluice
