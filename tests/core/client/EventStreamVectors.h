// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the event-stream tests of the web-platform-tests say, written anew as tables: bodies, types, statuses.
// Each row has the name of the file in web-platform-tests/eventsource whose meaning it has. Plain values.
#pragma once

#include <QByteArray>
#include <QList>

namespace sluice::test {

struct VectorEvent
{
    QByteArray type;
    QByteArray data;
    QByteArray id; ///< lastEventId when it is dispatched

    bool operator==(const VectorEvent &) const = default;
};

/** A body, and what a client makes of it. */
struct EventStreamVector
{
    enum class LineEnds {
        Any,   ///< its LF may be CR or CRLF as well
        Exact, ///< its line ends are what it is about
    };

    const char *name;
    QByteArray stream;
    QList<VectorEvent> events;
    QByteArray lastEventId;
    qint64 retry = -1; ///< milliseconds; -1: none
    LineEnds lineEnds = LineEnds::Any;

    /** The stream with each line end that it may have. */
    QList<QByteArray> variants() const;
};

QList<EventStreamVector> eventStreamVectors();

/** A Content-Type, and whether it opens a stream. */
struct TypeVector
{
    const char *name;
    QByteArray contentType;
    bool opens;
};

QList<TypeVector> typeVectors();

/** A status other than those that open or redirect, and whether this project's clients come back after it. */
struct StatusVector
{
    const char *name;
    unsigned status;
    bool comesBack;
};

QList<StatusVector> statusVectors();

} // namespace sluice::test
