// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ChartModel.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

constexpr double kNearLimit = 2.0;    // so many times the most of the others is a limit still in sight
constexpr double kGapIntervals = 3.0; // this many intervals without a figure are a gap
constexpr double kBeyond = 0.2; // of the axis: where a limit is drawn that is above it, so out of the plot

QVariantMap tick(double at, const QString &label)
{
    return {{QStringLiteral("at"), at}, {QStringLiteral("label"), label}};
}

} // namespace

ChartModel::ChartModel(QObject *parent)
    : QObject(parent)
{
    connect(this, &ChartModel::shapeChanged, this, &ChartModel::queueRebuild);
    connect(this, &ChartModel::linesChanged, this, &ChartModel::queueRebuild);
}

ChartModel::~ChartModel()
{
    if (m_view)
        m_view->removeChart(this);
}

void ChartModel::setView(TimeView *view)
{
    if (view == m_view)
        return;
    if (m_view) {
        m_view->disconnect(this);
        m_view->removeChart(this);
    }
    m_view = view;
    showInView();
    if (m_view) {
        connect(m_view, &TimeView::spanChanged, this, &ChartModel::queueRebuild);
        connect(m_view, &TimeView::storeChanged, this, &ChartModel::queueRebuild);
    }
    Q_EMIT viewChanged();
    queueRebuild();
}

void ChartModel::setActive(bool active)
{
    if (active == m_active)
        return;
    m_active = active;
    showInView();
    Q_EMIT activeChanged();
    queueRebuild();
}

QQmlListProperty<ChartLine> ChartModel::lineList()
{
    const auto append = [](QQmlListProperty<ChartLine> *list, ChartLine *line) {
        auto *self = static_cast<ChartModel *>(list->object);
        self->addLine(line);
        Q_EMIT self->linesChanged();
    };
    const auto count = [](QQmlListProperty<ChartLine> *list) {
        return static_cast<ChartModel *>(list->object)->m_lines.size();
    };
    const auto at = [](QQmlListProperty<ChartLine> *list, qsizetype index) {
        return static_cast<ChartModel *>(list->object)->m_lines.at(index);
    };
    const auto clear = [](QQmlListProperty<ChartLine> *list) {
        auto *self = static_cast<ChartModel *>(list->object);
        for (ChartLine *line : std::as_const(self->m_lines))
            line->disconnect(self);
        self->m_lines.clear();
        self->m_points.clear();
        self->m_isQuiet.clear();
        Q_EMIT self->linesChanged();
    };
    return {this, nullptr, append, count, at, clear};
}

void ChartModel::setSeries(const QVariantList &series)
{
    if (series == m_series)
        return;
    m_series = series;
    for (ChartLine *line : std::as_const(m_seriesLines)) {
        const auto row = m_lines.indexOf(line);
        m_lines.removeAt(row);
        m_points.removeAt(row);
        m_isQuiet.removeAt(row);
        line->disconnect(this);
        line->deleteLater();
    }
    m_seriesLines.clear();
    for (const QVariant &each : series) {
        auto *line = new ChartLine(this);
        const QVariantMap members = each.toMap();
        for (auto member = members.begin(); member != members.end(); ++member)
            line->setProperty(member.key().toLatin1().constData(), member.value());
        m_seriesLines.append(line);
        addLine(line);
    }
    Q_EMIT seriesChanged();
    Q_EMIT linesChanged();
}

QVariantList ChartModel::valueTicks() const
{
    QVariantList list;
    for (const AxisTick &each : m_scale.ticks)
        list.append(tick((each.value - m_scale.low) / (m_scale.high - m_scale.low), each.label));
    return list;
}

QVariantList ChartModel::timeTicks() const
{
    QVariantList list;
    for (const AxisTick &each : sluice::timeTicks(m_start, m_end, m_mostTimeTicks))
        list.append(tick((each.value - m_start) / (m_end - m_start), each.label));
    return list;
}

QVariantList ChartModel::readout(double timeMs) const
{
    QVariantList list;
    if (!m_view || !m_view->store() || m_view->store()->count() == 0 || std::isnan(timeMs))
        return list;
    const SnapshotStore &store = *m_view->store();
    const auto times = store.times();
    std::size_t row = std::min(store.lowerBound(timeMs), times.size() - 1);
    if (row > 0 && timeMs - times[row - 1] < times[row] - timeMs)
        --row;
    const bool isFar = std::abs(times[row] - timeMs) > kGapIntervals * store.interval();
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        const ChartLine *line = m_lines[i];
        if (m_hidesQuiet && m_isQuiet[i])
            continue;
        const double value = isFar ? SnapshotStore::none : figure(*line, store.column(line->column), row);
        list.append(QVariantMap{{QStringLiteral("label"), line->label},
                                {QStringLiteral("text"), Format::brief(value, m_unit)},
                                {QStringLiteral("exact"), Format::exact(value, m_unit)},
                                {QStringLiteral("dashed"), line->dashed},
                                {QStringLiteral("color"), line->color}});
    }
    return list;
}

