// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TarArchive.h"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

namespace sluice {

namespace {

constexpr auto kReadableByOwner = 0600; // what operators know about their clients is not for everybody

struct ArchiveEnd
{
    void operator()(archive *writer) const { archive_write_free(writer); }
};
struct EntryEnd
{
    void operator()(archive_entry *entry) const { archive_entry_free(entry); }
};

la_ssize_t append(archive * /*writer*/, void *to, const void *bytes, size_t size)
{
    static_cast<QByteArray *>(to)->append(static_cast<const char *>(bytes), static_cast<qsizetype>(size));
    return static_cast<la_ssize_t>(size);
}

} // namespace

tl::expected<QByteArray, Error> tarArchive(const QList<ArchivePart> &parts, qint64 seconds)
{
    QByteArray bytes;
    const std::unique_ptr<archive, ArchiveEnd> writer(archive_write_new());
    const auto failed = [&writer] {
        const char *why = archive_error_string(writer.get());
        return tl::unexpected(environmentError(std::string("the archive could not be made: ") +
                                               (why != nullptr ? why : "libarchive does not say why")));
    };
    if (archive_write_set_format_pax_restricted(writer.get()) != ARCHIVE_OK ||
        archive_write_add_filter_gzip(writer.get()) != ARCHIVE_OK ||
        archive_write_open(writer.get(), &bytes, nullptr, &append, nullptr) != ARCHIVE_OK)
        return failed();
    for (const ArchivePart &part : parts) {
        const std::unique_ptr<archive_entry, EntryEnd> entry(archive_entry_new());
        archive_entry_set_pathname_utf8(entry.get(), part.name.toUtf8().constData());
        archive_entry_set_size(entry.get(), part.content.size());
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), kReadableByOwner);
        archive_entry_set_mtime(entry.get(), seconds, 0);
        if (archive_write_header(writer.get(), entry.get()) != ARCHIVE_OK ||
            archive_write_data(writer.get(), part.content.constData(),
                               static_cast<size_t>(part.content.size())) != part.content.size())
            return failed();
    }
    if (archive_write_close(writer.get()) != ARCHIVE_OK)
        return failed();
    return bytes;
}

} // namespace sluice
