// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What every command that asks an engine has in hand: the admin client made of the common options, where to
// write, and in which form. Made by askEngine() for one run of a command; main thread.
#pragma once

#include "base/text/Figures.h"
#include "client/AdminClient.h"
#include "ctl/Command.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>
#include <string>

namespace sluice {

class StopNotice;

/** The options of every command that asks the engine. */
std::span<const CommandOption> engineOptions();

/** Reads them, with SLUICE_ADMIN and SLUICE_TOKEN where they are not given. */
tl::expected<AdminClient::Options, Error> readEngineOptions(const CommandLine &line);

class Session
{
public:
    enum class Format { Text, Json };

    Session(const CommandLine &line, const CommandStreams &streams, const AdminClient::Options &options);

    const CommandLine &line() const { return m_line; }
    const CommandStreams &streams() const { return m_streams; }
    std::ostream &out() const { return m_streams.out; }
    AdminClient &client() { return m_client; }
    Format format() const { return m_line.has("--json") ? Format::Json : Format::Text; }
    TimeZone zone() const { return m_line.has("--utc") ? TimeZone::Utc : TimeZone::Local; }

    /** Gets a resource and waits. */
    AdminClient::Result get(const QString &path, const QUrlQuery &query = {});

    /** Sends a change and waits. */
    AdminClient::Result change(const char *method, const QString &path,
                               const std::optional<QJsonObject> &body = {}, const QUrlQuery &query = {});

    /** Sends and waits for the answer or the notice, whichever comes first; nothing when it was the notice.
     */
    std::optional<AdminClient::Result> ask(const AdminRequest &request, const StopNotice &notice);

    /** Says why the engine did not, and returns the status that goes with it. */
    ExitStatus fail(const AdminError &error) const;

    /** Says what is wrong with what was typed. */
    ExitStatus usage(const std::string &message) const { return failWith(m_streams, inputError(message)); }

    /** Says something on standard error. */
    void note(const std::string &text) const;

    /** Prints one JSON document on a line of its own. */
    void print(const QJsonObject &object) const;

    /** Prints text and its end of line, if it has none; whatever of it came from elsewhere, nothing acts on a
     * terminal. */
    void print(const std::string &text) const;

private:
    const CommandLine &m_line;
    const CommandStreams &m_streams;
    AdminClient m_client;
};

/** The run function of a command that asks the engine: reads the common options first. */
template <ExitStatus (*Run)(Session &session)>
ExitStatus askEngine(const CommandLine &line, const CommandStreams &streams)
{
    const auto options = readEngineOptions(line);
    if (!options)
        return failWith(streams, options.error());
    Session session(line, streams, *options);
    return Run(session);
}

} // namespace sluice
