// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Writes what is exported, in a thread of its own: whatever a disk does, the window goes on. Owned by the
// Exporter, which calls it through its thread's event loop; cancel() is for any thread.
#pragma once

#include "SnapshotTable.h"
#include "TarArchive.h"

#include "base/files/CsvFile.h"

#include <QImage>
#include <QObject>

#include <atomic>
#include <optional>

namespace sluice {

class ExportWorker : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /** Each writes a file whole or not at all, and finished() follows. */
    void writeCsv(const sluice::SnapshotTable &table, const QString &path);
    void writePicture(const QImage &picture, const QString &path);
    void writeBundle(const QList<sluice::ArchivePart> &parts, const QString &path);

    /** Gives up what is being written, soon; the file that was there stays as it was. */
    void cancel() { m_isCancelled = true; }
    /** Before the next piece of work. */
    void rearm() { m_isCancelled = false; }

    /** Opens a file that grows; what it holds already must be of the same columns. followed() follows. */
    void follow(const sluice::SnapshotTable &shape, const QString &path);
    /** Adds the rows that are newer than what it holds. */
    void addRows(const sluice::SnapshotTable &rows);
    void unfollow();

Q_SIGNALS:
    /** 0 to 1. */
    void progressed(double share);
    /** @p error is for people, empty: none; @p note says what was written. */
    void finished(const QString &error, const QString &note);
    /** So many rows were added so far; with an error it has stopped. */
    void followed(qint64 rows, const QString &error);

private:
    void writeWhole(const QByteArray &content, const QString &path, const QString &note);

    std::atomic<bool> m_isCancelled{false};
    std::optional<CsvFile> m_followed;
    double m_lastTime = 0; // of the last row in the followed file
    qint64 m_rows = 0;
};

} // namespace sluice