double ChartModel::position(double value) const
{
    const double drawn = m_logarithmic ? std::log10(std::max(value, 1e-12)) : value;
    return (drawn - m_scale.low) / (m_scale.high - m_scale.low);
}

void ChartModel::requestPicture(const QString &engine)
{
    Q_EMIT pictureRequested(engine);
}

void ChartModel::takePicture(const QImage &picture)
{
    Q_EMIT pictureTaken(picture);
}

void ChartModel::addLine(ChartLine *line)
{
    m_lines.append(line);
    m_points.append(QList<QPointF>());
    m_isQuiet.append(true);
    connect(line, &ChartLine::changed, this, &ChartModel::linesChanged);
}

void ChartModel::showInView()
{
    if (!m_view)
        return;
    if (m_active)
        m_view->addChart(this);
    else
        m_view->removeChart(this);
}

void ChartModel::queueRebuild()
{
    if (m_active && m_view)
        m_view->queueRepaint(this, [this] { rebuild(); });
}

double ChartModel::figure(const ChartLine &line, std::span<const double> column, std::size_t row) const
{
    if (row >= column.size())
        return SnapshotStore::none;
    if (!line.perSecond)
        return column[row] * line.scale;
    if (row == 0)
        return SnapshotStore::none;
    const auto times = m_view->store()->times();
    const double grown = column[row] - column[row - 1];
    // Less than before: the engine was restarted in between.
    return grown < 0 ? SnapshotStore::none : grown * line.scale * 1000.0 / (times[row] - times[row - 1]);
}

std::vector<double> ChartModel::figuresOf(const ChartLine &line, std::size_t first, std::size_t last) const
{
    const auto column = m_view->store()->column(line.column);
    std::vector<double> figures;
    figures.reserve(last - first);
    for (std::size_t row = first; row < last; ++row)
        figures.push_back(figure(line, column, row));
    return figures;
}

QList<QPointF> ChartModel::thinned(const std::vector<double> &figures, std::size_t first) const
{
    const auto times = m_view->store()->times();
    const auto drawn = [this](double value) {
        return m_logarithmic ? std::max(std::log10(std::max(value, 1e-12)), m_scale.low) : value;
    };
    QList<QPointF> points;
    points.reserve(mostPoints);
    if (figures.size() <= static_cast<std::size_t>(mostPoints)) {
        for (std::size_t i = 0; i < figures.size(); ++i) {
            if (!std::isnan(figures[i]))
                points.append({times[first + i], drawn(figures[i])});
        }
        return points;
    }
    // The least and the most of each bucket, in the order they came: no spike is lost. Buckets are counted
    // from 1970, not from the window's start, or their contents would change at each tick and the line would
    // shiver.
    const double bucket = (m_end - m_start) / (mostPoints / 2.0 - 2);
    std::size_t i = 0;
    while (i < figures.size()) {
        const double number = std::floor(times[first + i] / bucket);
        std::size_t least = figures.size();
        std::size_t most = figures.size();
        for (; i < figures.size() && std::floor(times[first + i] / bucket) == number; ++i) {
            if (std::isnan(figures[i]))
                continue;
            if (least == figures.size() || figures[i] < figures[least])
                least = i;
            if (most == figures.size() || figures[i] > figures[most])
                most = i;
        }
        if (least == figures.size())
            continue;
        const std::size_t earlier = std::min(least, most);
        const std::size_t later = std::max(least, most);
        points.append({times[first + earlier], drawn(figures[earlier])});
        if (later != earlier)
            points.append({times[first + later], drawn(figures[later])});
    }
    return points;
}

QList<QPointF> ChartModel::steps(const std::vector<double> &figures, std::size_t first) const
{
    const auto times = m_view->store()->times();
    // Above the axis it leaves the plot at its top.
    const double beyond = m_scale.high + kBeyond * (m_scale.high - m_scale.low);
    QList<QPointF> points;
    bool isInSight = false;
    double lastTime = 0;
    for (std::size_t i = 0; i < figures.size(); ++i) {
        if (std::isnan(figures[i]))
            continue;
        const double value =
            m_logarithmic ? std::max(std::log10(std::max(figures[i], 1e-12)), m_scale.low) : figures[i];
        const double drawn = value > m_scale.high ? beyond : value;
        isInSight = isInSight || value <= m_scale.high;
        lastTime = times[first + i];
        if (!points.isEmpty() && points.last().y() == drawn)
            continue;
        // It was what it was until the moment in which it changed.
        if (!points.isEmpty())
            points.append({lastTime, points.last().y()});
        points.append({lastTime, drawn});
    }
    if (!isInSight)
        return {};
    if (points.last().x() != lastTime)
        points.append({lastTime, points.last().y()});
    return points.size() <= mostPoints ? points : thinned(figures, first);
}

