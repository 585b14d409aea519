// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "JournalWriter.h"

#include "Format.h"

#include <algorithm>
#include <utility>

namespace sluice {

JournalWriter::JournalWriter(Journal &journal, EngineLink &link, const Diagnosis &diagnosis)
    : m_journal(journal)
    , m_link(link)
    , m_diagnosis(diagnosis)
{
    connect(&link, &EngineLink::targetChanged, this, &JournalWriter::forget);
    connect(&link, &EngineLink::established, this, &JournalWriter::catchUp);
    connect(&link, &EngineLink::drainReceived, this, &JournalWriter::takeDrain);
    connect(&link, &EngineLink::snapshotReceived, this, [this] { m_bursts.scan(*m_link.snapshots()); });
    connect(&link, &EngineLink::stateChanged, this, &JournalWriter::onState);
    connect(&diagnosis, &Diagnosis::changed, this, &JournalWriter::onDiagnosis);
    m_bursts.onBurst = [this](const RefusalBursts::Burst &burst) { onBurst(burst); };
    m_bursts.onRestart = [this](double time) {
        m_journal.noteAt(time, Journal::Restart, Journal::tr("The engine was started anew"), {},
                         QStringLiteral("warning"));
    };
}

void JournalWriter::forget()
{
    m_bursts.clear();
    m_phase.clear();
    m_alarms.clear();
    m_burstId = 0;
    m_lostId = 0;
    m_wasLive = false;
}

void JournalWriter::catchUp()
{
    m_bursts.scan(*m_link.snapshots());
    AdminRequest request;
    request.path = QStringLiteral("drain");
    m_link.send(request, this, [this](const AdminClient::Result &result) {
        if (result)
            takeDrain(result->json);
    });
}

void JournalWriter::takeDrain(const QJsonObject &progress)
{
    const QString phase = progress.value(QLatin1String("phase")).toString();
    const QString before = std::exchange(m_phase, phase);
    const QString serving = QStringLiteral("serving");
    if (phase == before || (before.isEmpty() && phase == serving))
        return;
    const auto figure = [&progress](const char *name) {
        return progress.value(QLatin1String(name)).toDouble();
    };
    const QString left = Format::integer(figure("left"));
    JournalEntry entry;
    entry.kind = JournalEntry::Kind::Drain;
    entry.time = m_journal.now();
    entry.tone = QStringLiteral("info");
    entry.who = progress.value(QLatin1String("who")).toString();
    const bool isBeginning = before.isEmpty() || before == serving || before == QLatin1String("drained");
    if (isBeginning && phase != serving)
        // It may have begun long before the console looked.
        entry.time -= 1000 * figure("elapsed_seconds");
    if (before.isEmpty()) {
        entry.title = Journal::tr("Drain of %1 streams started").arg(Format::integer(figure("initial")));
        entry.detail = phase == QLatin1String("drained")
                           ? Journal::tr("over when the console came: %1 closed, %2 forced")
                                 .arg(Format::integer(figure("closed")), Format::integer(figure("forced")))
                           : Journal::tr("%1, deadline %2; found in phase %3 with %4 left")
                                 .arg(Format::brief(figure("rate"), Format::PerSecond),
                                      progress.value(QLatin1String("deadline")).toString(), phase, left);
    } else if (phase == serving) {
        entry.title = before == QLatin1String("drained")
                          ? Journal::tr("The engine serves again after its drain")
                          : Journal::tr("Drain cancelled with %1 streams left").arg(left);
    } else if (phase == QLatin1String("paused")) {
        entry.title = Journal::tr("Drain paused with %1 streams left").arg(left);
    } else if (phase == QLatin1String("forcing")) {
        entry.title = Journal::tr("Drain's deadline passed: %1 streams are forced to end").arg(left);
        entry.tone = QStringLiteral("warning");
    } else if (phase == QLatin1String("drained")) {
        entry.title = Journal::tr("Drained: %1 streams closed, %2 forced, in %3")
                          .arg(Format::integer(figure("closed")), Format::integer(figure("forced")),
                               Format::duration(figure("elapsed_seconds")));
        entry.tone = figure("forced") > 0 ? QStringLiteral("warning") : QStringLiteral("ok");
    } else if (isBeginning) {
        entry.title = Journal::tr("Drain of %1 streams started").arg(Format::integer(figure("initial")));
        entry.detail = Journal::tr("%1, deadline %2")
                           .arg(Format::brief(figure("rate"), Format::PerSecond),
                                progress.value(QLatin1String("deadline")).toString());
    } else {
        entry.title = Journal::tr("Drain: %1, %2 streams left").arg(phase, left);
    }
    m_journal.add(std::move(entry));
}

void JournalWriter::onState()
{
    const auto state = m_link.state();
    if (state == EngineLink::State::Live) {
        m_wasLive = true;
        if (const JournalEntry *lost = m_journal.find(std::exchange(m_lostId, 0))) {
            const double seconds = (m_journal.now() - lost->time) / 1000;
            m_journal.change(lost->id, [this](JournalEntry &entry) { entry.until = m_journal.now(); });
            m_journal.note(Journal::Connection,
                           Journal::tr("The engine is back after %1").arg(Format::duration(seconds)), {},
                           QStringLiteral("ok"));
        }
        return;
    }
    const bool isGone = state == EngineLink::State::Lost || state == EngineLink::State::Refused ||
                        state == EngineLink::State::Incompatible;
    if (isGone && m_wasLive && m_lostId == 0)
        m_lostId = m_journal.note(Journal::Connection,
                                  state == EngineLink::State::Lost ? Journal::tr("Connection lost")
                                                                   : Journal::tr("Connection refused"),
                                  m_link.reason(), QStringLiteral("critical"));
}

void JournalWriter::onDiagnosis()
{
    if (m_diagnosis.state() == Diagnosis::State::Unknown)
        return;
    QHash<QString, int> gone = m_alarms;
    for (const Finding &finding : m_diagnosis.findings()->findings()) {
        const QString rule = QString::fromStdString(finding.rule);
        const QString tone = FindingsModel::toneOf(finding.severity);
        const QString title = QString::fromStdString(finding.summary);
        gone.remove(rule);
        if (const JournalEntry *known = m_journal.find(m_alarms.value(rule))) {
            if (known->tone != tone) {
                m_journal.change(known->id, [&](JournalEntry &entry) {
                    entry.tone = tone;
                    entry.title = title;
                });
            }
            continue;
        }
        JournalEntry entry;
        entry.kind = JournalEntry::Kind::Alarm;
        entry.time = m_journal.now();
        entry.tone = tone;
        entry.title = title;
        entry.detail = Journal::tr("%1. First thing to do: %2\n%3")
                           .arg(rule, FindingsModel::remediesOf(finding).value(0),
                                FindingsModel::evidenceOf(finding).join(QStringLiteral(", ")));
        m_alarms.insert(rule, m_journal.add(std::move(entry)));
    }
    for (auto over = gone.cbegin(); over != gone.cend(); ++over) {
        m_alarms.remove(over.key());
        m_journal.change(over.value(), [this](JournalEntry &entry) { entry.until = m_journal.now(); });
    }
}

void JournalWriter::onBurst(const RefusalBursts::Burst &burst)
{
    const QString title =
        Journal::tr("%1 refusals, mostly %2").arg(Format::integer(burst.count), burst.cause);
    const QString detail = Journal::tr("up to %1, for %2")
                               .arg(Format::brief(burst.mostPerSecond, Format::PerSecond),
                                    Format::duration(std::max(1.0, (burst.last - burst.start) / 1000)));
    if (!m_journal.find(m_burstId))
        m_burstId =
            m_journal.noteAt(burst.start, Journal::Refusals, title, detail, QStringLiteral("warning"));
    m_journal.change(m_burstId, [&](JournalEntry &entry) {
        entry.title = title;
        entry.detail = detail;
        if (burst.isOver)
            entry.until = burst.last;
    });
    if (burst.isOver)
        m_burstId = 0;
}

} // namespace sluice
