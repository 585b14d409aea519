// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/Publication.h"

#include "base/text/RawJsonMember.h"

#include <algorithm>
#include <charconv>

#include <QJsonDocument>
#include <QJsonObject>

namespace sluice::publication {

namespace {

// Told apart from no id at all: a script whose variable is unset would lose its de-duplication in silence.
constexpr std::string_view emptyId = "the id is empty; leave it out, or give one of [A-Za-z0-9_:-]{1,64}";

constexpr std::string_view badChannel =
    "the channel name is not 1 to 128 of [A-Za-z0-9._:@-] or begins with '.'";

struct Failure
{
    int status = 400;
    std::string detail;
};

/** What an event must keep for the sake of the readers: it tells them what only the engine may say. */
tl::expected<void, Failure> checkForReaders(const Event &event, const Terms &terms)
{
    if (isEngineEventName(event.name))
        return tl::unexpected(
            Failure{400, "the event name '" + event.name +
                             "' is the engine's own (gap, missed, shutdown); readers act on "
                             "it, so give another"});
    if (!event.retry)
        return {};
    if (const Milliseconds retry{*event.retry}; retry < shortestRetry || retry > terms.longestRetry)
        return tl::unexpected(
            Failure{400, "retry " + std::to_string(*event.retry) + " is not within " +
                             std::to_string(shortestRetry.count()) + " and " +
                             std::to_string(terms.longestRetry.count()) +
                             " milliseconds (publish.max_retry): every reader would keep it"});
    return {};
}

tl::expected<std::optional<std::uint32_t>, Failure> retryOf(const std::optional<std::string> &text)
{
    if (!text || text->empty())
        return std::optional<std::uint32_t>();
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc() || end != text->data() + text->size())
        return tl::unexpected(
            Failure{400, "retry '" + text->substr(0, 32) +
                             "' is not a whole number of milliseconds from 0 to 4294967295"});
    return std::optional<std::uint32_t>(value);
}

Failure failureOf(ChannelRegistry::Refused refused, const std::string &channel, const Event &event,
                  Tally &tally)
{
    switch (refused) {
    case ChannelRegistry::Refused::ChannelLimit:
        ++tally.channelLimit;
        return {503, "pool.max_channels channels are there already"};
    case ChannelRegistry::Refused::Paused:
        ++tally.paused;
        return {503, "channel '" + channel +
                         "' is paused until its slow streams are below backpressure.low_water_mark"};
    case ChannelRegistry::Refused::IdTaken:
        return {400, "the id '" + event.id + "' reads like one that channel '" + channel +
                         "' gives itself; leave it out, or give another"};
    case ChannelRegistry::Refused::TooFast:
        ++tally.tooFast;
        return {429, "channel '" + channel +
                         "' takes no more than publish.channel_rate events a second (publish-rate)"};
    case ChannelRegistry::Refused::Full:
        break;
    }
    ++tally.full;
    return {503, "history.total_bytes are all owed to streams that are behind"};
}

tl::expected<Channel::Published, Failure> publishOne(ChannelRegistry &channels, const std::string &channel,
                                                     const Event &event, Tally &tally, const Terms &terms)
{
    if (!isChannelName(channel))
        return tl::unexpected(Failure{400, std::string(badChannel)});
    if (const auto checked = event.check(); !checked)
        return tl::unexpected(Failure{400, checked.error().message});
    if (const auto checked = checkForReaders(event, terms); !checked)
        return tl::unexpected(checked.error());
    const auto published = channels.publish(channel, event, Clock::now());
    if (!published)
        return tl::unexpected(failureOf(published.error(), channel, event, tally));
    ++(published->duplicate ? tally.duplicates : tally.published);
    return *published;
}

/** Tells whoever may succeed later when. */
void addRetryAfter(Answer &answer, ChannelRegistry &channels)
{
    if (answer.status == 503)
        answer.fields.emplace_back("Retry-After", "1");
    else if (answer.status == 429)
        answer.fields.emplace_back("Retry-After", std::to_string(channels.publishRetry().count()));
}

// Ids are [A-Za-z0-9_:-] and need no escaping.
std::string accepted(const Channel::Published &published)
{
    return "{\"id\":\"" + published.id + "\",\"subscribers\":" + std::to_string(published.subscribers) +
           (published.duplicate ? ",\"duplicate\":true}" : "}");
}

tl::expected<Channel::Published, Failure> publishLine(ChannelRegistry &channels,
                                                      const std::string &defaultChannel,
                                                      const QByteArray &line, Tally &tally,
                                                      const Terms &terms)
{
    if (!line.isValidUtf8())
        return tl::unexpected(Failure{400, "the line is not valid UTF-8"});
    QJsonParseError parsing{};
    const QJsonDocument document = QJsonDocument::fromJson(line, &parsing);
    if (!document.isObject())
        return tl::unexpected(
            Failure{400, parsing.error == QJsonParseError::NoError
                             ? "the line is not a JSON object"
                             : "the line is not JSON: " + parsing.errorString().toStdString()});
    const QJsonObject object = document.object();
    for (const QString &key : object.keys()) {
        static const QStringList known{QStringLiteral("channel"), QStringLiteral("event"),
                                       QStringLiteral("data"), QStringLiteral("id"), QStringLiteral("retry")};
        if (!known.contains(key))
            return tl::unexpected(Failure{400, "unknown member \"" + key.toStdString() +
                                                   "\"; known are channel, event, data, id and retry"});
    }
    if (jsonMemberCount({line.data(), static_cast<std::size_t>(line.size())}) != object.size())
        return tl::unexpected(Failure{400, "a member stands twice in the line"});
    for (const QString &key : {QStringLiteral("channel"), QStringLiteral("event"), QStringLiteral("id")}) {
        if (object.contains(key) && !object.value(key).isString())
            return tl::unexpected(Failure{400, "\"" + key.toStdString() + "\" is not a string"});
    }
    for (const QString &key : {QStringLiteral("event"), QStringLiteral("data")}) {
        if (!object.value(key).toString().isValidUtf16())
            return tl::unexpected(
                Failure{400, "\"" + key.toStdString() + "\" has half of a surrogate pair, which is no text"});
    }
    if (!object.contains(QStringLiteral("data")))
        return tl::unexpected(Failure{400, "\"data\" is missing"});

    if (object.contains(QStringLiteral("id")) && object.value(QStringLiteral("id")).toString().isEmpty())
        return tl::unexpected(Failure{400, std::string(emptyId)});
    Event event;
    event.name = object.value(QStringLiteral("event")).toString().toStdString();
    event.id = object.value(QStringLiteral("id")).toString().toStdString();
    const QJsonValue retry = object.value(QStringLiteral("retry"));
    if (!retry.isUndefined()) {
        const double number = retry.toDouble(-1);
        if (number < 0 || number > 4294967295.0 ||
            number != static_cast<double>(static_cast<std::uint32_t>(number)))
            return tl::unexpected(
                Failure{400, "\"retry\" is not a whole number of milliseconds from 0 to 4294967295"});
        event.retry = static_cast<std::uint32_t>(number);
    }
    const QJsonValue value = object.value(QStringLiteral("data"));
    std::string data;
    if (value.isString()) {
        data = value.toString().toStdString();
    } else {
        data = rawJsonMember({line.data(), static_cast<std::size_t>(line.size())}, "data");
    }
    event.data = data;
    const std::string channel = object.contains(QStringLiteral("channel"))
                                    ? object.value(QStringLiteral("channel")).toString().toStdString()
                                    : defaultChannel;
    return publishOne(channels, channel, event, tally, terms);
}

} // namespace

