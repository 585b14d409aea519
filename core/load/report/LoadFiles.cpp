// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/report/LoadFiles.h"

#include "base/text/Csv.h"
#include "base/text/Figures.h"
#include "load/report/LoadPage.h"

#include <utility>

namespace sluice {

namespace {

std::string csvLine(const std::vector<std::string> &texts)
{
    std::vector<std::string> fields;
    fields.reserve(texts.size());
    for (const std::string &text : texts)
        fields.push_back(csv::guardedField(text));
    return csv::line(fields);
}

tl::expected<std::optional<CsvFile>, Error> openIf(const std::string &path)
{
    if (path.empty())
        return std::nullopt;
    auto file = CsvFile::open(path, CsvFile::Mode::Replace);
    if (!file)
        return tl::unexpected(file.error());
    return std::optional<CsvFile>(std::move(*file));
}

} // namespace

tl::expected<LoadFiles, Error> LoadFiles::open(const std::string &csv, const std::string &html)
{
    auto csvFile = openIf(csv);
    if (!csvFile)
        return tl::unexpected(csvFile.error());
    auto htmlFile = openIf(html);
    if (!htmlFile)
        return tl::unexpected(htmlFile.error());
    LoadFiles files;
    if (*htmlFile)
        files.m_html.emplace(std::move(**htmlFile));
    if (*csvFile)
        files.m_csv.emplace(std::move(**csvFile));
    if (files.m_csv)
        files.write(csvLine(LoadSample::csvColumns()));
    if (files.m_error)
        return tl::unexpected(*files.m_error);
    return files;
}

void LoadFiles::add(const LoadSample &sample)
{
    if (m_csv)
        write(csvLine(sample.toCsv()));
}

/** After the first row that could not be written there is no use in more. */
void LoadFiles::write(const std::string &row)
{
    if (m_error)
        return;
    if (auto written = m_csv->write(row); !written)
        m_error = written.error();
}

tl::expected<void, Error> LoadFiles::finish(const LoadReport &report)
{
    if (m_html) {
        const std::string when = momentText(QDateTime::currentDateTimeUtc(), TimeZone::Utc);
        if (auto written = m_html->write(loadPage(report, when)); !written)
            return tl::unexpected(written.error());
        if (auto finished = m_html->finish(); !finished)
            return tl::unexpected(finished.error());
    }
    if (m_error)
        return tl::unexpected(*m_error);
    if (m_csv)
        return m_csv->finish();
    return {};
}

} // namespace sluice
