// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "SettingSpec.h"

#include "Format.h"

#include "base/text/Units.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <array>
#include <cmath>
#include <utility>

namespace sluice {

namespace {

using Type = SettingSpec::Type;

QString autoWord()
{
    return QStringLiteral("auto");
}

QString tr(const char *text)
{
    return QCoreApplication::translate("sluice::SettingSpec", text);
}

Type typeOf(const QString &name)
{
    static const std::array<std::pair<const char *, Type>, 9> names{{{"duration", Type::Duration},
                                                                     {"size", Type::Size},
                                                                     {"count", Type::Count},
                                                                     {"auto-count", Type::AutoCount},
                                                                     {"rate", Type::Rate},
                                                                     {"flag", Type::Flag},
                                                                     {"choice", Type::Choice},
                                                                     {"text", Type::Text},
                                                                     {"secret", Type::Secret}}};
    for (const auto &[word, type] : names) {
        if (name == QLatin1String(word))
            return type;
    }
    return Type::Unknown;
}

QStringList wordsIn(const QJsonValue &value)
{
    QStringList words;
    const QJsonArray array = value.toArray();
    for (const auto &word : array)
        words.append(word.toString());
    return words;
}

/** Whole numbers in digits, never as 1e+07. */
QString numberText(double number)
{
    constexpr double exactUpTo = 9007199254740992.0; // 2^53
    return std::trunc(number) == number && std::abs(number) <= exactUpTo
               ? QString::number(static_cast<qint64>(number))
               : QString::fromStdString(formatRate(number));
}

struct Parsed
{
    double figure = 0;
    QString text;
};

/** What a text of one of the types with figures says. */
tl::expected<Parsed, QString> parsed(Type type, const QString &text)
{
    const std::string utf8 = text.toStdString();
    const auto wrong = [](const Error &error) { return QString::fromStdString(error.message); };
    const auto made = [](double figure, const std::string &shortest) {
        return Parsed{figure, QString::fromStdString(shortest)};
    };
    switch (type) {
    case Type::Duration:
        return parseDuration(utf8)
            .map([&](auto span) { return made(static_cast<double>(span.count()), formatDuration(span)); })
            .map_error(wrong);
    case Type::Size:
        return parseSize(utf8)
            .map([&](auto bytes) { return made(static_cast<double>(bytes), formatSize(bytes)); })
            .map_error(wrong);
    case Type::Count:
    case Type::AutoCount:
        return parseCount(utf8)
            .map([&](auto count) { return made(static_cast<double>(count), formatCount(count)); })
            .map_error(wrong);
    case Type::Rate:
        return parseRate(utf8)
            .map([](double rate) {
                return Parsed{rate, numberText(rate)};
            })
            .map_error(wrong);
    default:
        return tl::unexpected(QString());
    }
}

bool hasFigure(Type type)
{
    return type == Type::Duration || type == Type::Size || type == Type::Count || type == Type::AutoCount ||
           type == Type::Rate;
}

/** A bound as people read it: counts with separators. */
QString boundText(Type type, const QString &bound)
{
    bool isNumber = false;
    const double number = bound.toDouble(&isNumber);
    return isNumber && (type == Type::Count || type == Type::AutoCount || type == Type::Rate) && number >= 1
               ? Format::integer(number)
               : bound;
}

} // namespace

SettingSpec SettingSpec::fromJson(const QJsonObject &description)
{
    const auto text = [&description](const char *name) {
        return textOf(description.value(QLatin1String(name)));
    };
    SettingSpec spec;
    spec.key = text("key");
    spec.group = text("group");
    spec.name = text("name");
    spec.typeName = text("type");
    spec.type = typeOf(spec.typeName);
    spec.unit = text("unit");
    spec.defaultText = text("default");
    spec.minimum = text("min");
    spec.maximum = text("max");
    spec.choices = wordsIn(description.value(QLatin1String("choices")));
    spec.rules = wordsIn(description.value(QLatin1String("rules")));
    spec.help = text("help");
    spec.isLive = text("apply") == QLatin1String("live");
    // The schema may say 60s, where the value in force is said as 1min.
    spec.defaultText = spec.normalized(spec.defaultText).value_or(spec.defaultText);
    return spec;
}

QString SettingSpec::textOf(const QJsonValue &value)
{
    if (value.isBool())
        return QString::fromStdString(formatFlag(value.toBool()));
    if (value.isDouble())
        return numberText(value.toDouble());
    return value.toString();
}

tl::expected<QString, QString> SettingSpec::normalized(const QString &text) const
{
    const QString given = text.trimmed();
    if (type == Type::Choice && !choices.contains(given))
        return tl::unexpected(tr("%1 is not one of %2.").arg(given, choices.join(QStringLiteral(", "))));
    if (type == Type::Flag && given != QLatin1String("true") && given != QLatin1String("false"))
        return tl::unexpected(tr("It must be true or false."));
    if (!hasFigure(type))
        return given;
    if (type == Type::AutoCount && given == autoWord())
        return autoWord();
    if (given.isEmpty())
        return tl::unexpected(minimum.isEmpty() ? tr("A value is needed.")
                                                : tr("A value is needed: %1.").arg(rangeText()));
    const auto value = parsed(type, given);
    if (!value)
        return tl::unexpected(value.error());
    const auto low = figure(minimum);
    const auto high = figure(maximum);
    if ((low && value->figure < *low) || (high && value->figure > *high))
        return tl::unexpected(tr("%1 is out of range: it must be %2.").arg(given, rangeText()));
    return value->text;
}

std::optional<double> SettingSpec::figure(const QString &text) const
{
    if (!hasFigure(type))
        return std::nullopt;
    const auto value = parsed(type, text);
    return value ? std::optional(value->figure) : std::nullopt;
}

QString SettingSpec::rangeText() const
{
    if (type == Type::Choice)
        return tr("one of %1").arg(choices.join(QStringLiteral(", ")));
    if (minimum.isEmpty() && maximum.isEmpty())
        return {};
    if (minimum == maximum)
        return tr("%1 only").arg(minimum);
    const QString range = tr("%1 to %2").arg(boundText(type, minimum), boundText(type, maximum));
    return type == Type::AutoCount ? tr("%1, or auto").arg(range) : range;
}

} // namespace sluice
