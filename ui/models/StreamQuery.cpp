// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "StreamQuery.h"

#include "base/text/Units.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>
#include <array>

namespace sluice::streamquery {

namespace {

enum class Kind { Text, Duration, Size, Count, State, Cause };

/** A term that the language knows, and what it becomes. */
struct Term
{
    QLatin1StringView name;
    QLatin1Char relation; ///< ':', '>' or '<'
    QLatin1StringView parameter;
    Kind kind;
    bool ofEnds; ///< known to the list of ends too
};

const std::array<Term, 12> kTerms{{
    {QLatin1StringView("channel"), QLatin1Char(':'), QLatin1StringView("channel"), Kind::Text, true},
    {QLatin1StringView("client"), QLatin1Char(':'), QLatin1StringView("client"), Kind::Text, true},
    {QLatin1StringView("id"), QLatin1Char(':'), QLatin1StringView("id"), Kind::Text, false},
    {QLatin1StringView("worker"), QLatin1Char(':'), QLatin1StringView("worker"), Kind::Count, false},
    {QLatin1StringView("state"), QLatin1Char(':'), QLatin1StringView("state"), Kind::State, false},
    {QLatin1StringView("cause"), QLatin1Char(':'), QLatin1StringView("cause"), Kind::Cause, true},
    {QLatin1StringView("age"), QLatin1Char('>'), QLatin1StringView("min_age"), Kind::Duration, false},
    {QLatin1StringView("age"), QLatin1Char('<'), QLatin1StringView("max_age"), Kind::Duration, false},
    {QLatin1StringView("idle"), QLatin1Char('>'), QLatin1StringView("min_idle"), Kind::Duration, false},
    {QLatin1StringView("backlog"), QLatin1Char('>'), QLatin1StringView("min_backlog"), Kind::Size, false},
    {QLatin1StringView("ended"), QLatin1Char('<'), QLatin1StringView("since"), Kind::Duration, true},
    {QLatin1StringView("since"), QLatin1Char(':'), QLatin1StringView("since"), Kind::Duration, true},
}};

/** @p text is marked by QT_TRANSLATE_NOOP where it is written: lupdate sees no variable. */
QString say(const char *text)
{
    return QCoreApplication::translate("StreamQuery", text);
}

bool isKnown(const Term &term, List list)
{
    const bool onlyOfEnds = term.kind == Kind::Cause || term.parameter == QLatin1StringView("since");
    return list == List::Ended ? term.ofEnds : !onlyOfEnds;
}

QString knownTerms(List list)
{
    QStringList known;
    for (const Term &term : kTerms) {
        if (isKnown(term, list) && term.name != QLatin1StringView("since"))
            known.append(term.name + term.relation);
    }
    return known.join(QStringLiteral(", "));
}

/** The value as the API takes it; the error says how one looks. */
tl::expected<QString, QString> checked(Kind kind, const QString &value)
{
    const std::string text = value.toStdString();
    const auto wrong = [&value](const QString &form) -> tl::expected<QString, QString> {
        return tl::unexpected(say(QT_TRANSLATE_NOOP("StreamQuery", "'%1' is not %2")).arg(value, form));
    };
    switch (kind) {
    case Kind::Text:
        return value;
    case Kind::Count:
        return parseCount(text) ? tl::expected<QString, QString>(value)
                                : wrong(say(QT_TRANSLATE_NOOP("StreamQuery", "a whole number")));
    case Kind::Duration:
        // People write 10m; it means minutes, as in the API's queries.
        return parseDuration(value.endsWith(QLatin1Char('m')) ? text + "in" : text)
                   ? tl::expected<QString, QString>(value)
                   : wrong(say(QT_TRANSLATE_NOOP("StreamQuery", "a length of time such as 30s, 10m or 2h")));
    case Kind::Size: {
        if (parseCount(text))
            return value;
        static const QRegularExpression loose(QStringLiteral("^(\\d+)\\s*([kKmMgG])(i?[bB])?$"));
        const auto match = loose.match(value);
        const QString size =
            match.hasMatch() ? match.captured(1) + match.captured(2).toUpper() + QStringLiteral("iB") : value;
        return parseSize(size.toStdString())
                   ? tl::expected<QString, QString>(size)
                   : wrong(say(QT_TRANSLATE_NOOP("StreamQuery", "a size such as 500, 4KiB or 1MiB")));
    }
    case Kind::State: {
        static const QStringList states{QStringLiteral("open"), QStringLiteral("blocked"),
                                        QStringLiteral("evicting")};
        return states.contains(value) ? tl::expected<QString, QString>(value)
                                      : wrong(say(QT_TRANSLATE_NOOP(
                                            "StreamQuery", "a state; there are open, blocked and evicting")));
    }
    case Kind::Cause: // the engine names those that it knows
        return value;
    }
    return value;
}

/** What a word without a relation means. */
QString parameterOfBare(const QString &word, List list)
{
    const QString address = word.section(QLatin1Char('/'), 0, 0);
    const bool looksLikeAddress = address.contains(QLatin1Char('.')) || address.contains(QLatin1Char(':'));
    if (looksLikeAddress && !QHostAddress(address).isNull())
        return QStringLiteral("client");
    if (list == List::Open && parseCount(word.toStdString()))
        return QStringLiteral("id");
    return QStringLiteral("channel");
}

tl::expected<void, QString> addTerm(QUrlQuery &query, const QString &word, List list)
{
    static const QRegularExpression shape(QStringLiteral("^([a-z]+)(:|>=|<=|>|<|=)(.*)$"));
    const auto match = shape.match(word);
    QString parameter = parameterOfBare(word, list);
    QString value = word;
    if (match.hasMatch() && parameter != QLatin1String("client")) {
        const QString name = match.captured(1);
        const QString relation = match.captured(2).left(1).replace(QLatin1Char('='), QLatin1Char(':'));
        const auto term = std::find_if(kTerms.begin(), kTerms.end(), [&](const Term &candidate) {
            return candidate.name == name && relation == candidate.relation && isKnown(candidate, list);
        });
        if (term == kTerms.end())
            return tl::unexpected(
                say(QT_TRANSLATE_NOOP("StreamQuery", "'%1' is not understood; known are %2"))
                    .arg(word, knownTerms(list)));
        if (match.captured(3).isEmpty())
            return tl::unexpected(say(QT_TRANSLATE_NOOP("StreamQuery", "'%1' lacks its value")).arg(word));
        const auto given = checked(term->kind, match.captured(3));
        if (!given)
            return tl::unexpected(name + QStringLiteral(": ") + given.error());
        parameter = term->parameter;
        value = *given;
    }
    if (query.hasQueryItem(parameter))
        return tl::unexpected(
            say(QT_TRANSLATE_NOOP("StreamQuery", "'%1' says a second time what was said before it"))
                .arg(word));
    addItem(query, parameter, value);
    return {};
}

} // namespace

tl::expected<QUrlQuery, QString> parse(const QString &text, List list)
{
    QUrlQuery query;
    const QStringList words = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString &word : words) {
        if (const auto added = addTerm(query, word, list); !added)
            return tl::unexpected(added.error());
    }
    return query;
}

void addItem(QUrlQuery &query, const QString &name, const QString &value)
{
    query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
}

} // namespace sluice::streamquery
