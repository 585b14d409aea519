// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ChartPicture.h"

#include "AxisTicks.h"
#include "Format.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>

namespace sluice {

namespace {

// Laid out at half of its pixels, as on a screen of scale 2.
constexpr double kScale = 2;
constexpr double kMargin = 20;
constexpr double kAxisWidth = 64;  // of the values' labels
constexpr double kAxisHeight = 24; // of the times' labels
constexpr double kRow = 20;        // a line of words
constexpr int kMostTimes = 9;

/** One picture being drawn: the painter, where the plot is, and what has which colour. */
class Sheet
{
public:
    Sheet(QPainter &painter, const ChartModel &model, const QVariantMap &style)
        : m_painter(painter)
        , m_model(model)
        , m_style(style)
    {
    }

    void draw(const ChartMarks *marks, const QString &engine)
    {
        const QRectF sheet(0, 0, ChartPicture::width / kScale, ChartPicture::height / kScale);
        m_painter.fillRect(sheet, color("surface"));
        double top = drawHead(sheet, engine);
        top = drawLegend(sheet, top);
        m_plot = QRectF(kMargin + kAxisWidth, top + kRow, sheet.width() - 2 * kMargin - kAxisWidth,
                        sheet.height() - top - kRow - kAxisHeight - kMargin);
        drawAxes();
        findGaps();
        if (marks)
            drawShades(*marks);
        m_painter.save();
        m_painter.setClipRect(m_plot);
        drawLines();
        m_painter.restore();
        if (marks)
            drawMarks(*marks);
    }

private:
    QColor color(const char *name) const { return m_style.value(QLatin1String(name)).value<QColor>(); }

    void setFont(int pixels, QFont::Weight weight = QFont::Normal)
    {
        QFont font(m_style.value(QStringLiteral("family")).toString());
        font.setPixelSize(pixels);
        font.setWeight(weight);
        m_painter.setFont(font);
    }

    void write(const QRectF &box, int flags, const QString &text, const QColor &color)
    {
        m_painter.setPen(color);
        m_painter.drawText(box, flags | Qt::TextSingleLine, text);
    }

    double x(double time) const
    {
        return m_plot.left() + (time - m_model.start()) / (m_model.end() - m_model.start()) * m_plot.width();
    }
    double y(double value) const
    {
        return m_plot.bottom() - (value - m_model.low()) / (m_model.high() - m_model.low()) * m_plot.height();
    }

    double drawHead(const QRectF &sheet, const QString &engine)
    {
        QRectF line(kMargin, kMargin, sheet.width() - 2 * kMargin, 24);
        setFont(18, QFont::DemiBold);
        write(line, Qt::AlignLeft | Qt::AlignVCenter, m_model.title(), color("text"));
        setFont(13);
        write(line, Qt::AlignRight | Qt::AlignVCenter, engine, color("text"));
        line.translate(0, line.height());
        line.setHeight(kRow);
        const QString span = ChartModel::tr("%1 to %2 (%3)")
                                 .arg(Format::dateTime(m_model.start()), Format::dateTime(m_model.end()),
                                      Format::duration((m_model.end() - m_model.start()) / 1000));
        write(line, Qt::AlignLeft | Qt::AlignVCenter, span, color("muted"));
        return line.bottom() + 6;
    }

    double drawLegend(const QRectF &sheet, double top)
    {
        setFont(12);
        const QFontMetricsF metrics(m_painter.font());
        double left = kMargin;
        const QVariantList entries = m_model.readout(m_model.end());
        for (const QVariant &each : entries) {
            const QVariantMap entry = each.toMap();
            const QString words = entry.value(QStringLiteral("label")).toString() + QLatin1Char(' ') +
                                  entry.value(QStringLiteral("text")).toString();
            const double width = 18 + metrics.horizontalAdvance(words) + 16;
            if (left > kMargin && left + width > sheet.width() - kMargin) {
                left = kMargin;
                top += kRow;
            }
            const double thickness = entry.value(QStringLiteral("dashed")).toBool() ? 1 : 3;
            m_painter.fillRect(QRectF(left, top + kRow / 2 - thickness / 2, 12, thickness),
                               entry.value(QStringLiteral("color")).value<QColor>());
            write(QRectF(left + 18, top, width, kRow), Qt::AlignLeft | Qt::AlignVCenter, words,
                  color("text"));
            left += width;
        }
        return top + kRow;
    }

    void drawAxes()
    {
        setFont(12);
        const QVariantList values = m_model.valueTicks();
        for (const QVariant &each : values) {
            const QVariantMap tick = each.toMap();
            const double at = m_plot.bottom() - tick.value(QStringLiteral("at")).toDouble() * m_plot.height();
            m_painter.fillRect(QRectF(m_plot.left(), at, m_plot.width(), 0.5), color("grid"));
            write(QRectF(kMargin, at - 10, kAxisWidth - 8, 20), Qt::AlignRight | Qt::AlignVCenter,
                  tick.value(QStringLiteral("label")).toString(), color("muted"));
        }
        for (const AxisTick &tick : timeTicks(m_model.start(), m_model.end(), kMostTimes)) {
            const QRectF box(x(tick.value) - 50, m_plot.bottom() + 4, 100, 20);
            const double half = QFontMetricsF(m_painter.font()).horizontalAdvance(tick.label) / 2;
            if (box.center().x() + half <= m_plot.right() + kMargin)
                write(box, Qt::AlignHCenter | Qt::AlignVCenter, tick.label, color("muted"));
        }
    }

