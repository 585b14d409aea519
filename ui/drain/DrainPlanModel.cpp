// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "DrainPlanModel.h"

#include "ReconnectWave.h"
#include "SettingSpec.h"

#include "base/text/Units.h"
#include "model/DrainPlan.h"

#include <array>

namespace sluice {

namespace {

constexpr auto kAfterTyping = std::chrono::milliseconds(200);
constexpr auto kRefresh = std::chrono::seconds(2);

constexpr std::array kFields{"rate", "grace", "deadline", "retry_spread", "order", "then"};

bool isDuration(const QString &field)
{
    return field == QLatin1String("grace") || field == QLatin1String("deadline") ||
           field == QLatin1String("retry_spread");
}

double secondsOf(const QString &duration)
{
    const auto span = parseDuration(duration.toStdString());
    return span ? std::chrono::duration<double>(*span).count() : 0;
}

/** What is wrong with one field, by the ranges that the settings drain.* have. */
QString problemOf(const QString &field, const QString &text)
{
    const std::string utf8 = text.trimmed().toStdString();
    DrainPlan plan;
    if (field == QLatin1String("rate")) {
        const auto rate = parseRate(utf8);
        if (!rate)
            return QString::fromStdString(rate.error().message);
        plan.rate = *rate;
    } else if (isDuration(field)) {
        const auto span = parseDuration(utf8);
        if (!span)
            return QString::fromStdString(span.error().message);
        (field == QLatin1String("grace")      ? plan.grace
         : field == QLatin1String("deadline") ? plan.deadline
                                              : plan.retrySpread) = *span;
    }
    const auto checked = checkPlan(plan);
    return checked ? QString() : QString::fromStdString(checked.error().message);
}

} // namespace

DrainPlanModel::DrainPlanModel(QObject *parent)
    : QObject(parent)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(kAfterTyping);
    m_again.setInterval(kRefresh);
    connect(&m_soon, &QTimer::timeout, this, &DrainPlanModel::ask);
    connect(&m_again, &QTimer::timeout, this, &DrainPlanModel::ask);
}

void DrainPlanModel::setDrain(DrainModel *drain)
{
    if (drain == m_drain)
        return;
    if (m_drain)
        m_drain->disconnect(this);
    m_drain = drain;
    if (m_drain) {
        connect(m_drain, &DrainModel::changed, this, [this] {
            Q_EMIT planChanged();
            Q_EMIT refusalChanged();
            if (!isKnown())
                schedule();
        });
        connect(m_drain, &DrainModel::readOnlyChanged, this, &DrainPlanModel::refusalChanged);
        connect(m_drain, &DrainModel::linkChanged, this, &DrainPlanModel::schedule);
    }
    Q_EMIT drainChanged();
    Q_EMIT planChanged();
    schedule();
}

void DrainPlanModel::setActive(bool active)
{
    if (active == m_active)
        return;
    m_active = active;
    if (m_active) {
        m_again.start();
        schedule();
    } else {
        m_again.stop();
        m_soon.stop();
    }
    Q_EMIT activeChanged();
}

QVariantMap DrainPlanModel::fields() const
{
    QVariantMap all;
    for (const char *name : kFields) {
        const QString field = QLatin1String(name);
        all.insert(field, m_typed.value(field, configured(field)));
    }
    return all;
}

QString DrainPlanModel::refusal() const
{
    if (!m_drain)
        return tr("No engine is connected.");
    if (QString reason = m_drain->refusalOf(fields().value(QStringLiteral("then")).toString());
        !reason.isEmpty())
        return reason;
    if (!m_problems.isEmpty())
        return tr("Mend the plan first: not all of it can be read.");
    return {};
}

QJsonObject DrainPlanModel::plan() const
{
    QJsonObject plan;
    if (!m_problems.isEmpty())
        return plan;
    const QVariantMap all = fields();
    for (auto field = all.begin(); field != all.end(); ++field) {
        const QString text = field->toString().trimmed();
        if (text.isEmpty())
            continue;
        if (field.key() == QLatin1String("rate"))
            plan.insert(field.key(), parseRate(text.toStdString()).value_or(0));
        else
            plan.insert(field.key(), text);
    }
    return plan;
}

void DrainPlanModel::type(const QString &field, const QString &text)
{
    if (text == fields().value(field).toString())
        return;
    if (text == configured(field))
        m_typed.remove(field);
    else
        m_typed.insert(field, text);
    judge();
}

void DrainPlanModel::start()
{
    if (m_drain && refusal().isEmpty())
        m_drain->start(plan());
}

void DrainPlanModel::reset()
{
    m_typed.clear();
    judge();
}

QString DrainPlanModel::configured(const QString &field) const
{
    // A running drain's plan is not the configured one; the plan is not shown then.
    return m_drain ? SettingSpec::textOf(m_drain->plan().value(field)) : QString();
}

void DrainPlanModel::judge()
{
    m_problems.clear();
    for (auto typed = m_typed.cbegin(); typed != m_typed.cend(); ++typed) {
        const QString problem = problemOf(typed.key(), *typed);
        if (!problem.isEmpty())
            m_problems.insert(typed.key(), problem);
    }
    Q_EMIT planChanged();
    Q_EMIT refusalChanged();
    schedule();
}

void DrainPlanModel::schedule()
{
    if (m_active)
        m_soon.start();
}

void DrainPlanModel::ask()
{
    EngineLink *link = m_drain ? m_drain->link() : nullptr;
    if (!m_active || !link || !m_problems.isEmpty() || m_drain->phase() != DrainModel::Phase::Serving)
        return;
    if (!link->mayOperate()) {
        m_previewProblem = tr("The engine says what a drain would do to operators only.");
        Q_EMIT previewChanged();
        return;
    }
    AdminRequest request;
    request.method = "POST";
    request.path = QStringLiteral("drain");
    request.query.addQueryItem(QStringLiteral("dry_run"), QStringLiteral("1"));
    request.body = plan();
    link->send(request, this, [this](const AdminClient::Result &result) { takePreview(result); });
}

void DrainPlanModel::takePreview(const AdminClient::Result &result)
{
    if (result) {
        m_preview = result->json;
        m_previewProblem.clear();
    } else {
        m_preview = {};
        m_previewProblem = QString::fromStdString(result.error().detail.empty() ? result.error().message
                                                                                : result.error().detail);
    }
    drawWave();
    Q_EMIT previewChanged();
}

void DrainPlanModel::drawWave()
{
    const auto span = [this](const char *name) {
        return secondsOf(m_preview.value(QLatin1String(name)).toString());
    };
    const ReconnectWave wave = reconnectWave({.streams = m_preview.value(QLatin1String("initial")).toDouble(),
                                              .rate = m_preview.value(QLatin1String("rate")).toDouble(),
                                              .grace = span("grace"),
                                              .deadline = span("deadline"),
                                              .spread = span("retry_spread")},
                                             waveParts);
    m_waveSeconds = wave.seconds;
    m_wave.clear();
    m_wave.reserve(static_cast<qsizetype>(wave.perSecond.size()));
    for (const double perSecond : wave.perSecond)
        m_wave.append(wave.peak > 0 ? perSecond / wave.peak : 0.0);
}

double DrainPlanModel::number(const char *name) const
{
    const QJsonValue value = m_preview.value(QLatin1String(name));
    return value.isDouble() ? value.toDouble() : SnapshotStore::none;
}

} // namespace sluice
