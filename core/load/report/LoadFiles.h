// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The files that a load run leaves: a CSV with a row a second, and a page with charts. Each is whole or not
// there. Owned by the load command; its thread.
#pragma once

#include "base/files/CsvFile.h"
#include "load/report/LoadReport.h"
#include "load/report/LoadSample.h"

#include <optional>
#include <string>

namespace sluice {

class LoadFiles
{
public:
    /** Begins both files; an empty name means none. Errors name the file. */
    static tl::expected<LoadFiles, Error> open(const std::string &csv, const std::string &html);

    /** Adds the row of a second; what goes wrong finish() says. */
    void add(const LoadSample &sample);

    /** Puts both in their places. */
    tl::expected<void, Error> finish(const LoadReport &report);

private:
    LoadFiles() = default;

    void write(const std::string &row);

    std::optional<CsvFile> m_csv;
    std::optional<CsvFile> m_html;
    std::optional<Error> m_error;
};

} // namespace sluice
