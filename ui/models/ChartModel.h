// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a time chart draws: the figures of its lines within the TimeView's span, thinned to what the eye can
// see, with axes, the gaps where nothing was recorded, what the crosshair reads, and a sentence that says it
// in words. Knows nothing of how it is drawn. Declared in QML by its chart; GUI thread only.
#pragma once

#include "AxisTicks.h"
#include "ChartLine.h"
#include "TimeView.h"

#include <QImage>
#include <QPointF>
#include <QQmlListProperty>
#include <QVariantList>

namespace sluice {

class ChartModel : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_CLASSINFO("DefaultProperty", "lines")
    Q_PROPERTY(sluice::TimeView *view READ view WRITE setView NOTIFY viewChanged)
    Q_PROPERTY(QString title MEMBER m_title NOTIFY shapeChanged)
    Q_PROPERTY(sluice::Format::Unit unit MEMBER m_unit NOTIFY shapeChanged)
    Q_PROPERTY(bool logarithmic MEMBER m_logarithmic NOTIFY shapeChanged)
    Q_PROPERTY(bool stacked MEMBER m_stacked NOTIFY shapeChanged)
    Q_PROPERTY(double atLeast MEMBER m_atLeast NOTIFY shapeChanged)
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)
    Q_PROPERTY(int mostTimeTicks MEMBER m_mostTimeTicks NOTIFY shapeChanged)
    Q_PROPERTY(QQmlListProperty<sluice::ChartLine> lines READ lineList NOTIFY linesChanged)
    Q_PROPERTY(QVariantList series READ series WRITE setSeries NOTIFY seriesChanged)
    Q_PROPERTY(bool hidesQuiet MEMBER m_hidesQuiet NOTIFY shapeChanged)
    Q_PROPERTY(double low READ low NOTIFY redrawn)
    Q_PROPERTY(double high READ high NOTIFY redrawn)
    Q_PROPERTY(double start READ start NOTIFY redrawn)
    Q_PROPERTY(double end READ end NOTIFY redrawn)
    Q_PROPERTY(QVariantList valueTicks READ valueTicks NOTIFY redrawn)
    Q_PROPERTY(QVariantList timeTicks READ timeTicks NOTIFY redrawn)
    Q_PROPERTY(QVariantList gaps READ gaps NOTIFY redrawn)
    Q_PROPERTY(bool isEmpty READ isEmpty NOTIFY redrawn)
    Q_PROPERTY(bool isQuiet READ isQuiet NOTIFY redrawn)
    Q_PROPERTY(QString summary READ summary NOTIFY redrawn)

public:
    /** Most points of one line; more cost a software renderer its frames and show nothing more. */
    static constexpr int mostPoints = 600;

    explicit ChartModel(QObject *parent = nullptr);
    ~ChartModel() override;

    TimeView *view() const { return m_view; }
    void setView(TimeView *view);

    /** A chart that nobody sees does no work. */
    bool isActive() const { return m_active; }
    void setActive(bool active);

    QQmlListProperty<ChartLine> lineList();
    const QList<ChartLine *> &lines() const { return m_lines; }

    /** Lines whose number is not known before, behind those that were declared: a list of maps with the
     * members of ChartLine. */
    QVariantList series() const { return m_series; }
    void setSeries(const QVariantList &series);

    /** The axes: values as drawn, so a logarithmic one has decimal logarithms; times in ms since 1970. */
    double low() const { return m_scale.low; }
    double high() const { return m_scale.high; }
    double start() const { return m_start; }
    double end() const { return m_end; }

    /** Each with "at", 0 (low, start) to 1 (high, end), and "label". */
    QVariantList valueTicks() const;
    QVariantList timeTicks() const;

    /** Spans without any figure, each with "from" and "to" as timeTicks has "at". */
    QVariantList gaps() const { return m_gaps; }

    /** Whether no line has a figure in the span. */
    bool isEmpty() const { return m_isEmpty; }

    /** With hidesQuiet: whether every line is zero in the whole span. */
    bool isQuiet() const { return m_hidesQuiet && !m_isQuiet.contains(false); }

    /** The chart in one sentence, for a screen reader. */
    QString summary() const { return m_summary; }

    /** The points of a line as drawn; a stacked chart's are sums of the lines before and it. */
    const QList<QPointF> &points(int line) const { return m_points[line]; }

    /** What the lines read at an instant: "label", "text", "exact", "dashed" and "color" each. With
     * hidesQuiet those are left out that are zero in the whole span. */
    Q_INVOKABLE QVariantList readout(double timeMs) const;

    /** Where a value is drawn, 0 (low) to 1 (high). */
    Q_INVOKABLE double position(double value) const;

    /** Asks the chart for a picture of itself, said to be of @p engine; pictureTaken() follows when it is on
     * the screen. */
    void requestPicture(const QString &engine);
    /** The chart's answer. */
    Q_INVOKABLE void takePicture(const QImage &picture);

    QString title() const { return m_title; }

    /** Works out everything anew, now. */
    void rebuild();

Q_SIGNALS:
    void viewChanged();
    void shapeChanged();
    void activeChanged();
    void linesChanged();
    void redrawn();
    void seriesChanged();
    void pictureRequested(const QString &engine);
    void pictureTaken(const QImage &picture);

private:
    void queueRebuild();
    void addLine(ChartLine *line);
    void showInView();
    double figure(const ChartLine &line, std::span<const double> column, std::size_t row) const;
    std::vector<double> figuresOf(const ChartLine &line, std::size_t first, std::size_t last) const;
    QList<QPointF> thinned(const std::vector<double> &figures, std::size_t first) const;
    QList<QPointF> steps(const std::vector<double> &figures, std::size_t first) const;
    void findGaps(const std::vector<std::vector<double>> &figures, std::size_t first);
    void summarise(const std::vector<std::vector<double>> &figures);

    QPointer<TimeView> m_view;
    QString m_title;
    Format::Unit m_unit = Format::Count;
    bool m_logarithmic = false;
    bool m_stacked = false;
    double m_atLeast = 0; // what the value axis reaches at least
    bool m_active = true;
    int m_mostTimeTicks = 6;
    QList<ChartLine *> m_lines;
    QList<QList<QPointF>> m_points;
    QList<bool> m_isQuiet; // by line: nothing but zero in the span
    QVariantList m_series;
    QList<ChartLine *> m_seriesLines; // of m_series; ours
    bool m_hidesQuiet = false;
    AxisScale m_scale;
    double m_start = 0;
    double m_end = 1;
    QVariantList m_gaps;
    bool m_isEmpty = true;
    QString m_summary;
};

} // namespace sluice
