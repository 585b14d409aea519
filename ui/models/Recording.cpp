// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Recording.h"

#include "Exporter.h"
#include "Format.h"

#include <QFile>
#include <QFileInfo>
#include <QThread>

#include <algorithm>
#include <array>

namespace sluice {

namespace {

constexpr auto kPlayTick = std::chrono::milliseconds(250);
constexpr std::array<int, 4> kWindows{60, 300, 900, 3600}; // what the top bar offers

/** Reads the file; the error is for people, empty: none. */
QString readInto(SnapshotStore &store, const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Recording::tr("%1 cannot be read: %2").arg(path, file.errorString());
    if (file.size() > Recording::largestFile)
        return Recording::tr("%1 has %2; at most %3 can be looked at. Export a shorter span.")
            .arg(path, Format::brief(static_cast<double>(file.size()), Format::Bytes),
                 Format::brief(static_cast<double>(Recording::largestFile), Format::Bytes));
    const QByteArray text = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return Recording::tr("%1 cannot be read: %2").arg(path, file.errorString());
    const QString error = store.loadCsv(text);
    if (!error.isEmpty())
        return Recording::tr("%1 is no recording: %2").arg(path, error);
    if (store.count() == 0)
        return Recording::tr("%1 holds no snapshot.").arg(path);
    return {};
}

} // namespace

Recording::Recording(TimeView &view, SnapshotStore &live, QObject *parent)
    : QObject(parent)
    , m_view(view)
    , m_live(live)
{
    m_player.setInterval(kPlayTick);
    connect(&m_player, &QTimer::timeout, this, &Recording::play);
    connect(&view, &TimeView::spanChanged, this, &Recording::positionChanged);
}

Recording::~Recording()
{
    const auto readers = findChildren<QThread *>();
    for (QThread *reader : readers)
        reader->wait();
    if (m_store)
        m_view.setStore(&m_live);
}

QString Recording::span() const
{
    return m_store ? tr("%1 to %2")
                         .arg(Format::dateTime(m_store->firstTime()), Format::dateTime(m_store->latestTime()))
                   : QString();
}

void Recording::load(const QString &path)
{
    const QString local = Exporter::localPath(path);
    const int reading = ++m_reading;
    m_state = State::Loading;
    m_problem.clear();
    Q_EMIT stateChanged();
    QThread *thread = QThread::create([this, local, reading, home = this->thread()] {
        auto store = std::make_shared<SnapshotStore>();
        store->setCapacity(SnapshotStore::mostRecordedRows);
        const QString problem = readInto(*store, local);
        store->moveToThread(home);
        QMetaObject::invokeMethod(this, [this, store = std::move(store), local, problem, reading] {
            if (reading == m_reading)
                take(store, QFileInfo(local).fileName(), problem);
        });
    });
    thread->setParent(this);
    connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    thread->start();
}

void Recording::close()
{
    ++m_reading;
    setPlaying(false);
    if (m_store) {
        m_view.setStore(&m_live);
        m_view.setWindowSeconds(m_liveWindow);
        m_view.setPaused(m_wasPaused);
        m_store.reset();
    }
    m_name.clear();
    m_problem.clear();
    m_state = State::Closed;
    Q_EMIT stateChanged();
}

double Recording::position() const
{
    if (!m_store)
        return 0;
    const double length = m_store->latestTime() - earliestEnd();
    return length > 0 ? std::clamp((m_view.end() - earliestEnd()) / length, 0.0, 1.0) : 1;
}

void Recording::setPosition(double share)
{
    if (!m_store || share == position())
        return;
    m_view.moveTo(earliestEnd() + std::clamp(share, 0.0, 1.0) * (m_store->latestTime() - earliestEnd()));
}

void Recording::setPlaying(bool playing)
{
    if (playing == isPlaying() || (playing && !m_store))
        return;
    if (playing) {
        // From the end it begins anew.
        if (m_view.end() >= m_store->latestTime())
            setPosition(0);
        m_player.start();
    } else {
        m_player.stop();
    }
    Q_EMIT playingChanged();
}

void Recording::setSpeed(int speed)
{
    if (speed == m_speed || speed < 1)
        return;
    m_speed = speed;
    Q_EMIT playingChanged();
}

void Recording::take(std::shared_ptr<SnapshotStore> store, const QString &name, const QString &problem)
{
    if (!problem.isEmpty()) {
        m_problem = problem;
        m_state = State::Failed;
        Q_EMIT stateChanged();
        return;
    }
    if (!m_store) {
        m_liveWindow = m_view.windowSeconds();
        m_wasPaused = m_view.isPaused();
    }
    const auto before = std::exchange(m_store, std::move(store)); // the view may still show it
    const double seconds = (m_store->latestTime() - m_store->firstTime()) / 1000;
    const auto fits =
        std::find_if(kWindows.begin(), kWindows.end(), [seconds](int window) { return window >= seconds; });
    m_view.setPaused(false);
    m_view.setStore(m_store.get());
    m_view.setWindowSeconds(fits == kWindows.end() ? kWindows.back() : *fits);
    m_name = name;
    m_state = State::Open;
    Q_EMIT stateChanged();
}

double Recording::earliestEnd() const
{
    return std::min(m_store->firstTime() + 1000.0 * m_view.windowSeconds(), m_store->latestTime());
}

void Recording::play()
{
    m_view.moveTo(m_view.end() + m_speed * static_cast<double>(std::chrono::milliseconds(kPlayTick).count()));
    if (m_view.end() >= m_store->latestTime())
        setPlaying(false);
}

} // namespace sluice
