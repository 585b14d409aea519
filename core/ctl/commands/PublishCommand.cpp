// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands/PublishCommand.h"

#include "base/text/Figures.h"
#include "ctl/commands/EngineUrl.h"
#include "ctl/commands/TokenOption.h"
#include "http/HttpClient.h"

#include <istream>
#include <iterator>
#include <ostream>

namespace sluice {

namespace {

constexpr std::chrono::seconds kPatience{30};

constexpr CommandOption kPublishOptions[] = {
    {"--url", "URL", "the engine (default http://127.0.0.1:8080)"},
    {"--event", "E", "the event's name"},
    {"--id", "I", "an id of your own, [A-Za-z0-9_:-]{1,64}; the engine takes each only once"},
    kTokenFileOption,
    kTokenOption,
};

std::string readData(const CommandLine &line, std::istream &in)
{
    const std::vector<std::string> &arguments = line.arguments();
    if (arguments.size() > 1 && arguments[1] != "-")
        return arguments[1];
    return {std::istreambuf_iterator<char>(in), {}};
}

/** Percent-encodes by itself: QUrlQuery would leave '+' alone, which servers read as a space. */
void addParameter(QByteArray &query, const char *name, const std::string &value)
{
    query += (query.isEmpty() ? "" : "&") + QByteArray(name) + '=' +
             QUrl::toPercentEncoding(QString::fromStdString(value));
}

tl::expected<HttpRequest, Error> makeRequest(const CommandLine &line, const CommandStreams &streams)
{
    auto url = channelUrl(line.has("--url") ? line.value("--url") : kDefaultEngineUrl, "publish",
                          line.arguments().front());
    if (!url)
        return tl::unexpected(url.error());
    QByteArray query;
    if (line.has("--event"))
        addParameter(query, "event", line.value("--event"));
    if (line.has("--id"))
        addParameter(query, "id", line.value("--id"));
    if (!query.isEmpty())
        url->setQuery(QString::fromLatin1(query), QUrl::StrictMode);
    HttpRequest request;
    request.method = "POST";
    request.url = *url;
    request.fields.emplace_back("Content-Type", "text/plain; charset=utf-8");
    const auto token = readToken(line);
    if (!token)
        return tl::unexpected(token.error());
    request.setToken(*token);
    request.body = QByteArray::fromStdString(readData(line, streams.in));
    return request;
}

void print(std::ostream &out, const std::string &text)
{
    out << printableLines(text); // whoever answered may be anybody
    if (text.empty() || text.back() != '\n')
        out << '\n';
    out.flush();
}

ExitStatus runPublish(const CommandLine &line, const CommandStreams &streams)
{
    const auto request = makeRequest(line, streams);
    if (!request)
        return failWith(streams, request.error());
    const auto answer = HttpClient::exchange(*request, kPatience);
    if (!answer) {
        failWith(streams, answer.error());
        return answer.error().stage == HttpError::Stage::Request   ? ExitStatus::Usage
               : answer.error().stage == HttpError::Stage::Garbled ? ExitStatus::Garbled
                                                                   : ExitStatus::Unreachable;
    }
    if (answer->head.status / 100 == 2) {
        print(streams.out, answer->body);
        return ExitStatus::Done;
    }
    print(streams.err,
          "sluicectl: the engine answered " + std::to_string(answer->head.status) + ": " + answer->body);
    return ExitStatus::Failed;
}

} // namespace

Command publishCommand()
{
    return {{"publish", "publish [options] CHANNEL [DATA | -]",
             "Publishes one event and prints the engine's answer.\n"
             "Without DATA, or with -, the data is read from standard input as it is.",
             kPublishOptions, 1, 2},
            &runPublish};
}

} // namespace sluice
