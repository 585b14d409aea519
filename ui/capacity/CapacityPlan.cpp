// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "CapacityPlan.h"

#include "Format.h"
#include "base/text/Units.h"
#include "findings/config/ConfigWriter.h"
#include "findings/config/SettingsAnswerReader.h"
#include "findings/plan/ObservedLoad.h"
#include "findings/plan/PlanReport.h"
#include "findings/plan/Planner.h"

#include <QHostAddress>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

/** As a person would type it: durations of seconds without their milliseconds, a rate with three digits.
 * Rounded up: a plan for a little more holds. */
PlanLoad asTyped(PlanLoad load)
{
    constexpr std::chrono::seconds shortest{10};
    if (load.streamDuration >= shortest)
        load.streamDuration = std::chrono::ceil<std::chrono::seconds>(load.streamDuration);
    if (load.eventRate > 0) {
        const double unit = std::pow(10, std::floor(std::log10(load.eventRate)) - 2);
        load.eventRate = std::ceil(load.eventRate / unit) * unit;
        load.eventRate = QString::number(load.eventRate, 'g', 3).toDouble(); // no digits of the arithmetic
    }
    return load;
}

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

bool isThisMachine(const QUrl &url)
{
    return url.host() == QLatin1String("localhost") || QHostAddress(url.host()).isLoopback();
}

/** Writes what @p parsed holds to @p out, or says what is wrong. */
template <typename Parsed, typename Value>
QString store(const Parsed &parsed, Value &out)
{
    if (!parsed)
        return QString::fromStdString(parsed.error().message);
    out = *parsed;
    return {};
}

} // namespace

CapacityPlan::CapacityPlan(QObject *parent)
    : QObject(parent)
{
    takeExample();
}

void CapacityPlan::takeExample()
{
    using namespace std::chrono_literals;
    const double headroom = m_load.headroomPercent;
    m_load = PlanLoad();
    m_load.headroomPercent = headroom;
    // What a small service has, until somebody says better.
    m_load.clients = 1000;
    m_load.streamDuration = 10min;
    m_load.eventRate = 1;
    m_source = tr("An example; type your own values, or take those of the engine.");
    Q_EMIT loadChanged();
}

void CapacityPlan::setLink(EngineLink *link)
{
    if (link == m_link)
        return;
    if (m_link)
        m_link->disconnect(this);
    m_link = link;
    if (m_link) {
        connect(m_link, &EngineLink::established, this, &CapacityPlan::refresh);
        connect(m_link, &EngineLink::targetChanged, this, &CapacityPlan::forget);
    }
    Q_EMIT linkChanged();
    forget();
    refresh();
}

void CapacityPlan::setTuning(Tuning *tuning)
{
    if (tuning == m_tuning)
        return;
    m_tuning = tuning;
    Q_EMIT tuningChanged();
}

void CapacityPlan::forget()
{
    // A plan for one engine is never applied to another. What was typed is the operator's, and stays.
    m_asked = 0;
    m_settings.reset();
    m_revision = 0;
    m_machine = MachineFacts();
    m_plan.reset();
    m_error.clear();
    if (!m_wasTyped)
        takeExample();
    say({}, true);
    Q_EMIT busyChanged();
    Q_EMIT planChanged();
}

QVariantMap CapacityPlan::load() const
{
    const auto text = [](const std::string &value) { return QString::fromStdString(value); };
    return {{QStringLiteral("clients"), text(formatCount(m_load.clients))},
            {QStringLiteral("streamDuration"), text(formatDuration(m_load.streamDuration))},
            {QStringLiteral("timeoutWindow"), text(formatDuration(m_load.timeoutWindow))},
            {QStringLiteral("eventRate"), text(formatRate(m_load.eventRate))},
            {QStringLiteral("eventSize"), text(formatSize(m_load.eventSize))},
            {QStringLiteral("channels"), text(formatCount(m_load.channels))},
            {QStringLiteral("headroom"), text(formatRate(m_load.headroomPercent))}};
}

QString CapacityPlan::presentCap() const
{
    if (!m_settings)
        return {};
    return m_settings->pool_max_streams == 0
               ? tr("auto")
               : QString::fromStdString(formatCount(m_settings->pool_max_streams));
}

