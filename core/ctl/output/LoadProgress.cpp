// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/output/LoadProgress.h"

#include "base/text/Figures.h"
#include "ctl/output/TerminalSize.h"

#include <QByteArray>

#include <cmath>
#include <ostream>
#include <utility>

namespace sluice {

namespace {

constexpr const char *kLineBegin = "\r\x1b[K"; // and erase what is behind it

std::string counted(double count, const char *what)
{
    return ", " + countText(count) + what;
}

} // namespace

LoadProgress::LoadProgress(const CommandStreams &streams, Format format)
    : m_streams(streams)
    , m_format(format)
{
}

void LoadProgress::show(const LoadSample &sample)
{
    switch (m_format) {
    case Format::None:
        return;
    case Format::Json:
        m_streams.err << sample.toJsonLine() << std::endl;
        return;
    case Format::Text:
        break;
    }
    if (m_streams.errKind == CommandStreams::Kind::File) {
        m_streams.err << line(sample) << std::endl;
        return;
    }
    const auto width = std::size_t{terminalSize().columns} - 1;
    m_streams.err << kLineBegin << fitted(line(sample), width) << std::flush;
    m_isOnLine = true;
}

void LoadProgress::finish()
{
    if (std::exchange(m_isOnLine, false))
        m_streams.err << std::endl;
}

/** What matters most comes first: a terminal may cut the rest. */
std::string LoadProgress::line(const LoadSample &sample)
{
    std::string text(phaseName(sample.phase));
    if (sample.leftSeconds.value_or(0) >= 1)
        text += ", " + spanText(std::round(*sample.leftSeconds)) + " left";
    text += ": " + countText(sample.connected) + " of " + countText(sample.asked) + " open";
    if (sample.p99)
        text += ", p99 " + QByteArray::number(*sample.p99, 'f', 1).toStdString() + " ms";
    if (sample.published > 0)
        text += counted(std::round(sample.deliveryRate), "/s");
    text += counted(sample.drops, " drops");
    if (sample.refused > 0)
        text += counted(sample.refused, " refused");
    if (sample.connectErrors > 0)
        text += counted(sample.connectErrors, " errors");
    if (sample.gaps > 0)
        text += counted(static_cast<double>(sample.gaps), " gaps");
    if (sample.duplicates > 0)
        text += counted(static_cast<double>(sample.duplicates), " duplicates");
    if (sample.rssKib)
        text += ", RSS " + bytesText(static_cast<double>(*sample.rssKib) * 1024);
    if (sample.cpuPercent)
        text += ", CPU " + percentText(*sample.cpuPercent);
    if (sample.published > 0)
        text += counted(static_cast<double>(sample.published), " published");
    if (sample.churned + sample.returned > 0)
        text += counted(sample.churned, " went") + counted(sample.returned, " came back");
    return text;
}

} // namespace sluice
