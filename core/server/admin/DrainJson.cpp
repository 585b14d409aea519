// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/DrainJson.h"

#include "base/text/Units.h"
#include "server/admin/AdminJson.h"

namespace sluice::drainjson {

namespace {

/** Reads the members of one object, each by its type; the first that is wrong or unknown makes the 422. */
class Members
{
public:
    explicit Members(const QJsonObject &object)
        : m_object(object)
    {
    }

    std::optional<double> number(const char *name)
    {
        const QJsonValue value = take(name);
        if (value.isUndefined())
            return std::nullopt;
        if (!value.isDouble())
            return refuse(name, "must be a number");
        return value.toDouble();
    }

    std::optional<bool> flag(const char *name)
    {
        const QJsonValue value = take(name);
        if (value.isUndefined())
            return std::nullopt;
        if (!value.isBool())
            return refuse(name, "must be true or false");
        return value.toBool();
    }

    std::optional<Milliseconds> duration(const char *name)
    {
        const QJsonValue value = take(name);
        if (value.isUndefined())
            return std::nullopt;
        if (!value.isString())
            return refuse(name, "must be a string such as \"30s\"");
        const auto parsed = parseDuration(value.toString().toStdString());
        if (!parsed)
            return refuse(name, "is wrong: " + parsed.error().message);
        return *parsed;
    }

    template <typename Choice>
    std::optional<Choice> choice(const char *name, const std::pair<const char *, Choice> &first,
                                 const std::pair<const char *, Choice> &second)
    {
        const QJsonValue value = take(name);
        if (value.isUndefined())
            return std::nullopt;
        const std::string given = value.toString().toStdString();
        if (given == first.first)
            return first.second;
        if (given == second.first)
            return second.second;
        return refuse(name, "must be \"" + std::string(first.first) + "\" or \"" + second.first + '"');
    }

    /** The 422, if something was wrong or is left over. */
    std::optional<Answer> check()
    {
        if (m_problem.isEmpty() && !m_object.isEmpty()) {
            const QString name = m_object.begin().key();
            problem(name, "'" + name.toStdString() + "' is no member of a drain");
        }
        if (m_problem.isEmpty())
            return std::nullopt;
        return adminjson::problem(422, m_message, m_problem);
    }

private:
    QJsonValue take(const char *name)
    {
        const QString key = QLatin1String(name);
        return m_object.contains(key) ? m_object.take(key) : QJsonValue(QJsonValue::Undefined);
    }

    std::nullopt_t refuse(const char *name, const std::string &why)
    {
        problem(QLatin1String(name), "'" + std::string(name) + "' " + why);
        return std::nullopt;
    }

    void problem(const QString &field, const std::string &message)
    {
        if (!m_problem.isEmpty())
            return;
        m_problem = {{QStringLiteral("field"), field}};
        m_message = message;
    }

    QJsonObject m_object;
    QJsonObject m_problem;
    std::string m_message;
};

constexpr std::pair hold{"hold", DrainThen::Hold};
constexpr std::pair exiting{"exit", DrainThen::Exit};
constexpr std::pair oldest{"oldest", DrainOrder::Oldest};
constexpr std::pair anyOrder{"random", DrainOrder::Random};

QString span(Milliseconds duration)
{
    return adminjson::text(formatDuration(duration));
}

void add(const DrainPlan &plan, QJsonObject &object)
{
    object.insert(QStringLiteral("rate"), plan.rate);
    object.insert(QStringLiteral("grace"), span(plan.grace));
    object.insert(QStringLiteral("deadline"), span(plan.deadline));
    object.insert(QStringLiteral("retry_spread"), span(plan.retrySpread));
    object.insert(QStringLiteral("order"),
                  QLatin1String(plan.order == DrainOrder::Oldest ? oldest.first : anyOrder.first));
    object.insert(QStringLiteral("then"),
                  QLatin1String(plan.then == DrainThen::Hold ? hold.first : exiting.first));
}

} // namespace

tl::expected<void, Answer> read(const QJsonObject &body, DrainPlan &plan)
{
    Members members(body);
    plan.rate = members.number("rate").value_or(plan.rate);
    plan.grace = members.duration("grace").value_or(plan.grace);
    plan.deadline = members.duration("deadline").value_or(plan.deadline);
    plan.retrySpread = members.duration("retry_spread").value_or(plan.retrySpread);
    plan.order = members.choice("order", oldest, anyOrder).value_or(plan.order);
    plan.then = members.choice("then", hold, exiting).value_or(plan.then);
    if (auto problem = members.check())
        return tl::unexpected(*std::move(problem));
    return {};
}

tl::expected<DrainChange, Answer> readChange(const QJsonObject &body)
{
    Members members(body);
    DrainChange change;
    change.rate = members.number("rate");
    change.paused = members.flag("paused");
    change.deadline = members.duration("deadline");
    change.then = members.choice("then", hold, exiting);
    if (auto problem = members.check())
        return tl::unexpected(*std::move(problem));
    if (body.isEmpty())
        return tl::unexpected(
            Answer::problem(422, "nothing to change is given: rate, paused, deadline or then"));
    return change;
}

QJsonObject progress(const DrainProgress &progress)
{
    QJsonObject object{{QStringLiteral("phase"), adminjson::text(phaseName(progress.phase))},
                       {QStringLiteral("initial"), static_cast<qint64>(progress.initial)},
                       {QStringLiteral("left"), static_cast<qint64>(progress.left)},
                       {QStringLiteral("closed"), static_cast<qint64>(progress.closed)},
                       {QStringLiteral("forced"), static_cast<qint64>(progress.forced)},
                       {QStringLiteral("eta_seconds"),
                        progress.etaSeconds ? QJsonValue(*progress.etaSeconds) : QJsonValue()},
                       {QStringLiteral("elapsed_seconds"), progress.elapsedSeconds},
                       {QStringLiteral("who"), adminjson::text(progress.who)}};
    add(progress.plan, object);
    return object;
}

QJsonObject preview(const DrainPreview &preview, const DrainPlan &plan)
{
    QJsonObject object{{QStringLiteral("initial"), static_cast<qint64>(preview.initial)},
                       {QStringLiteral("seconds"), preview.seconds},
                       {QStringLiteral("forced"), static_cast<qint64>(preview.forced)},
                       {QStringLiteral("reconnects_per_second"), preview.reconnectsPerSecond}};
    add(plan, object);
    return object;
}

} // namespace sluice::drainjson
