// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/output/StreamPrinter.h"

#include "base/text/Figures.h"
#include "base/text/QuotedText.h"
#include "base/text/Units.h"

#include <QJsonObject>

#include <ostream>

namespace sluice {

StreamPrinter::StreamPrinter(Format format, std::ostream &out, std::ostream &err)
    : m_format(format)
    , m_out(out)
    , m_err(err)
{
}

void StreamPrinter::printEvent(const SseEvent &event)
{
    if (m_format == Format::JsonLines)
        printJson(event);
    else
        printText(event);
    if (event.type == "gap")
        note("gap: events are missing here, history no longer reaches back: " + quotedText(event.data));
    if (event.type == "missed")
        note("missed: the server dropped events for this stream: " + quotedText(event.data));
}

/** Id, name and data, each apart by a tab; further lines of the data begin with two tabs. */
void StreamPrinter::printText(const SseEvent &event)
{
    const bool isRaw = m_format == Format::Text;
    const std::string id = event.lastEventId.empty() ? "-" : event.lastEventId;
    m_out << (isRaw ? id : printable(id)) << '\t' << (isRaw ? event.type : printable(event.type)) << '\t';
    for (const char c : isRaw ? event.data : printableLines(event.data))
        if (c == '\n')
            m_out << "\n\t\t";
        else
            m_out << c;
    m_out << std::endl;
}

void StreamPrinter::printJson(const SseEvent &event)
{
    const QJsonObject object{{QStringLiteral("id"), QString::fromStdString(event.lastEventId)},
                             {QStringLiteral("event"), QString::fromStdString(event.type)},
                             {QStringLiteral("data"), QString::fromStdString(event.data)}};
    m_out << printableJson(object) << std::endl;
}

void StreamPrinter::printSkipped(std::size_t limit)
{
    note("skipped an event that is longer than " + std::to_string(limit) +
         " bytes, the most that is taken; what follows it is printed");
}

void StreamPrinter::printState(const SseClient &client, SseClient::State state, const QString &reason)
{
    switch (state) {
    case SseClient::State::Idle:
    case SseClient::State::Connecting:
        return;
    case SseClient::State::Open:
        return note(client.lastEventId().empty() ? "connected"
                                                 : "connected, resuming after " + client.lastEventId());
    case SseClient::State::Waiting:
        return note("lost: " + reason.toStdString());
    case SseClient::State::Stopped:
        return note("stopped: " + reason.toStdString());
    }
}

void StreamPrinter::printReconnect(std::chrono::milliseconds delay)
{
    note("connecting again in " + formatDuration(delay));
}

void StreamPrinter::note(const std::string &text)
{
    m_err << "sluicectl: " << printable(text) << std::endl;
}

} // namespace sluice