Answer single(ChannelRegistry &channels, const std::string &channel, const Target &target,
              const std::string &body, Tally &tally, const Terms &terms)
{
    for (const char *name : {"event", "id", "retry"}) {
        if (target.parameters(name).size() > 1)
            return Answer::problem(400, std::string(name) + " is given twice");
    }
    const auto retry = retryOf(target.parameter("retry"));
    if (!retry)
        return Answer::problem(retry.error().status, retry.error().detail);
    if (target.parameter("id") && target.parameter("id")->empty())
        return Answer::problem(400, emptyId);
    Event event;
    event.name = target.parameter("event").value_or(std::string());
    event.id = target.parameter("id").value_or(std::string());
    event.retry = *retry;
    event.data = body;
    const auto published = publishOne(channels, channel, event, tally, terms);
    if (published)
        return Answer::json(202, accepted(*published) + '\n');
    Answer answer = Answer::problem(published.error().status, published.error().detail);
    addRetryAfter(answer, channels);
    return answer;
}

Answer batch(ChannelRegistry &channels, const std::string &defaultChannel, const std::string &body,
             Tally &tally, const Terms &terms)
{
    if (!isChannelName(defaultChannel))
        return Answer::problem(400, badChannel);
    const auto lineEnds = static_cast<std::size_t>(std::count(body.begin(), body.end(), '\n'));
    if (const std::size_t given = lineEnds + (body.ends_with('\n') ? 0 : 1); given > maxLines)
        return Answer::problem(413, "the batch has " + std::to_string(given) + " lines; at most " +
                                        std::to_string(maxLines) +
                                        " are allowed, so send it as several requests");
    Answer answer;
    answer.contentType = "application/x-ndjson";
    std::size_t failed = 0;
    std::size_t busy = 0;    // of them, those that may succeed later
    std::size_t tooFast = 0; // of these, those beyond publish.channel_rate
    std::size_t lines = 0;
    std::string_view rest = body;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.find_first_not_of(" \t") == std::string_view::npos) {
            if (rest.empty())
                break; // the newline that ends the last line
        }
        ++lines;
        const auto published = publishLine(
            channels, defaultChannel,
            QByteArray::fromRawData(line.data(), static_cast<qsizetype>(line.size())), tally, terms);
        if (published) {
            answer.body += accepted(*published) + '\n';
            continue;
        }
        ++failed;
        tooFast += published.error().status == 429 ? 1 : 0;
        busy += published.error().status == 503 || published.error().status == 429 ? 1 : 0;
        answer.body += "{\"line\":" + std::to_string(lines) +
                       ",\"status\":" + std::to_string(published.error().status) +
                       ",\"error\":" + jsonString(published.error().detail) + "}\n";
    }
    if (lines == 0)
        return Answer::problem(400, "the body has no line; each line is one JSON object with data");
    answer.status = failed == 0        ? 202
                    : failed < lines   ? 207
                    : tooFast == lines ? 429
                    : busy == lines    ? 503
                                       : 400;
    if (answer.status >= 400)
        answer.fields.emplace_back("Cache-Control", "no-store");
    addRetryAfter(answer, channels);
    return answer;
}

} // namespace sluice::publication
