// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the Capacity page shows: the load as it was typed or as the engine had it, what the Planner says it
// needs of this engine and its machine, and configurations for exactly these settings. Owned by its page; GUI
// thread only.
#pragma once

#include "EngineLink.h"
#include "Tuning.h"

#include "findings/plan/MachineFacts.h"
#include "findings/plan/Plan.h"
#include "findings/plan/PlanLoad.h"
#include "settings/Settings.h"

#include <QObject>
#include <QPointer>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace sluice {

class CapacityPlan : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(sluice::EngineLink *link READ link WRITE setLink NOTIFY linkChanged)
    Q_PROPERTY(sluice::Tuning *tuning READ tuning WRITE setTuning NOTIFY tuningChanged)
    Q_PROPERTY(QVariantMap load READ load NOTIFY loadChanged)
    Q_PROPERTY(QVariantMap problems READ problems NOTIFY loadChanged)
    Q_PROPERTY(QString source READ source NOTIFY loadChanged)
    Q_PROPERTY(bool busy READ isBusy NOTIFY busyChanged)
    Q_PROPERTY(QString error READ error NOTIFY planChanged)
    Q_PROPERTY(bool hasPlan READ hasPlan NOTIFY planChanged)
    Q_PROPERTY(bool fits READ fits NOTIFY planChanged)
    Q_PROPERTY(double poolSize READ poolSize NOTIFY planChanged)
    Q_PROPERTY(double maxStreams READ maxStreams NOTIFY planChanged)
    Q_PROPERTY(QString presentCap READ presentCap NOTIFY planChanged)
    Q_PROPERTY(QVariantList figures READ figures NOTIFY planChanged)
    Q_PROPERTY(QVariantList shortfalls READ shortfalls NOTIFY planChanged)
    Q_PROPERTY(QStringList advice READ advice NOTIFY planChanged)
    Q_PROPERTY(QVariantList configurations READ configurations CONSTANT)
    Q_PROPERTY(QString outcome READ outcome NOTIFY outcomeChanged)
    Q_PROPERTY(bool outcomeIsGood READ outcomeIsGood NOTIFY outcomeChanged)

public:
    explicit CapacityPlan(QObject *parent = nullptr);

    EngineLink *link() const { return m_link; }
    void setLink(EngineLink *link);

    /** Who changes the cap and asks whether to keep it: the session's. Without it nothing is applied. */
    Tuning *tuning() const { return m_tuning; }
    void setTuning(Tuning *tuning);

    /** The load's values as texts with units, by the names that set() takes. */
    QVariantMap load() const;

    /** What is wrong with a value that was typed, by its name; the plan goes on with the last right one. */
    QVariantMap problems() const { return m_problems; }

    /** Where the values come from, for people. */
    QString source() const { return m_source; }

    bool isBusy() const { return m_asked > 0; }
    QString error() const { return m_error; }
    bool hasPlan() const { return m_plan.has_value(); }
    bool fits() const { return m_plan && m_plan->fits(); }
    double poolSize() const { return m_plan ? static_cast<double>(m_plan->poolSize) : 0; }
    double maxStreams() const { return m_plan ? static_cast<double>(m_plan->maxStreams) : 0; }

    /** pool.max_streams as it is in force. */
    QString presentCap() const;

    /** Each with "title", "value" and "reason". */
    QVariantList figures() const;

    /** Each with "message" and "remedy". */
    QVariantList shortfalls() const;

    QStringList advice() const;

    /** The kinds of configuration: "kind", "name", "file" and "about" each. */
    QVariantList configurations() const;

    QString outcome() const { return m_outcome; }
    bool outcomeIsGood() const { return m_outcomeIsGood; }

    /** Reads the engine's settings, machine and load anew; a load that was typed stays. */
    Q_INVOKABLE void refresh();

    /** Takes the load that the engine had in what it remembers. */
    Q_INVOKABLE void useLive();

    /** Takes a value as it was typed: clients, streamDuration, timeoutWindow, eventRate, eventSize, channels
     * or headroom. */
    Q_INVOKABLE void set(const QString &name, const QString &text);

    /** Sets pool.max_streams of the engine to what the plan says, unless its settings are other than those
     * that the plan was made with. A lower cap is taken back by itself unless somebody keeps it. */
    Q_INVOKABLE void apply(const QString &why);

    /** The text of a configuration for the engine's settings with the plan's cap, or why there is none. */
    Q_INVOKABLE QString configuration(int kind) const;

Q_SIGNALS:
    void linkChanged();
    void tuningChanged();
    void loadChanged();
    void planChanged();
    void busyChanged();
    void outcomeChanged();

private:
    void forget();
    void takeExample();
    void askLoad(bool wasAsked);
    void ask(const AdminRequest &request, std::function<void(const AdminAnswer &answer)> take);
    void takeSettings(const QJsonObject &answer);
    void takeLoad(const QByteArray &csv, bool wasAsked);
    void work();
    void say(const QString &outcome, bool isGood);

    QPointer<EngineLink> m_link;
    QPointer<Tuning> m_tuning;
    PlanLoad m_load;
    QVariantMap m_problems;
    QString m_source;
    bool m_wasTyped = false;
    std::optional<Settings> m_settings;
    qint64 m_revision = 0; // of m_settings
    MachineFacts m_machine;
    std::optional<Plan> m_plan;
    QString m_error;
    int m_asked = 0;
    QString m_outcome;
    bool m_outcomeIsGood = true;
};

} // namespace sluice
