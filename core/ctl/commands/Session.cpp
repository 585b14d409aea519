// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands/Session.h"

#include "base/system/StopNotice.h"
#include "base/text/QuotedText.h"
#include "base/text/Units.h"
#include "ctl/commands/TokenOption.h"

#include <QEventLoop>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <ostream>

namespace sluice {

namespace {

constexpr const char *kDefaultAdmin = "http://127.0.0.1:9180";

constexpr std::array kSessionOptions{
    CommandOption{"--admin", "URL", "its admin listener (default $SLUICE_ADMIN, or http://127.0.0.1:9180)"},
    kTokenFileOption,
    kTokenOption,
    CommandOption{"--timeout", "TIME", "longest wait for one answer (default 10s)"},
    CommandOption{"--json", "", "print JSON: one document, or one a line where the output goes on"},
    CommandOption{"--utc", "", "show times in UTC instead of local time"},
};

/** A variable of the environment; empty when it is not set. */
std::string environment(const char *name)
{
    const char *value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): nobody here sets variables
    return value ? value : "";
}

/** Who sits here, for the engine's audit; without what would break the head of a request. */
QByteArray userName()
{
    QByteArray name = QByteArray::fromStdString(environment("SUDO_USER"));
    if (name.isEmpty())
        name = QByteArray::fromStdString(environment("USER"));
    constexpr qsizetype longest = 64; // what the engine takes
    const bool isPlain = name.size() <= longest &&
                         std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < '\x7f'; });
    return isPlain ? name : QByteArray();
}

tl::expected<QUrl, Error> readBase(const CommandLine &line)
{
    const std::string fromEnvironment = environment("SLUICE_ADMIN");
    std::string text = kDefaultAdmin;
    std::string from = "--admin";
    if (line.has("--admin"))
        text = line.value("--admin");
    else if (!fromEnvironment.empty()) {
        text = fromEnvironment;
        from = "SLUICE_ADMIN";
    }
    auto url = parseHttpUrl(text.find("://") == std::string::npos ? "http://" + text : text);
    if (!url)
        return tl::unexpected(inputError(from + ": " + url.error().message));
    if (url->hasQuery() || url->hasFragment())
        return tl::unexpected(
            inputError(from + ": URL " + quotedText(text) + ": must not have a query or a fragment"));
    return url;
}

} // namespace

std::span<const CommandOption> engineOptions()
{
    return kSessionOptions;
}

tl::expected<AdminClient::Options, Error> readEngineOptions(const CommandLine &line)
{
    AdminClient::Options options;
    const auto base = readBase(line);
    if (!base)
        return tl::unexpected(base.error());
    options.base = *base;
    const auto token = readToken(line);
    if (!token)
        return tl::unexpected(token.error());
    options.token = *token;
    options.user = userName();
    if (line.has("--timeout")) {
        const auto timeout = parseDuration(line.value("--timeout"));
        if (!timeout)
            return tl::unexpected(inputError("--timeout: " + timeout.error().message));
        if (timeout->count() == 0)
            return tl::unexpected(inputError("--timeout is 0, but must be longer"));
        options.timeout = *timeout;
    }
    return options;
}

Session::Session(const CommandLine &line, const CommandStreams &streams, const AdminClient::Options &options)
    : m_line(line)
    , m_streams(streams)
    , m_client(options)
{
}

AdminClient::Result Session::get(const QString &path, const QUrlQuery &query)
{
    AdminRequest request;
    request.path = path;
    request.query = query;
    return m_client.call(request);
}

AdminClient::Result Session::change(const char *method, const QString &path,
                                    const std::optional<QJsonObject> &body, const QUrlQuery &query)
{
    AdminRequest request;
    request.method = method;
    request.path = path;
    request.query = query;
    request.body = body;
    return m_client.call(request);
}

std::optional<AdminClient::Result> Session::ask(const AdminRequest &request, const StopNotice &notice)
{
    if (notice.isStopped())
        return std::nullopt;
    // The answer may come after the notice, when nobody waits for it any more.
    struct Wait
    {
        QEventLoop loop;
        std::optional<AdminClient::Result> answer;
    };
    const auto wait = std::make_shared<Wait>();
    QObject::connect(&notice, &StopNotice::stopped, &wait->loop, &QEventLoop::quit);
    m_client.send(request, [wait](const AdminClient::Result &result) {
        wait->answer = result;
        wait->loop.quit();
    });
    wait->loop.exec();
    return wait->answer;
}

ExitStatus Session::fail(const AdminError &error) const
{
    note(error.message);
    switch (error.reason) {
    case AdminError::Reason::Request:
        return ExitStatus::Usage;
    case AdminError::Reason::Unreachable:
        return ExitStatus::Unreachable;
    case AdminError::Reason::Refused:
        return ExitStatus::Failed;
    case AdminError::Reason::Garbled:
        return ExitStatus::Garbled;
    }
    return ExitStatus::Failed;
}

void Session::note(const std::string &text) const
{
    m_streams.err << "sluicectl: " << printable(text) << std::endl;
}

void Session::print(const QJsonObject &object) const
{
    m_streams.out << printableJson(object) << std::endl;
}

void Session::print(const std::string &text) const
{
    m_streams.out << printableLines(text);
    if (text.empty() || text.back() != '\n')
        m_streams.out << '\n';
    m_streams.out.flush();
}

} // namespace sluice