QVariantList CapacityPlan::figures() const
{
    QVariantList list;
    if (!m_plan)
        return list;
    for (const PlanFigure &figure : m_plan->figures)
        list.append(QVariantMap{
            {QStringLiteral("title"), textOf(figure.title)},
            {QStringLiteral("value"), QString::fromStdString(planValueText(figure.value, figure.unit))},
            {QStringLiteral("reason"), QString::fromStdString(figure.reason)}});
    return list;
}

QVariantList CapacityPlan::shortfalls() const
{
    QVariantList list;
    if (!m_plan)
        return list;
    for (const PlanShortfall &shortfall : m_plan->shortfalls)
        list.append(QVariantMap{{QStringLiteral("message"), QString::fromStdString(shortfall.message)},
                                {QStringLiteral("remedy"), QString::fromStdString(shortfall.remedy)}});
    return list;
}

QStringList CapacityPlan::advice() const
{
    QStringList list;
    if (m_plan) {
        for (const std::string &each : m_plan->advice)
            list.append(QString::fromStdString(each));
    }
    return list;
}

QVariantList CapacityPlan::configurations() const
{
    QVariantList list;
    for (const ConfigKindInfo &info : configKinds())
        list.append(QVariantMap{{QStringLiteral("kind"), static_cast<int>(info.kind)},
                                {QStringLiteral("name"), textOf(info.name)},
                                {QStringLiteral("file"), textOf(info.file)},
                                {QStringLiteral("about"), textOf(info.about)}});
    return list;
}

void CapacityPlan::ask(const AdminRequest &request, std::function<void(const AdminAnswer &answer)> take)
{
    if (!m_link)
        return;
    ++m_asked;
    Q_EMIT busyChanged();
    m_link->send(request, this, [this, take = std::move(take)](const AdminClient::Result &result) {
        --m_asked;
        Q_EMIT busyChanged();
        if (result) {
            take(*result);
            return;
        }
        m_error = QString::fromStdString(result.error().message);
        Q_EMIT planChanged();
    });
}

void CapacityPlan::refresh()
{
    if (!m_link || m_link->url().isEmpty())
        return;
    // What another engine was asked is answered no more.
    m_asked = 0;
    AdminRequest settings;
    settings.path = QStringLiteral("settings");
    ask(settings, [this](const AdminAnswer &answer) { takeSettings(answer.json); });
    if (!m_wasTyped)
        askLoad(false);
}

void CapacityPlan::useLive()
{
    askLoad(true);
}

void CapacityPlan::askLoad(bool wasAsked)
{
    AdminRequest request;
    request.path = QStringLiteral("snapshots.csv");
    request.query.addQueryItem(QStringLiteral("since"), QStringLiteral("60m"));
    request.query.addQueryItem(QStringLiteral("every"), QStringLiteral("10s"));
    request.expects = AdminRequest::Expects::Text;
    ask(request, [this, wasAsked](const AdminAnswer &answer) { takeLoad(answer.body, wasAsked); });
}

void CapacityPlan::takeSettings(const QJsonObject &answer)
{
    auto settings = settingsOfAnswer(answer);
    if (!settings) {
        m_error = QString::fromStdString(settings.error().message);
        m_plan.reset();
        Q_EMIT planChanged();
        return;
    }
    m_settings = *std::move(settings);
    m_revision = answer.value(QLatin1String("revision")).toInteger();
    m_machine = isThisMachine(m_link->url()) ? MachineFacts::read() : MachineFacts();
    // The engine's own limit, wherever it runs; a plan for the limit of this process would be another's.
    const double limit = m_link->snapshots()->latest(QStringLiteral("descriptors_limit"));
    if (limit > 0)
        m_machine.descriptors = static_cast<std::int64_t>(limit);
    work();
}

