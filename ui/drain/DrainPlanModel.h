// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The plan of a drain while it is made: what was typed, what is wrong with it, and what the engine says it
// would do now. What was not typed is as the engine is configured. Declared by the page; GUI thread only.
#pragma once

#include "DrainModel.h"

#include <QJsonObject>
#include <QMap>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace sluice {

class DrainPlanModel : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(sluice::DrainModel *drain READ drain WRITE setDrain NOTIFY drainChanged)
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)
    Q_PROPERTY(QVariantMap fields READ fields NOTIFY planChanged)
    Q_PROPERTY(QVariantMap problems READ problems NOTIFY planChanged)
    Q_PROPERTY(bool typed READ isTyped NOTIFY planChanged)
    Q_PROPERTY(bool known READ isKnown NOTIFY previewChanged)
    Q_PROPERTY(double streams READ streams NOTIFY previewChanged)
    Q_PROPERTY(double seconds READ seconds NOTIFY previewChanged)
    Q_PROPERTY(double forced READ forced NOTIFY previewChanged)
    Q_PROPERTY(double reconnectsPerSecond READ reconnectsPerSecond NOTIFY previewChanged)
    Q_PROPERTY(QVariantList wave READ wave NOTIFY previewChanged)
    Q_PROPERTY(double waveSeconds READ waveSeconds NOTIFY previewChanged)
    Q_PROPERTY(QString previewProblem READ previewProblem NOTIFY previewChanged)
    Q_PROPERTY(QString refusal READ refusal NOTIFY refusalChanged)

public:
    /** Bars of the wave. */
    static constexpr std::size_t waveParts = 48;

    explicit DrainPlanModel(QObject *parent = nullptr);

    DrainModel *drain() const { return m_drain; }
    void setDrain(DrainModel *drain);

    /** Whether somebody looks; only then the engine is asked. */
    bool isActive() const { return m_active; }
    void setActive(bool active);

    /** "rate", "grace", "deadline", "retry_spread", "order" and "then", as typed or as configured. */
    QVariantMap fields() const;
    /** What is wrong with which of them. */
    QVariantMap problems() const { return m_problems; }
    /** Whether anything is other than configured. */
    bool isTyped() const { return !m_typed.isEmpty(); }

    /** Whether the engine has said what the plan would do. */
    bool isKnown() const { return !m_preview.isEmpty(); }
    double streams() const { return number("initial"); }
    double seconds() const { return number("seconds"); }
    double forced() const { return number("forced"); }
    double reconnectsPerSecond() const { return number("reconnects_per_second"); }
    /** How high each part of the wave is, 0 to 1 of its highest. */
    QVariantList wave() const { return m_wave; }
    /** How long the wave lasts, from the drain's start. */
    double waveSeconds() const { return m_waveSeconds; }
    /** Why there is no preview. */
    QString previewProblem() const { return m_previewProblem; }

    /** Why this plan cannot be started now; empty: it can. */
    QString refusal() const;

    /** As POST drain takes it; only when nothing is wrong. */
    QJsonObject plan() const;

    /** Takes what was typed for a field. */
    Q_INVOKABLE void type(const QString &field, const QString &text);

    /** Starts the drain as planned. */
    Q_INVOKABLE void start();

    /** Everything as configured again. */
    Q_INVOKABLE void reset();

Q_SIGNALS:
    void drainChanged();
    void activeChanged();
    void planChanged();
    void previewChanged();
    void refusalChanged();

private:
    QString configured(const QString &field) const;
    void judge();
    void schedule();
    void ask();
    void takePreview(const AdminClient::Result &result);
    void drawWave();
    double number(const char *name) const;

    QPointer<DrainModel> m_drain;
    bool m_active = false;
    QMap<QString, QString> m_typed;
    QVariantMap m_problems;
    QJsonObject m_preview;
    QString m_previewProblem;
    QVariantList m_wave;
    double m_waveSeconds = 0;
    QTimer m_soon;  ///< after the last key
    QTimer m_again; ///< streams come and go while nobody types
};

} // namespace sluice
