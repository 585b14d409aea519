// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Format.h"

#include <QDateTime>

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice {

namespace {

/** An en dash. */
QString noFigureText()
{
    return QStringLiteral("\u2013");
}

/** A narrow space that does not break. */
QString narrowSpace()
{
    return QStringLiteral("\u202f");
}

/** Three significant digits, no exponent, no trailing noise. */
QString digits(double value)
{
    const double size = std::abs(value);
    const int decimals = size == 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
    QString text = QLocale().toString(value, 'f', decimals);
    const QString point = QLocale().decimalPoint();
    if (text.contains(point)) {
        while (text.endsWith(QLatin1Char('0')))
            text.chop(1);
        if (text.endsWith(point))
            text.chop(point.size());
    }
    return text;
}

struct Step
{
    double size;
    const char *suffix;
};

/** The largest step that the value reaches, and the value in it. */
template <std::size_t N>
QString inSteps(double value, const std::array<Step, N> &steps)
{
    const double size = std::abs(value);
    for (const Step &step : steps) {
        // 999.6 would be written 1000: it belongs to the next step already.
        if (size >= step.size * 0.9995)
            return digits(value / step.size) + (*step.suffix == 0 ? QString() : narrowSpace()) +
                   QString::fromUtf8(step.suffix);
    }
    return digits(value / steps.back().size) + (*steps.back().suffix == 0 ? QString() : narrowSpace()) +
           QString::fromUtf8(steps.back().suffix);
}

constexpr std::array<Step, 4> kThings{{{1e9, "G"}, {1e6, "M"}, {1e3, "k"}, {1, ""}}};
constexpr std::array<Step, 5> kBytes{
    {{1099511627776.0, "TiB"}, {1073741824.0, "GiB"}, {1048576.0, "MiB"}, {1024.0, "KiB"}, {1, "B"}}};
constexpr std::array<Step, 3> kShortTimes{{{1, "s"}, {1e-3, "ms"}, {1e-6, "\u00b5s"}}};

QString things(double value)
{
    // Up to four digits are as short as "9.99 k", and whole.
    return std::abs(value) < 9999.5 && value == std::floor(value) ? QLocale().toString(value, 'f', 0)
                                                                  : inSteps(value, kThings);
}

} // namespace

QString Format::brief(double value, Unit unit)
{
    if (!std::isfinite(value))
        return noFigureText();
    switch (unit) {
    case Count:
        return things(value);
    case PerSecond:
        return inSteps(value, kThings) + QStringLiteral("/s");
    case Bytes:
        return inSteps(value, kBytes);
    case BytesPerSecond:
        return inSteps(value, kBytes) + QStringLiteral("/s");
    case Seconds:
        return value == 0             ? QLatin1Char('0') + narrowSpace() + QLatin1Char('s')
               : std::abs(value) < 60 ? inSteps(value, kShortTimes)
                                      : duration(value);
    case Percent:
        return digits(value) + narrowSpace() + QLatin1Char('%');
    case Ratio:
        return digits(100 * value) + narrowSpace() + QLatin1Char('%');
    case Cores:
        return digits(value) + narrowSpace() + (value == 1 ? tr("core") : tr("cores"));
    }
    return noFigureText();
}

QString Format::exact(double value, Unit unit)
{
    if (!std::isfinite(value))
        return tr("no figure");
    const auto number = [](double figure, int decimals) {
        return QLocale().toString(figure, 'f', figure == std::floor(figure) ? 0 : decimals);
    };
    switch (unit) {
    case Count:
        return number(value, 3);
    case PerSecond:
        return tr("%1 per second").arg(number(value, 3));
    case Bytes:
        return tr("%1 bytes").arg(number(value, 0));
    case BytesPerSecond:
        return tr("%1 bytes per second").arg(number(value, 0));
    case Seconds:
        return tr("%1 seconds").arg(number(value, 6));
    case Percent:
        return tr("%1 percent").arg(number(value, 3));
    case Ratio:
        return tr("%1 percent").arg(number(100 * value, 3));
    case Cores:
        return tr("%1 cores").arg(number(value, 3));
    }
    return noFigureText();
}

QString Format::duration(double seconds)
{
    if (!std::isfinite(seconds))
        return noFigureText();
    const auto whole = static_cast<qint64>(std::max(0.0, seconds));
    const qint64 days = whole / 86400;
    const qint64 hours = whole / 3600 % 24;
    const qint64 minutes = whole / 60 % 60;
    const qint64 rest = whole % 60;
    const auto two = [](qint64 first, const QString &firstUnit, qint64 second, const QString &secondUnit) {
        QString text = QString::number(first) + narrowSpace() + firstUnit;
        if (second > 0)
            text += QLatin1Char(' ') + QString::number(second) + narrowSpace() + secondUnit;
        return text;
    };
    if (days > 0)
        return two(days, tr("d", "days"), hours, tr("h", "hours"));
    if (hours > 0)
        return two(hours, tr("h", "hours"), minutes, tr("min"));
    if (minutes > 0)
        return two(minutes, tr("min"), rest, tr("s", "seconds"));
    return QString::number(rest) + narrowSpace() + tr("s", "seconds");
}

QString Format::clock(double timeMs)
{
    if (!std::isfinite(timeMs))
        return noFigureText();
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(timeMs)).toString(QStringLiteral("HH:mm:ss"));
}

QString Format::dateTime(double timeMs)
{
    if (!std::isfinite(timeMs))
        return noFigureText();
    // The locale's short format of both has no seconds in most countries, and changes may be seconds apart.
    const QDate day = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(timeMs)).date();
    return QLocale().toString(day, QLocale::ShortFormat) + QLatin1Char(' ') + clock(timeMs);
}

QString Format::integer(double value)
{
    return std::isfinite(value) ? QLocale().toString(value, 'f', 0) : noFigureText();
}

} // namespace sluice
