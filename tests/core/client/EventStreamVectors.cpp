// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "EventStreamVectors.h"

#include <cstddef>

namespace sluice::test {

namespace {

using LineEnds = EventStreamVector::LineEnds;

/** A literal with all its bytes, NUL included. */
template <std::size_t Size>
QByteArray bytes(const char (&literal)[Size])
{
    return {literal, static_cast<qsizetype>(Size) - 1};
}

/** Events without a name and an id. */
QList<VectorEvent> messages(const QList<QByteArray> &data)
{
    QList<VectorEvent> events;
    for (const QByteArray &one : data)
        events.append({"message", one, {}});
    return events;
}

const QByteArray kMark = "\xEF\xBB\xBF";
const QByteArray kEllipsis = "\xE2\x80\xA6";

QList<EventStreamVector> bodies()
{
    const QByteArray longComment = ':' + QByteArray(2048, 'x');
    return {
        {"format-bom", kMark + "data:1\n\n" + kMark + "data:2\n\ndata:3\n\n", messages({"1", "3"}), {}},
        {"format-bom-2", kMark + kMark + "data:1\n\ndata:2\n\ndata:3\n\n", messages({"2", "3"}), {}},
        {"format-comments",
         bytes("data:1\r:\0\n:\r\ndata:2\n") + longComment + "\rdata:3\n:data:fail\r" + longComment +
             "\ndata:4\n\n",
         messages({"1\n2\n3\n4"}),
         {},
         -1,
         LineEnds::Exact},
        {"format-data-before-final-empty-line",
         "retry:1000\ndata:test1\n\nid:test\ndata:test2\n",
         messages({"test1"}),
         {},
         1000},
        {"format-field-data", "data:\n\ndata\ndata\n\ndata:test\n\n", messages({"", "\n", "test"}), {}},
        {"format-field-parsing",
         bytes("data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n "
               "data:32\ndata:4\n\n"),
         messages({bytes("\0\n 2\n1\n3\n\n4")}),
         {},
         -1,
         LineEnds::Exact},
        {"format-field-unknown",
         "data:test\n data\ndata\nfoobar:xxx\njustsometext\n:thisisacommentyay\ndata:test\n\n",
         messages({"test\n\ntest"}),
         {}},
        {"format-leading-space",
         "data:\ttest\rdata: \ndata:test\n\n",
         messages({"\ttest\n\ntest"}),
         {},
         -1,
         LineEnds::Exact},
        {"format-newlines",
         "data:test\r\ndata\ndata:test\r\n\r\n",
         messages({"test\n\ntest"}),
         {},
         -1,
         LineEnds::Exact},
        {"format-newlines (CR and CR)",
         "data:test\r\rdata:2\r\n\r",
         messages({"test", "2"}),
         {},
         -1,
         LineEnds::Exact},
        {"format-null-character", bytes("data:\0\n\n\n\n"), messages({bytes("\0")}), {}},
        {"format-utf-8", "data:ok" + kEllipsis + "\n\n", messages({"ok" + kEllipsis}), {}},
        {"format-utf-8 (invalid)",
         "data:ok\xE2\x80\n\ndata:\xFF\n\n",
         messages({"ok\xEF\xBF\xBD", "\xEF\xBF\xBD"}),
         {}},
        {"event-data",
         "data:msg\ndata: msg\n\n:\nfalsefield:msg\n\nfalsefield:msg\nData:data\n\ndata\n\ndata:end\n\n",
         messages({"msg\nmsg", "", "end"}),
         {}},
    };
}

QList<EventStreamVector> names()
{
    return {
        {"format-field-event-empty", "event: \ndata:data\n\n", messages({"data"}), {}},
        {"format-field-event",
         "event:test\ndata:x\n\ndata:x\n\n",
         {{"test", "x", {}}, {"message", "x", {}}},
         {}},
        {"format-field-event (forgotten without data)", "event:test\n\ndata:x\n\n", messages({"x"}), {}},
    };
}

QList<EventStreamVector> retries()
{
    return {
        {"format-field-retry", "retry:03000\ndata:x\n\n", messages({"x"}), {}, 3000},
        {"format-field-retry-bogus", "retry:3000\nretry:1000x\ndata:x\n\n", messages({"x"}), {}, 3000},
        {"format-field-retry-empty", "retry\ndata:test\n\n", messages({"test"}), {}},
        {"format-field-retry-empty (with a colon)", "retry:\ndata:test\n\n", messages({"test"}), {}},
    };
}

QList<EventStreamVector> ids()
{
    QList<EventStreamVector> rows{
        {"format-field-id",
         "id: " + kEllipsis + "\ndata: hello\n\n",
         {{"message", "hello", kEllipsis}},
         kEllipsis},
        {"format-field-id-2",
         "id: " + kEllipsis + "\ndata:a\n\ndata:b\n\ndata:c\n\n",
         {{"message", "a", kEllipsis}, {"message", "b", kEllipsis}, {"message", "c", kEllipsis}},
         kEllipsis},
        {"format-field-id-3 (persists)",
         "id: 1\ndata: 1\n\ndata:2\n\n",
         {{"message", "1", "1"}, {"message", "2", "1"}},
         "1"},
        {"format-field-id-3 (changes)",
         "id: 1\ndata: 1\n\nid: 2\ndata:2\n\ndata:3\n\n",
         {{"message", "1", "1"}, {"message", "2", "2"}, {"message", "3", "2"}},
         "2"},
        {"format-field-id-3 (resets)",
         "id: 1\ndata: 1\n\nid:\ndata:2\n\ndata:3\n\n",
         {{"message", "1", "1"}, {"message", "2", ""}, {"message", "3", ""}},
         ""},
        {"format-field-id-3 (resets without colon)",
         "id: 1\ndata: 1\n\nid\ndata:2\n\ndata:3\n\n",
         {{"message", "1", "1"}, {"message", "2", ""}, {"message", "3", ""}},
         ""},
    };
    const QList<QByteArray> bad{bytes("\0\0"), bytes("x\0"), bytes("\0x"), bytes("x\0x"), bytes(" \0")};
    for (const QByteArray &id : bad)
        rows.append({"format-field-id-null",
                     "id: 7\n\nid:" + id + "\ndata:hello\n\n",
                     {{"message", "hello", "7"}},
                     "7"});
    return rows;
}

} // namespace

QList<QByteArray> EventStreamVector::variants() const
{
    QList<QByteArray> all{stream};
    if (lineEnds == LineEnds::Any)
        for (const char *end : {"\r", "\r\n"})
            all.append(QByteArray(stream).replace("\n", end));
    return all;
}

QList<EventStreamVector> eventStreamVectors()
{
    return bodies() + names() + retries() + ids();
}

QList<TypeVector> typeVectors()
{
    return {
        {"format-mime-bogus", "x bogus", false},
        {"format-mime-trailing-semicolon", "text/event-stream;", true},
        {"format-mime-valid-bogus", "text/x-bogus", false},
        {"format-utf-8", "text/event-stream;charset=windows-1252", true},
        {"any case", "TEXT/Event-Stream", true},
        {"a longer type", "text/event-streams", false},
        {"a type of it", "application/text/event-stream", false},
        {"behind another", "text/html, text/event-stream", false},
        {"empty", "", false},
    };
}

QList<StatusVector> statusVectors()
{
    return {
        {"request-status-error 204", 204, false},
        {"request-status-error 205", 205, false},
        {"request-status-error 210", 210, false},
        {"request-status-error 299", 299, false},
        {"request-status-error 404", 404, false},
        {"request-status-error 410", 410, false},
        // A browser stops for ever here. These clients come back, on purpose: an engine that is full says
        // 503.
        {"request-status-error 503", 503, true},
    };
}

} // namespace sluice::test
