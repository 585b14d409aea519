// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/top/TopFeed.h"

#include "ctl/commands/ListQuery.h"

#include <utility>

namespace sluice {

namespace {

constexpr const char *kMostRows = "200"; // more than any terminal shows

QUrlQuery page(const std::string &sort)
{
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QLatin1String(kMostRows));
    if (!sort.empty())
        addToQuery(query, "sort", sort);
    return query;
}

} // namespace

TopFeed::TopFeed(Session &session, TopModel &model, std::chrono::milliseconds every)
    : m_session(session)
    , m_model(model)
{
    m_timer.setInterval(every);
    connect(&m_timer, &QTimer::timeout, this, &TopFeed::refresh);
}

void TopFeed::start()
{
    m_timer.start();
    refresh();
}

void TopFeed::refresh()
{
    if (m_open > 0)
        return; // a slow engine must not be asked faster than it answers
    m_error.reset();
    m_answers = {};
    const std::string sort = std::string("-") + TopModel::kSortKeys.at(m_model.sortKey);
    ask("snapshot", {}, [this](const QJsonObject &answer) { m_model.takeSnapshot(answer); });
    askForMetrics();
    ask("drain", {}, [this](const QJsonObject &answer) { m_model.drain = DrainView::read(answer); });
    ask("streams", page(sort), [this](const QJsonObject &answer) {
        m_model.streams = answer.value(QLatin1String("streams")).toArray();
    });
    ask("channels", page("-streams"), [this](const QJsonObject &answer) {
        m_model.channels = answer.value(QLatin1String("channels")).toArray();
    });
    ask("disconnects", page({}), [this](const QJsonObject &answer) {
        m_model.ends = answer.value(QLatin1String("disconnects")).toArray();
    });
}

void TopFeed::ask(const char *path, const QUrlQuery &query,
                  std::function<void(const QJsonObject &answer)> take)
{
    ++m_open;
    m_session.client().get(QLatin1String(path), query,
                           [this, path, use = std::move(take)](const AdminClient::Result &result) {
                               this->take(result, [&](const AdminAnswer &answer) {
                                   use(answer.json);
                                   m_answers.insert(QLatin1String(path), answer.json);
                               });
                           });
}

void TopFeed::askForMetrics()
{
    ++m_open;
    AdminRequest request;
    request.path = QStringLiteral("/metrics");
    request.expects = AdminRequest::Expects::Text;
    m_session.client().send(request, [this](const AdminClient::Result &result) {
        take(result, [this](const AdminAnswer &answer) {
            m_model.takeMetrics({answer.body.constData(), static_cast<std::size_t>(answer.body.size())});
        });
    });
}

void TopFeed::take(const AdminClient::Result &result,
                   const std::function<void(const AdminAnswer &answer)> &use)
{
    if (result)
        use(*result);
    else if (!m_error)
        m_error = result.error();
    if (--m_open == 0)
        finishRound();
}

void TopFeed::finishRound()
{
    m_model.trouble = m_error ? m_error->message : std::string();
    Q_EMIT updated();
}

} // namespace sluice
