// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands/ListQuery.h"

#include "base/text/Units.h"
#include "ctl/commands/SpanOption.h"

namespace sluice {

namespace {

/** How the values of an option are checked before they are sent: null takes any. */
struct Parameter
{
    std::string_view option;
    const char *name;
    tl::expected<void, Error> (*check)(std::string_view text);
};

tl::expected<void, Error> checkCount(std::string_view text)
{
    return parseCount(text).map([](auto) {});
}

tl::expected<void, Error> checkDuration(std::string_view text)
{
    return parseSpan(text).map([](auto) {});
}

tl::expected<void, Error> checkSize(std::string_view text)
{
    return parseSize(text).map([](auto) {});
}

constexpr std::array kParameters{
    Parameter{"--channel", "channel", nullptr},
    Parameter{"--client", "client", nullptr},
    Parameter{"--worker", "worker", &checkCount},
    Parameter{"--min-age", "min_age", &checkDuration},
    Parameter{"--max-age", "max_age", &checkDuration},
    Parameter{"--min-backlog", "min_backlog", &checkSize},
    Parameter{"--min-idle", "min_idle", &checkDuration},
    Parameter{"--state", "state", nullptr},
    Parameter{"--cause", "cause", nullptr},
    Parameter{"--sort", "sort", nullptr},
    Parameter{"--limit", "limit", &checkCount},
};

} // namespace

void addToQuery(QUrlQuery &query, const char *name, const std::string &value)
{
    query.addQueryItem(QLatin1String(name),
                       QString::fromLatin1(QUrl::toPercentEncoding(QString::fromStdString(value))));
}

tl::expected<QUrlQuery, Error> readListQuery(const CommandLine &line)
{
    QUrlQuery query;
    for (const Parameter &parameter : kParameters) {
        if (!line.has(parameter.option))
            continue;
        const std::string value = line.value(parameter.option);
        if (value.empty())
            return tl::unexpected(inputError(std::string(parameter.option) + " is empty"));
        if (parameter.check)
            if (const auto checked = parameter.check(value); !checked)
                return tl::unexpected(
                    inputError(std::string(parameter.option) + ": " + checked.error().message));
        addToQuery(query, parameter.name, value);
    }
    return query;
}

} // namespace sluice