void CapacityPlan::takeLoad(const QByteArray &csv, bool wasAsked)
{
    // What was typed while the engine was asked is the newer word.
    if (!wasAsked && m_wasTyped)
        return;
    const auto observed = ObservedLoad::from({csv.constData(), static_cast<std::size_t>(csv.size())});
    if (!observed || observed->load.clients == 0) {
        // Asked for, that is worth a word; at the page's opening the example is as good.
        if (wasAsked)
            say(observed ? tr("The engine had no streams within the last hour: type the values.")
                         : QString::fromStdString(observed.error().message),
                false);
        // Never a load that this engine does not have as its own.
        else
            takeExample();
        work();
        return;
    }
    const double headroom = m_load.headroomPercent;
    m_load = asTyped(observed->load);
    m_load.headroomPercent = headroom;
    m_problems.clear();
    m_wasTyped = false;
    const QString span = Format::duration(std::chrono::duration<double>(observed->over).count());
    m_source =
        observed->anyBegan
            ? tr("As the engine had it in its last %1.").arg(span)
            : tr("As the engine had it in its last %1; no stream began meanwhile, so they last at least as "
                 "long.")
                  .arg(span);
    Q_EMIT loadChanged();
    work();
}

void CapacityPlan::set(const QString &name, const QString &typed)
{
    const std::string text = typed.trimmed().toStdString();
    PlanLoad load = m_load;
    QString problem;
    if (name == QLatin1String("clients"))
        problem = store(parseCount(text), load.clients);
    else if (name == QLatin1String("streamDuration"))
        problem = store(parseDuration(text), load.streamDuration);
    else if (name == QLatin1String("timeoutWindow"))
        problem = store(parseDuration(text), load.timeoutWindow);
    else if (name == QLatin1String("eventRate"))
        problem = store(parseRate(text), load.eventRate);
    else if (name == QLatin1String("eventSize"))
        problem = store(parseSize(text), load.eventSize);
    else if (name == QLatin1String("channels"))
        problem = store(parseCount(text), load.channels);
    else if (name == QLatin1String("headroom"))
        problem = store(parseRate(text), load.headroomPercent);
    else
        return;
    if (problem.isEmpty()) {
        m_load = load;
        m_problems.remove(name);
        m_wasTyped = true;
        m_source = tr("As it was typed.");
    } else {
        m_problems.insert(name, problem);
    }
    Q_EMIT loadChanged();
    if (problem.isEmpty())
        work();
}

void CapacityPlan::work()
{
    if (!m_settings)
        return;
    auto plan = Planner::plan(m_load, *m_settings, m_machine);
    if (plan) {
        m_plan = *std::move(plan);
        m_error.clear();
    } else {
        m_plan.reset();
        m_error = QString::fromStdString(plan.error().message);
    }
    Q_EMIT planChanged();
}

void CapacityPlan::apply(const QString &why)
{
    if (!m_plan || !m_link)
        return;
    if (!m_tuning) {
        say(tr("The cap cannot be set from here: nobody would ask whether to keep it."), false);
        return;
    }
    const auto cap = m_plan->maxStreams;
    ++m_asked;
    Q_EMIT busyChanged();
    const auto done = [this, self = QPointer<CapacityPlan>(this), cap](const QString &problem) {
        if (!self)
            return;
        m_asked = std::max(0, m_asked - 1);
        Q_EMIT busyChanged();
        if (problem.isEmpty())
            say(tr("pool.max_streams is %1 now, from the next stream on.").arg(QLocale().toString(cap)),
                true);
        else
            say(problem, false);
        refresh();
    };
    m_tuning->change(QStringLiteral("pool.max_streams"), QString::number(cap), m_revision, why, done);
}

QString CapacityPlan::configuration(int kind) const
{
    if (!m_settings)
        return tr("The engine's settings are not known yet.");
    const auto kinds = configKinds();
    if (kind < 0 || static_cast<std::size_t>(kind) >= kinds.size())
        return {};
    ConfigRequest request;
    request.settings = *m_settings;
    request.origin = tr("the settings of the engine at %1")
                         .arg(m_link ? m_link->url().toDisplayString() : QString())
                         .toStdString();
    if (m_plan)
        request.maxStreams = m_plan->maxStreams;
    // A port that the system chose is known to the running engine only.
    if (m_link && m_link->publicUrl().isValid())
        request.engine = m_link->publicUrl().authority().toStdString();
    const auto text = ConfigWriter::write(kinds[static_cast<std::size_t>(kind)].kind, request);
    return QString::fromStdString(text ? text->text : text.error().message);
}

void CapacityPlan::say(const QString &outcome, bool isGood)
{
    m_outcome = outcome;
    m_outcomeIsGood = isGood;
    Q_EMIT outcomeChanged();
}

} // namespace sluice
