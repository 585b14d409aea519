// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A CSV file that holds whole rows only, whatever happens: replaced at once by a rename, or continued behind
// the last row that it has. Owned by the command that writes it; its thread.
#pragma once

#include "base/Error.h"
#include "base/files/Descriptor.h"
#include "base/files/TemporaryFile.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace sluice {

class CsvFile
{
public:
    enum class Mode {
        Replace,  ///< the name points to the new file only after finish()
        Continue, ///< rows are added to what is there
    };

    /** Opens @p path, "-" is standard output; an error names the file and what the system said. */
    static tl::expected<CsvFile, Error> open(const std::string &path, Mode mode);

    /** The line of column names that is there already, without its end; empty when there is none. */
    const std::string &header() const { return m_header; }

    /** The last line that is there already, without its end; empty when there is none but the header. */
    const std::string &lastRow() const { return m_lastRow; }

    /** Writes whole rows, each with its end. When the disk is full none of a part stays, and the error says
     * so. */
    tl::expected<void, Error> write(std::string_view rows);

    /** Puts a replacement in its place. Without it the old file stays as it was. */
    tl::expected<void, Error> finish();

private:
    CsvFile(std::string path, Mode mode);

    tl::expected<void, Error> openReplacement();
    tl::expected<void, Error> openToContinue();
    tl::expected<void, Error> readWhatIsThere();
    int fd() const { return m_temporary ? m_temporary->fd() : m_file.get(); }
    Error failure(const char *what, int code) const;

    std::string m_path;
    Mode m_mode;
    Descriptor m_file;                        // what is continued
    std::optional<TemporaryFile> m_temporary; // the replacement
    std::int64_t m_size = 0;                  // bytes of whole rows
    std::string m_header;
    std::string m_lastRow;
};

} // namespace sluice
