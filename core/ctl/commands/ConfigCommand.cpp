// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl config`: configurations for what stands around the engine, made from its settings.
#include "base/text/Nearest.h"
#include "base/text/QuotedText.h"
#include "ctl/commands/EngineCommands.h"
#include "ctl/commands/SettingsOrigin.h"
#include "ctl/commands/SpanOption.h"
#include "findings/config/ConfigWriter.h"

#include <QJsonArray>

#include <algorithm>
#include <vector>

namespace sluice {

namespace {

constexpr std::array kConfigOptions{
    CommandOption{"--defaults", "", "the default settings, instead of a running engine's"},
    kConfigOption,
    kSetOption,
    CommandOption{"--engine", "ADDRESS:PORT", "the engine as the proxy sees it (default listen.public)"},
    CommandOption{"--listen", "[ADDRESS:]PORT", "where the proxy listens (default 80)"},
    CommandOption{"--read-timeout", "TIME",
                  "longest silence before the proxy cuts a stream (default 1h, or 4 heartbeats if longer)"},
    CommandOption{"--log-directory", "DIR", "where nginx writes its logs (default /var/log/nginx)"},
    CommandOption{"--part", "whole|http", "a whole nginx.conf, or what stands inside its http { }"},
};

tl::expected<ConfigKind, Error> readKind(const std::string &word)
{
    std::vector<std::string_view> names;
    for (const ConfigKindInfo &info : configKinds()) {
        if (info.name == word)
            return info.kind;
        names.push_back(info.name);
    }
    return tl::unexpected(
        inputError("there is no configuration for " + quotedText(word) + suggestion(word, names)));
}

/** What was typed, besides where the settings come from. */
tl::expected<ConfigRequest, Error> readRequest(const CommandLine &line)
{
    ConfigRequest request;
    request.engine = line.value("--engine");
    if (line.has("--listen"))
        request.listen = line.value("--listen");
    if (line.has("--log-directory"))
        request.logDirectory = line.value("--log-directory");
    if (line.has("--read-timeout")) {
        const auto timeout = readSpan(line, "--read-timeout", {});
        if (!timeout)
            return tl::unexpected(timeout.error());
        request.readTimeout = *timeout;
    }
    if (const std::string part = line.value("--part"); part == "http")
        request.part = ConfigRequest::Part::Http;
    else if (line.has("--part") && part != "whole")
        return tl::unexpected(inputError("--part is " + quotedText(part) + ", but must be whole or http"));
    if (line.has("--defaults") && line.has("--config"))
        return tl::unexpected(inputError("--defaults and --config: give one of them"));
    return request;
}

void print(const Session &session, const std::string &kind, const ConfigText &config)
{
    if (session.format() == Session::Format::Text) {
        session.print(config.text);
        for (const std::string &note : config.notes)
            session.note(note);
        return;
    }
    QJsonArray notes;
    for (const std::string &note : config.notes)
        notes.append(QString::fromStdString(note));
    session.print(QJsonObject{{QStringLiteral("kind"), QString::fromStdString(kind)},
                              {QStringLiteral("text"), QString::fromStdString(config.text)},
                              {QStringLiteral("notes"), notes}});
}

ExitStatus runConfig(Session &session)
{
    using From = SettingsOrigin::From;
    const CommandLine &line = session.line();
    const std::string &word = line.arguments().front();
    const auto kind = readKind(word);
    if (!kind)
        return failWith(session.streams(), kind.error());
    auto request = readRequest(line);
    if (!request)
        return failWith(session.streams(), request.error());
    const bool isLocal = line.has("--defaults") || line.has("--config");
    auto origin = SettingsOrigin::read(session, isLocal ? From::FileOrDefaults : From::Engine);
    if (!origin) {
        if (origin.error() == ExitStatus::Unreachable)
            session.note(
                "without a running engine: --config FILE takes the settings of a file, --defaults the "
                "default ones");
        return origin.error();
    }
    request->settings = std::move(origin->settings);
    request->origin = origin->name;
    request->maxStreams = origin->maxStreams;
    const auto config = ConfigWriter::write(*kind, *request);
    if (!config)
        return failWith(session.streams(), config.error());
    print(session, word, *config);
    return ExitStatus::Done;
}

} // namespace

Command configCommand()
{
    return {{"config",
             "config nginx|haproxy|apache|caddy|varnish|systemd|limits|sysctl|node-agent|prometheus "
             "[--config FILE | --defaults] [options]",
             "Prints a configuration that goes with the engine's settings, with the reason for each line.\n"
             "The settings are those of the running engine, unless --config or --defaults is given. The text "
             "says\n"
             "where it belongs; what should change in the engine's settings is said on standard error too.",
             kConfigOptions, 1, 1, engineOptions()},
            &askEngine<&runConfig>};
}

} // namespace sluice