void ChartModel::rebuild()
{
    if (!m_active || !m_view || !m_view->store())
        return;
    const SnapshotStore &store = *m_view->store();
    m_start = m_view->start();
    m_end = m_view->end();
    // One snapshot more on each side, so that a line reaches the edge.
    std::size_t first = store.lowerBound(m_start);
    first -= first > 0 ? 1 : 0;
    const std::size_t last = std::min(store.lowerBound(m_end) + 1, store.times().size());

    std::vector<std::vector<double>> figures;
    figures.reserve(static_cast<std::size_t>(m_lines.size()));
    for (const ChartLine *line : std::as_const(m_lines))
        figures.push_back(figuresOf(*line, first, std::max(first, last)));
    for (std::size_t line = 0; line < figures.size(); ++line)
        m_isQuiet[static_cast<qsizetype>(line)] =
            std::all_of(figures[line].begin(), figures[line].end(),
                        [](double value) { return std::isnan(value) || value == 0; });
    summarise(figures);
    findGaps(figures, first);
    if (m_stacked) {
        // A line without a figure adds nothing; where no line has had one yet there is a gap.
        for (std::size_t line = 1; line < figures.size(); ++line) {
            for (std::size_t i = 0; i < figures[line].size(); ++i) {
                const double below = figures[line - 1][i];
                double &figure = figures[line][i];
                if (std::isnan(figure))
                    figure = below;
                else if (!std::isnan(below))
                    figure += below;
            }
        }
    }

    double least = SnapshotStore::none;
    double most = m_atLeast > 0 ? m_atLeast : SnapshotStore::none;
    const auto stretch = [&](const std::vector<double> &line) {
        for (const double value : line) {
            if (std::isnan(value) || (m_logarithmic && value <= 0))
                continue;
            least = std::isnan(least) ? value : std::min(least, value);
            most = std::isnan(most) ? value : std::max(most, value);
        }
    };
    for (std::size_t line = 0; line < figures.size(); ++line) {
        if (!m_lines[static_cast<qsizetype>(line)]->limit)
            stretch(figures[line]);
    }
    const double near = std::isnan(most) ? 0 : most * kNearLimit;
    for (std::size_t line = 0; line < figures.size(); ++line) {
        if (!m_lines[static_cast<qsizetype>(line)]->limit)
            continue;
        // Far above everything it would only press the rest to the floor; the legend still says where it is.
        std::vector<double> inSight = figures[line];
        std::replace_if(
            inSight.begin(), inSight.end(), [near](double value) { return value > near; },
            SnapshotStore::none);
        stretch(inSight);
    }
    m_scale = m_logarithmic ? logarithmicScale(least, most, m_unit) : linearScale(least, most, m_unit);
    m_isEmpty = true;
    for (std::size_t line = 0; line < figures.size(); ++line) {
        m_points[static_cast<qsizetype>(line)] = m_lines[static_cast<qsizetype>(line)]->limit
                                                     ? steps(figures[line], first)
                                                     : thinned(figures[line], first);
        m_isEmpty = m_isEmpty && m_points[static_cast<qsizetype>(line)].isEmpty();
    }
    Q_EMIT redrawn();
}

void ChartModel::findGaps(const std::vector<std::vector<double>> &figures, std::size_t first)
{
    m_gaps.clear();
    if (figures.empty() || figures.front().empty())
        return;
    const auto times = m_view->store()->times();
    const double longest = kGapIntervals * m_view->store()->interval();
    double lastSeen = SnapshotStore::none;
    for (std::size_t i = 0; i < figures.front().size(); ++i) {
        const bool has = std::any_of(figures.begin(), figures.end(),
                                     [i](const auto &line) { return !std::isnan(line[i]); });
        if (!has)
            continue;
        const double time = times[first + i];
        if (!std::isnan(lastSeen) && time - lastSeen > longest) {
            const double length = m_end - m_start;
            m_gaps.append(
                QVariantMap{{QStringLiteral("from"), std::clamp((lastSeen - m_start) / length, 0.0, 1.0)},
                            {QStringLiteral("to"), std::clamp((time - m_start) / length, 0.0, 1.0)}});
        }
        lastSeen = time;
    }
}

void ChartModel::summarise(const std::vector<std::vector<double>> &figures)
{
    QStringList parts;
    for (std::size_t line = 0; line < figures.size(); ++line) {
        double least = SnapshotStore::none;
        double most = SnapshotStore::none;
        double now = SnapshotStore::none;
        for (const double value : figures[line]) {
            if (std::isnan(value))
                continue;
            least = std::isnan(least) ? value : std::min(least, value);
            most = std::isnan(most) ? value : std::max(most, value);
            now = value;
        }
        if (std::isnan(now) || (m_hidesQuiet && m_isQuiet[static_cast<qsizetype>(line)]))
            continue;
        parts.append(tr("%1 is %2, between %3 and %4")
                         .arg(m_lines[static_cast<qsizetype>(line)]->label, Format::brief(now, m_unit),
                              Format::brief(least, m_unit), Format::brief(most, m_unit)));
    }
    const QString span = Format::duration((m_end - m_start) / 1000.0);
    if (parts.isEmpty() && isQuiet() && !figures.empty() && !figures.front().empty()) {
        m_summary = tr("%1: none in the last %2.").arg(m_title, span);
        return;
    }
    m_summary = parts.isEmpty() ? tr("%1: nothing recorded in the last %2.").arg(m_title, span)
                                : tr("%1 over %2: %3.").arg(m_title, span, parts.join(QStringLiteral("; ")));
}

} // namespace sluice
