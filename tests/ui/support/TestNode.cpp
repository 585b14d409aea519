// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestNode.h"

#include <QFile>
#include <QFileInfo>

namespace sluice::test {

namespace {

constexpr int kPatience = 60'000; // milliseconds: a busy machine is no bug

QUrl loopback(quint16 port)
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port));
}

} // namespace

TestNode::TestNode(QObject *parent)
    : QObject(parent)
{
}

TestNode::~TestNode()
{
    stopLoad();
}

QUrl TestNode::url() const
{
    return m_engine ? loopback(m_engine->adminPort()) : QUrl();
}

QUrl TestNode::publicUrl() const
{
    return m_engine ? loopback(m_engine->publicPort()) : QUrl();
}

bool TestNode::start(const QStringList &settings)
{
    m_engine = std::make_unique<integration::SluicedProcess>(integration::SluicedProcess::Options::with(
        settings + QStringList{QStringLiteral("auth.admin_token=") + token()}));
    return m_engine->start();
}

bool TestNode::load(int clients, int channels, int rate)
{
    stopLoad();
    // Both programs are built into one folder.
    const QString program =
        QFileInfo(integration::SluicedProcess::program()).path() + QStringLiteral("/sluicectl");
    const QString base = publicUrl().toString();
    m_load = std::make_unique<QProcess>();
    m_load->setProcessChannelMode(QProcess::MergedChannels);
    m_load->start(program,
                  {QStringLiteral("load"), QStringLiteral("--url"), base + QStringLiteral("/stream/ch%CH%"),
                   QStringLiteral("--publish-url"), base + QStringLiteral("/publish/ch%CH%"),
                   QStringLiteral("--clients"), QString::number(clients), QStringLiteral("--channels"),
                   QString::number(channels), QStringLiteral("--rate"), QString::number(rate),
                   QStringLiteral("--duration"), QStringLiteral("1h")});
    return m_load->waitForStarted(kPatience);
}

void TestNode::stopLoad()
{
    if (!m_load)
        return;
    m_load->terminate();
    if (!m_load->waitForFinished(kPatience))
        m_load->kill();
    m_load->waitForFinished(kPatience);
    m_load.reset();
}

QString TestNode::complaints() const
{
    QString text = m_engine ? QString::fromUtf8(m_engine->standardError()) : QString();
    if (m_load)
        text += QString::fromUtf8(m_load->readAll());
    return text.right(2000);
}

QVariantList TestNode::rowsOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    if (lines.isEmpty())
        return {};
    const QStringList names = lines.front().trimmed().split(QLatin1Char(','));
    QVariantList rows;
    for (qsizetype line = 1; line < lines.size(); ++line) {
        const QStringList values = lines[line].trimmed().split(QLatin1Char(','));
        if (values.size() != names.size())
            return {};
        QVariantMap row;
        for (qsizetype i = 0; i < names.size(); ++i)
            row.insert(names[i], values[i]);
        rows.append(row);
    }
    return rows;
}

} // namespace sluice::test