    void findGaps()
    {
        setFont(12);
        const QVariantList gaps = m_model.gaps();
        for (const QVariant &each : gaps) {
            const QVariantMap gap = each.toMap();
            const double from = gap.value(QStringLiteral("from")).toDouble();
            const double to = gap.value(QStringLiteral("to")).toDouble();
            const QRectF box(m_plot.left() + from * m_plot.width(), m_plot.top(),
                             (to - from) * m_plot.width(), m_plot.height());
            m_gaps.append(box);
        }
        if (m_model.isEmpty())
            write(m_plot, Qt::AlignCenter, ChartModel::tr("Nothing recorded in this span"), color("muted"));
    }

    void drawLines()
    {
        const bool isStacked = m_model.property("stacked").toBool();
        const auto &lines = m_model.lines();
        m_painter.setRenderHint(QPainter::Antialiasing);
        for (qsizetype step = 0; step < lines.size(); ++step) {
            // The last of a stack lies at the back.
            const qsizetype i = isStacked ? lines.size() - 1 - step : step;
            QPolygonF line;
            for (const QPointF &point : m_model.points(static_cast<int>(i)))
                line.append({x(point.x()), y(point.y())});
            if (line.isEmpty())
                continue;
            if (isStacked) {
                line.append({line.last().x(), m_plot.bottom()});
                line.prepend({line.first().x(), m_plot.bottom()});
                m_painter.setPen(Qt::NoPen);
                m_painter.setBrush(lines[i]->color);
                m_painter.drawPolygon(line);
            } else {
                m_painter.setBrush(Qt::NoBrush);
                m_painter.setPen(QPen(lines[i]->color, lines[i]->dashed ? 1 : 1.6,
                                      lines[i]->dashed ? Qt::DashLine : Qt::SolidLine));
                m_painter.drawPolyline(line);
            }
        }
        // What is not known hides the line that would lead over it.
        for (const QRectF &gap : std::as_const(m_gaps)) {
            m_painter.fillRect(gap, color("raised"));
            write(gap, Qt::AlignCenter, ChartModel::tr("not recorded"), color("muted"));
        }
    }

    double place(const ChartMarks &marks, int row, ChartMarks::Role role) const
    {
        return m_plot.left() + marks.data(marks.index(row), role).toDouble() * m_plot.width();
    }
    QColor toneOf(const ChartMarks &marks, int row) const
    {
        return m_style.value(marks.data(marks.index(row), ChartMarks::ToneRole).toString(), color("text"))
            .value<QColor>();
    }

    // Below the lines, which keep their colours.
    void drawShades(const ChartMarks &marks)
    {
        for (int row = 0; row < marks.count(); ++row) {
            const double from = place(marks, row, ChartMarks::AtRole);
            const double to = place(marks, row, ChartMarks::UntilRole);
            QColor shade = toneOf(marks, row);
            shade.setAlphaF(0.08F);
            m_painter.fillRect(QRectF(from, m_plot.top(), to - from, m_plot.height()), shade);
        }
    }

    void drawMarks(const ChartMarks &marks)
    {
        setFont(11, QFont::DemiBold);
        double taken = m_plot.left();
        for (int row = 0; row < marks.count(); ++row) {
            const QColor tone = toneOf(marks, row);
            const double from = place(marks, row, ChartMarks::AtRole);
            m_painter.fillRect(QRectF(from, m_plot.top(), 1, m_plot.height()), tone);
            // What it was, as far as there is room before the next.
            const double next =
                row + 1 < marks.count() ? place(marks, row + 1, ChartMarks::AtRole) : m_plot.right();
            const QString words = QFontMetricsF(m_painter.font())
                                      .elidedText(marks.headline(row), Qt::ElideRight, next - from - 6);
            if (from >= taken && next - from > 24)
                write(QRectF(from, m_plot.top() - kRow, next - from, kRow), Qt::AlignLeft | Qt::AlignVCenter,
                      words, tone);
            taken = from + 1;
        }
    }

    QPainter &m_painter;
    const ChartModel &m_model;
    const QVariantMap &m_style;
    QRectF m_plot;
    QList<QRectF> m_gaps;
};

} // namespace

QImage ChartPicture::of(const ChartModel &model, const ChartMarks *marks, const QString &engine,
                        const QVariantMap &style)
{
    QImage picture(width, height, QImage::Format_RGB32);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::TextAntialiasing);
    painter.scale(kScale, kScale);
    Sheet(painter, model, style).draw(marks, engine);
    painter.end();
    // Whoever opens it knows what it is, also under another name.
    picture.setText(QStringLiteral("Title"), model.title());
    picture.setText(QStringLiteral("Source"), engine);
    return picture;
}

void ChartPicture::take(ChartModel *model, ChartMarks *marks, const QString &engine, const QVariantMap &style)
{
    if (model)
        model->takePicture(of(*model, marks, engine, style));
}

} // namespace sluice
