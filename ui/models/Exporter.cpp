// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Exporter.h"

#include "Format.h"

#include <QClipboard>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QStandardPaths>
#include <QTimer>
#include <QUrl>

namespace sluice {

namespace {

constexpr auto kPatienceWithChart = std::chrono::seconds(10);

} // namespace

Exporter::Exporter(EngineLink &link, TimeView &view, Journal &journal, QObject *parent)
    : QObject(parent)
    , m_link(link)
    , m_view(view)
    , m_journal(journal)
    , m_worker(new ExportWorker)
{
    m_thread.setObjectName(QStringLiteral("export"));
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &ExportWorker::finished, this, &Exporter::onFinished);
    connect(m_worker, &ExportWorker::followed, this, &Exporter::onFollowed);
    connect(m_worker, &ExportWorker::progressed, this, [this](double share) {
        m_progress = share;
        Q_EMIT progressChanged();
    });
    connect(link.snapshots(), &SnapshotStore::changed, this, &Exporter::followNew);
    connect(&link, &EngineLink::targetChanged, this, [this] {
        if (!m_isFollowing)
            return;
        // One file is of one engine.
        unfollow();
        m_followProblem = tr("The console looks at another engine now.");
        Q_EMIT followChanged();
        Q_EMIT told(tr("Recording to %1 ended: the console looks at another engine now").arg(m_followPath),
                    QStringLiteral("warning"));
    });
    m_thread.start();
}

Exporter::~Exporter()
{
    m_worker->cancel();
    m_thread.quit();
    m_thread.wait();
}

void Exporter::saveVisible(const QString &path)
{
    writeTable(m_view.start(), m_view.end(), path);
}

void Exporter::saveAll(const QString &path)
{
    writeTable(-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity(), path);
}

void Exporter::savePicture(QObject *chart, const QString &path)
{
    if (!begin(path))
        return;
    takePicture(chart, [this](const QImage &picture) {
        QMetaObject::invokeMethod(
            m_worker, [worker = m_worker, picture, to = m_path] { worker->writePicture(picture, to); });
    });
}

void Exporter::copyPicture(QObject *chart)
{
    if (isRunning())
        return;
    start({});
    takePicture(chart, [this](const QImage &picture) {
        QGuiApplication::clipboard()->setImage(picture);
        m_state = State::Done;
        m_progress = 1;
        m_message = tr("The picture is in the clipboard.");
        Q_EMIT changed();
        Q_EMIT progressChanged();
        Q_EMIT told(tr("The picture is in the clipboard."), QStringLiteral("ok"));
    });
}

void Exporter::dismiss()
{
    if (isRunning() || m_state == State::Idle)
        return;
    m_state = State::Idle;
    m_message.clear();
    Q_EMIT changed();
}

QString Exporter::shownEngine() const
{
    return m_view.store() == m_link.snapshots() ? m_link.name() : tr("a recording");
}

void Exporter::takePicture(QObject *chart, std::function<void(const QImage &picture)> use)
{
    auto *model = qobject_cast<ChartModel *>(chart);
    if (!model || !model->isActive()) {
        fail(tr("There is no chart on the screen: open a page that has one."));
        return;
    }
    auto *once = new QObject(this);
    connect(model, &ChartModel::pictureTaken, once, [once, use = std::move(use)](const QImage &picture) {
        once->deleteLater();
        use(picture);
    });
    QTimer::singleShot(kPatienceWithChart, once, [this, once] {
        once->deleteLater();
        fail(tr("The chart was not drawn: is its window visible?"));
    });
    model->requestPicture(shownEngine());
}

void Exporter::saveBundle(const QString &path)
{
    if (!begin(path))
        return;
    delete m_bundle;
    m_bundle = new IncidentBundle(m_link, m_journal, this);
    connect(m_bundle, &IncidentBundle::ready, this, [this](QList<ArchivePart> parts) {
        m_bundle->deleteLater();
        auto table = SnapshotTable::of(*m_link.snapshots());
        QMetaObject::invokeMethod(m_worker, [worker = m_worker, parts = std::move(parts),
                                             table = std::move(table), to = m_path]() mutable {
            std::string csv = table.header();
            for (std::size_t row = 0; row < table.rowCount(); ++row)
                csv += table.line(row);
            parts.append({QStringLiteral("snapshots.csv"), QByteArray::fromStdString(csv)});
            // All in one folder, as one expects of an archive.
            for (ArchivePart &part : parts)
                part.name.prepend(QStringLiteral("sluice-incident/"));
            worker->writeBundle(parts, to);
        });
    });
    connect(m_bundle, &IncidentBundle::failed, this, [this](const QString &why) {
        m_bundle->deleteLater();
        m_bundle.clear();
        fail(why);
    });
    m_bundle->gather();
}

void Exporter::cancel()
{
    if (!isRunning())
        return;
    m_worker->cancel();
    // Still asking the engine: the worker has nothing to give up yet.
    if (m_bundle) {
        delete m_bundle;
        fail(tr("Cancelled; nothing was written."));
    }
}

