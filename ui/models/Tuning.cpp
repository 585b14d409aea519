// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Tuning.h"

#include "SettingRisk.h"

#include <QJsonArray>

namespace sluice {

namespace {

QStringList textsIn(const QJsonValue &value)
{
    QStringList texts;
    const QJsonArray array = value.toArray();
    for (const auto &text : array)
        texts.append(text.toString());
    return texts;
}

QStringList changesIn(const QJsonObject &update)
{
    QStringList lines;
    const QJsonArray changed = update.value(QLatin1String("changed")).toArray();
    for (const auto &each : changed) {
        const QJsonObject change = each.toObject();
        lines.append(Tuning::tr("%1: %2 \u2192 %3")
                         .arg(change.value(QLatin1String("key")).toString(),
                              SettingSpec::textOf(change.value(QLatin1String("old"))),
                              SettingSpec::textOf(change.value(QLatin1String("new")))));
    }
    return lines;
}

} // namespace

Tuning::Tuning(QObject *parent)
    : QObject(parent)
    , m_pending(m_settings)
    , m_history(m_settings)
{
    connect(&m_pending, &PendingChanges::applied, this,
            [this](qint64 revision, const QStringList &lines, const QStringList &risks) {
                if (risks.isEmpty())
                    say(QStringLiteral("ok"), tr("Applied"), lines.join(QLatin1Char('\n')));
                else
                    m_countdown.begin(revision, lines, risks);
            });
    connect(&m_countdown, &KeepCountdown::undoWanted, this, &Tuning::takeBackOwed);
    connect(&m_countdown, &KeepCountdown::changed, this, &Tuning::owesChanged);
    connect(&m_history, &SettingsHistory::changed, this, &Tuning::settleUndone);
}

void Tuning::setLink(EngineLink *link)
{
    if (link == m_link)
        return;
    if (m_link)
        m_link->disconnect(this);
    m_link = link;
    m_settings.setLink(link);
    m_pending.setLink(link);
    m_history.setLink(link);
    if (m_link) {
        connect(m_link, &EngineLink::stateChanged, this, &Tuning::readOnlyChanged);
        connect(m_link, &EngineLink::engineChanged, this, &Tuning::readOnlyChanged);
        connect(m_link, &EngineLink::established, this, &Tuning::takeBackOwed);
        connect(m_link, &EngineLink::leaving, this, &Tuning::takeBackBeforeLeaving);
        connect(m_link, &EngineLink::targetChanged, this, [this] {
            m_countdown.forget();
            m_isTakingBack = false;
            m_running = 0;
            dismiss();
        });
    }
    Q_EMIT linkChanged();
    Q_EMIT readOnlyChanged();
}

QString Tuning::readOnlyReason() const
{
    if (!m_link || m_link->role().isEmpty())
        return tr("No engine is connected.");
    if (!m_link->mayOperate())
        return tr(
            "Your token is a viewer's: everything can be read, nothing changed. Connect with the token of "
            "auth.admin_token to change settings.");
    return {};
}

void Tuning::change(const QString &key, const QString &value, qint64 revision, const QString &why,
                    std::function<void(const QString &problem)> done)
{
    QString blocker = readOnlyReason();
    const SettingsModel::Row *row = m_settings.find(key);
    if (blocker.isEmpty() && !row)
        blocker = tr("The engine's settings are not known yet.");
    if (!blocker.isEmpty()) {
        done(blocker);
        return;
    }
    const QString to = row->spec.normalized(value).value_or(value);
    const QString risk = riskOf(row->spec, row->value, to);
    const QString line = tr("%1: %2 \u2192 %3").arg(key, row->value, to);
    AdminRequest request;
    request.method = "PATCH";
    request.path = QStringLiteral("settings");
    request.body = QJsonObject{{key, to}, {QStringLiteral("revision"), revision}};
    if (!why.trimmed().isEmpty())
        request.body->insert(QStringLiteral("why"), why.trimmed());
    ++m_running;
    Q_EMIT outcomeChanged();
    m_link->send(
        request, this, [this, line, risk, done = std::move(done)](const AdminClient::Result &result) {
            --m_running;
            Q_EMIT outcomeChanged();
            constexpr unsigned conflict = 409;
            if (!result) {
                done(result.error().status == conflict ? tr("Somebody changed settings meanwhile, so nothing "
                                                            "was changed: look again, then apply.")
                                                       : QString::fromStdString(result.error().message));
                return;
            }
            takeChange(result->json);
            const bool isChange = !result->json.value(QLatin1String("changed")).toArray().isEmpty();
            if (isChange && !risk.isEmpty())
                m_countdown.begin(result->json.value(QLatin1String("revision")).toInteger(), {line}, {risk});
            done({});
        });
}

void Tuning::undoLast()
{
    sendUndo({});
}

void Tuning::undo(qint64 revision)
{
    sendUndo({{QStringLiteral("revision"), revision}});
}

void Tuning::sendUndo(const QJsonObject &body)
{
    command(QStringLiteral("settings/undo"), body, [this](const AdminClient::Result &result) {
        if (!result) {
            sayRefused(tr("Not taken back"), result.error());
            return;
        }
        takeChange(result->json);
        say(QStringLiteral("ok"), tr("Taken back"), changesIn(result->json).join(QLatin1Char('\n')));
    });
}

void Tuning::revertToFile()
{
    command(QStringLiteral("settings/reload"), {}, [this](const AdminClient::Result &result) {
        if (!result) {
            sayRefused(tr("Not read from the file"), result.error());
            return;
        }
        takeChange(result->json);
        const QStringList changes = changesIn(result->json);
        QStringList notes = changes;
        const QStringList atRestart = textsIn(result->json.value(QLatin1String("at_restart")));
        for (const QString &key : atRestart)
            notes.append(tr("%1 differs in the file, but takes effect only at a restart").arg(key));
        notes += textsIn(result->json.value(QLatin1String("warnings")));
        say(notes.size() == changes.size() ? QStringLiteral("ok") : QStringLiteral("warning"),
            changes.isEmpty() ? tr("The file was read: nothing differs that can be changed now")
                              : tr("Back to the file's values"),
            notes.join(QLatin1Char('\n')));
    });
}

void Tuning::saveToFile()
{
    command(QStringLiteral("settings/save"), {}, [this](const AdminClient::Result &result) {
        if (!result) {
            sayRefused(tr("Not saved"), result.error());
            return;
        }
        const QString file = result->json.value(QLatin1String("file")).toString();
        QStringList notes;
        const QJsonObject saved = result->json.value(QLatin1String("saved")).toObject();
        for (auto value = saved.begin(); value != saved.end(); ++value)
            notes.append(QStringLiteral("%1 = %2").arg(value.key(), SettingSpec::textOf(*value)));
        const QStringList warnings = textsIn(result->json.value(QLatin1String("warnings")));
        notes += warnings;
        say(warnings.isEmpty() ? QStringLiteral("ok") : QStringLiteral("warning"),
            saved.isEmpty() ? tr("%1 has all of it already").arg(file) : tr("Saved to %1").arg(file),
            notes.join(QLatin1Char('\n')));
    });
}

void Tuning::dismiss()
{
    say({}, {});
}

void Tuning::command(const QString &path, const QJsonObject &body, AdminClient::Handler handler)
{
    if (!readOnlyReason().isEmpty())
        return;
    AdminRequest request;
    request.method = "POST";
    request.path = path;
    request.body = body;
    ++m_running;
    Q_EMIT outcomeChanged();
    m_link->send(request, this, [this, handler = std::move(handler)](const AdminClient::Result &result) {
        --m_running;
        Q_EMIT outcomeChanged();
        handler(result);
    });
}

void Tuning::takeBackOwed()
{
    const qint64 revision = m_countdown.owed();
    if (revision == 0 || m_isTakingBack || !readOnlyReason().isEmpty())
        return;
    m_isTakingBack = true;
    QJsonObject body{{QStringLiteral("revision"), revision}};
    if (m_countdown.isExpired())
        body.insert(QStringLiteral("why"), tr("not kept within %1 s").arg(m_countdown.seconds()));
    command(QStringLiteral("settings/undo"), body, [this, revision](const AdminClient::Result &result) {
        m_isTakingBack = false;
        if (!result && result.error().status == 0) {
            // No answer: done as soon as the engine is there again.
            sayRefused(tr("Not taken back yet"), result.error());
            return;
        }
        if (result) {
            takeChange(result->json);
            say(m_countdown.isExpired() ? QStringLiteral("warning") : QStringLiteral("ok"),
                m_countdown.isExpired() ? tr("Taken back, because nobody kept it") : tr("Taken back"),
                changesIn(result->json).join(QLatin1Char('\n')));
        } else {
            sayRefused(tr("Not taken back"), result.error());
        }
        m_countdown.settle(revision);
    });
}

void Tuning::takeBackBeforeLeaving()
{
    const std::vector<qint64> revisions = m_countdown.revisions();
    if (revisions.empty())
        return;
    // The link forgets the engine now; the errand has a client of its own.
    AdminClient *client = m_link->partingClient().release();
    client->setParent(this);
    ++m_parting;
    Q_EMIT owesChanged();
    undoAt(client, revisions, m_link->name(), {});
}

void Tuning::undoAt(AdminClient *client, std::vector<qint64> revisions, const QString &engine,
                    QStringList lines)
{
    AdminRequest request;
    request.method = "POST";
    request.path = QStringLiteral("settings/undo");
    request.body = QJsonObject{{QStringLiteral("revision"), revisions.back()},
                               {QStringLiteral("why"), tr("not kept before the console left")}};
    revisions.pop_back(); // the newest first
    client->send(request, [this, client, revisions = std::move(revisions), engine,
                           lines = std::move(lines)](const AdminClient::Result &result) mutable {
        if (result)
            lines += changesIn(result->json);
        if (result && !revisions.empty()) {
            undoAt(client, std::move(revisions), engine, std::move(lines));
            return;
        }
        if (result)
            say(QStringLiteral("warning"), tr("Taken back on %1, because nobody kept it").arg(engine),
                lines.join(QLatin1Char('\n')));
        else
            sayRefused(tr("Not taken back on %1: what was changed there is still in force").arg(engine),
                       result.error());
        client->deleteLater();
        --m_parting;
        Q_EMIT owesChanged();
    });
}

void Tuning::settleUndone()
{
    // Somebody took it back already, here or elsewhere.
    if (m_countdown.state() != KeepCountdown::State::Asking)
        return;
    for (const qint64 revision : m_countdown.revisions()) {
        if (m_history.isUndone(revision))
            m_countdown.settle(revision);
    }
}

void Tuning::takeChange(const QJsonObject &update)
{
    m_pending.follow(update.value(QLatin1String("revision")).toInteger());
    m_settings.adopt(update);
}

void Tuning::say(const QString &tone, const QString &outcome, const QString &detail)
{
    m_outcomeTone = tone;
    m_outcome = outcome;
    m_outcomeDetail = detail;
    Q_EMIT outcomeChanged();
}

void Tuning::sayRefused(const QString &what, const AdminError &error)
{
    say(QStringLiteral("critical"), what,
        QString::fromStdString(error.detail.empty() ? error.message : error.detail));
}

} // namespace sluice
