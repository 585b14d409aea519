// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A node as in production: the program sluiced as a process, and sluicectl load on it as another. For QML
// tests that look at it from outside; both end with it. Test thread only.
#pragma once

#include "integration/support/SluicedProcess.h"

#include <QObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>
#include <QVariantMap>
#include <QtQml/qqmlregistration.h>

#include <memory>

namespace sluice::test {

class TestNode : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QUrl url READ url CONSTANT)
    Q_PROPERTY(QUrl publicUrl READ publicUrl CONSTANT)
    Q_PROPERTY(QString token READ token CONSTANT)
    Q_PROPERTY(QString scratchPath READ scratchPath CONSTANT)

public:
    explicit TestNode(QObject *parent = nullptr);
    ~TestNode() override;

    /** Of the admin listener and of the public one; valid once it was started. */
    QUrl url() const;
    QUrl publicUrl() const;
    static QString token() { return QStringLiteral("the-operator-of-this-test"); }
    /** A folder for the test's files, gone with the node. */
    QString scratchPath() const { return m_scratch.path(); }

    /** Starts the engine with these settings (`key=value` each); false when it is not ready. */
    Q_INVOKABLE bool start(const QStringList &settings);

    /** Has @p clients streams opened on @p channels channels and @p rate events a second published to them,
     * until stopLoad(). */
    Q_INVOKABLE bool load(int clients, int channels, int rate);
    Q_INVOKABLE void stopLoad();

    /** What the engine, or the load, said on stderr: for the message of a test that fails. */
    Q_INVOKABLE QString complaints() const;

    /** A CSV file as a list of maps by column name; empty when it cannot be read. No value may hold a comma.
     */
    Q_INVOKABLE static QVariantList rowsOf(const QString &path);

private:
    const QTemporaryDir m_scratch;
    std::unique_ptr<integration::SluicedProcess> m_engine;
    std::unique_ptr<QProcess> m_load;
};

} // namespace sluice::test