void Exporter::follow(const QString &path)
{
    unfollow();
    m_followPath = localPath(path);
    m_followProblem.clear();
    m_followRows = 0;
    m_followTime = m_link.snapshots()->latestTime();
    const SnapshotTable shape = SnapshotTable::of(*m_link.snapshots(), m_followTime, m_followTime);
    m_followNames = shape.names();
    if (m_link.snapshots()->count() == 0) {
        m_followProblem = tr("There is no snapshot yet whose columns the file could have.");
        Q_EMIT followChanged();
        return;
    }
    m_isFollowing = true;
    QMetaObject::invokeMethod(m_worker,
                              [worker = m_worker, shape, to = m_followPath] { worker->follow(shape, to); });
    m_journal.note(Journal::Export, tr("Recording to %1").arg(m_followPath));
    Q_EMIT followChanged();
}

void Exporter::unfollow()
{
    if (!m_isFollowing)
        return;
    m_isFollowing = false;
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->unfollow(); });
    m_journal.note(
        Journal::Export,
        tr("Recording to %1 ended, %n snapshots", nullptr, static_cast<int>(m_followRows)).arg(m_followPath));
    Q_EMIT followChanged();
}

QString Exporter::suggestedPath(const QString &ending)
{
    QString place = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    if (place.isEmpty() || !QFileInfo(place).isWritable())
        place = QDir::homePath();
    return QStringLiteral("%1/sluice-%2.%3")
        .arg(place, QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss")), ending);
}

QString Exporter::localPath(const QString &typed)
{
    QString trimmed = typed.trimmed();
    if (trimmed.startsWith(QLatin1String("file:")))
        return QUrl(trimmed).toLocalFile();
    if (trimmed == QLatin1String("~") || trimmed.startsWith(QLatin1String("~/")))
        return QDir::homePath() + trimmed.mid(1);
    return trimmed;
}

bool Exporter::exists(const QString &path)
{
    return QFileInfo::exists(localPath(path));
}

void Exporter::start(const QString &path)
{
    m_worker->rearm();
    m_path = localPath(path);
    m_progress = 0;
    m_message.clear();
    m_state = State::Running;
    Q_EMIT changed();
    Q_EMIT progressChanged();
}

bool Exporter::begin(const QString &path)
{
    if (isRunning())
        return false;
    start(path);
    if (m_path.isEmpty()) {
        fail(tr("The name of the file is missing."));
        return false;
    }
    if (QFileInfo(m_path).isDir()) {
        fail(tr("%1 is a folder: add the name of a file.").arg(m_path));
        return false;
    }
    return true;
}

void Exporter::writeTable(double from, double to, const QString &path)
{
    if (!begin(path))
        return;
    if (!m_view.store() || m_view.store()->count() == 0) {
        fail(tr("There is no snapshot to write yet."));
        return;
    }
    auto table = SnapshotTable::of(*m_view.store(), from, to);
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, table = std::move(table), target = m_path] {
        worker->writeCsv(table, target);
    });
}

void Exporter::onFinished(const QString &error, const QString &note)
{
    if (!isRunning())
        return;
    if (!error.isEmpty()) {
        fail(error);
        return;
    }
    m_state = State::Done;
    m_progress = 1;
    m_message = tr("%1: %2").arg(m_path, note);
    m_journal.note(Journal::Export, tr("Exported to %1").arg(m_path), note);
    Q_EMIT changed();
    Q_EMIT progressChanged();
    Q_EMIT told(tr("Exported to %1").arg(m_path), QStringLiteral("ok"));
}

void Exporter::onFollowed(qint64 rows, const QString &error)
{
    m_followRows = rows;
    if (!error.isEmpty() && m_isFollowing) {
        m_isFollowing = false;
        m_followProblem = error;
        m_journal.note(Journal::Export, tr("Recording to %1 stopped").arg(m_followPath), error,
                       QStringLiteral("critical"));
        Q_EMIT told(tr("Recording stopped: %1").arg(error), QStringLiteral("critical"));
    }
    Q_EMIT followChanged();
}

void Exporter::followNew()
{
    const SnapshotStore &store = *m_link.snapshots();
    if (!m_isFollowing || store.count() == 0 || store.latestTime() == m_followTime)
        return;
    // The clock may have been set back: then what is newest counts.
    const double from = store.latestTime() > m_followTime ? m_followTime + 0.5 : store.latestTime();
    auto rows = SnapshotTable::of(store, m_followNames, from, store.latestTime());
    m_followTime = store.latestTime();
    QMetaObject::invokeMethod(m_worker,
                              [worker = m_worker, rows = std::move(rows)] { worker->addRows(rows); });
}

void Exporter::fail(const QString &why)
{
    m_state = State::Failed;
    m_message = why;
    Q_EMIT changed();
    Q_EMIT told(tr("Not exported: %1").arg(why), QStringLiteral("critical"));
}

} // namespace sluice
