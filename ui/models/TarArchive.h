// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A .tar.gz of some named texts, made in memory by libarchive. Pure functions; any thread.
#pragma once

#include "base/Error.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <tl/expected.hpp>

namespace sluice {

/** One file of an archive. */
struct ArchivePart
{
    QString name; ///< a path within the archive
    QByteArray content;
};

/** The whole archive; its files are dated @p seconds since 1970. */
tl::expected<QByteArray, Error> tarArchive(const QList<ArchivePart> &parts, qint64 seconds);

} // namespace sluice
