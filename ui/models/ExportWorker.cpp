// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ExportWorker.h"

#include "Format.h"

#include "base/text/Csv.h"

#include <QBuffer>
#include <QDateTime>
#include <QSaveFile>

#include <algorithm>

namespace sluice {

namespace {

constexpr std::size_t kRowsAtOnce = 500;

QString cancelledText()
{
    return ExportWorker::tr("Cancelled; nothing was written.");
}

/** When the last row of a file was taken, by the column time_utc; 0 when that cannot be said. */
double timeOfLastRow(const CsvFile &file)
{
    const auto table = csv::parse(file.header() + "\r\n" + file.lastRow() + "\r\n");
    if (!table || table->rows.empty())
        return 0;
    const auto column = std::find(table->header.begin(), table->header.end(), "time_utc");
    if (column == table->header.end())
        return 0;
    const auto at = static_cast<std::size_t>(column - table->header.begin());
    const QDateTime time =
        QDateTime::fromString(QString::fromStdString(table->rows.back()[at]), Qt::ISODateWithMs);
    return time.isValid() ? static_cast<double>(time.toMSecsSinceEpoch()) : 0;
}

} // namespace

void ExportWorker::writeCsv(const SnapshotTable &table, const QString &path)
{
    auto file = CsvFile::open(path.toStdString(), CsvFile::Mode::Replace);
    const auto fail = [this](const Error &error) {
        Q_EMIT finished(QString::fromStdString(error.message), {});
    };
    if (!file)
        return fail(file.error());
    if (const auto written = file->write(table.header()); !written)
        return fail(written.error());
    std::string lines;
    for (std::size_t row = 0; row < table.rowCount(); ++row) {
        lines += table.line(row);
        if ((row + 1) % kRowsAtOnce != 0 && row + 1 < table.rowCount())
            continue;
        if (m_isCancelled) {
            Q_EMIT finished(cancelledText(), {});
            return;
        }
        if (const auto written = file->write(lines); !written)
            return fail(written.error());
        lines.clear();
        Q_EMIT progressed(static_cast<double>(row + 1) / static_cast<double>(table.rowCount()));
    }
    if (const auto done = file->finish(); !done)
        return fail(done.error());
    Q_EMIT finished({}, tr("%n snapshots", nullptr, static_cast<int>(table.rowCount())));
}

void ExportWorker::writePicture(const QImage &picture, const QString &path)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (picture.isNull() || !picture.save(&buffer, "PNG")) {
        Q_EMIT finished(tr("The chart gave no picture."), {});
        return;
    }
    writeWhole(bytes, path, tr("%1 x %2 pixels").arg(picture.width()).arg(picture.height()));
}

void ExportWorker::writeBundle(const QList<ArchivePart> &parts, const QString &path)
{
    const auto archive = tarArchive(parts, QDateTime::currentSecsSinceEpoch());
    if (!archive) {
        Q_EMIT finished(QString::fromStdString(archive.error().message), {});
        return;
    }
    writeWhole(*archive, path,
               tr("%n files, %1", nullptr, static_cast<int>(parts.size()))
                   .arg(Format::brief(static_cast<double>(archive->size()), Format::Bytes)));
}

void ExportWorker::follow(const SnapshotTable &shape, const QString &path)
{
    m_rows = 0;
    m_lastTime = 0;
    m_followed.reset();
    auto file = CsvFile::open(path.toStdString(), CsvFile::Mode::Continue);
    if (!file) {
        Q_EMIT followed(0, QString::fromStdString(file.error().message));
        return;
    }
    const std::string header = shape.header();
    if (file->header().empty()) {
        if (const auto written = file->write(header); !written) {
            Q_EMIT followed(0, QString::fromStdString(written.error().message));
            return;
        }
    } else if (file->header() + "\r\n" != header) {
        Q_EMIT followed(
            0, tr("%1 has other columns than this engine's snapshots: choose another file.").arg(path));
        return;
    } else {
        m_lastTime = timeOfLastRow(*file);
    }
    m_followed.emplace(*std::move(file));
    Q_EMIT followed(0, {});
}

void ExportWorker::addRows(const SnapshotTable &rows)
{
    if (!m_followed)
        return;
    std::string lines;
    qint64 count = 0;
    double last = m_lastTime;
    for (std::size_t row = 0; row < rows.rowCount(); ++row) {
        if (rows.timeOf(row) <= last)
            continue;
        lines += rows.line(row);
        last = rows.timeOf(row);
        ++count;
    }
    if (const auto written = m_followed->write(lines); !written) {
        m_followed.reset();
        Q_EMIT followed(m_rows, QString::fromStdString(written.error().message));
        return;
    }
    m_rows += count;
    m_lastTime = last;
    Q_EMIT followed(m_rows, {});
}

void ExportWorker::unfollow()
{
    m_followed.reset();
}

void ExportWorker::writeWhole(const QByteArray &content, const QString &path, const QString &note)
{
    if (m_isCancelled) {
        Q_EMIT finished(cancelledText(), {});
        return;
    }
    // Under another name until it is whole: a full disk leaves the old file as it was.
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.commit()) {
        Q_EMIT finished(tr("file '%1': cannot be written: %2").arg(path, file.errorString()), {});
        return;
    }
    Q_EMIT finished({}, note);
}

} // namespace sluice
