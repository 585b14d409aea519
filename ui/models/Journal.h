// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Everything that happened to the engine while the console looked, and every change of settings that the
// engine still knows: what the journal page lists and what the charts mark. Takes changes back. What happens
// to the engine by itself is the JournalWriter's to add. Owned by the ConsoleSession; GUI thread only.
#pragma once

#include "EngineLink.h"
#include "JournalEntry.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <optional>

namespace sluice {

class Journal : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The ConsoleSession has it")
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(bool canUndo READ canUndo NOTIFY changed)
    Q_PROPERTY(QString undoText READ undoText NOTIFY changed)
    Q_PROPERTY(int current READ current WRITE setCurrent NOTIFY currentChanged)

public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        KindRole,
        KindTextRole,
        IconRole,
        ToneRole,
        TimeRole,
        UntilRole,
        TitleRole,
        DetailRole,
        WhoRole,
        WhyRole,
        StepsRole, ///< a list of {key, before, after}
        RevisionRole,
        UndoableRole,
        UndoneRole,
        SearchRole, ///< all its words
    };

    /** As JournalEntry::Kind, for QML. */
    enum Kind { Setting, Drain, Alarm, Refusals, LoadTest, Operation, Connection, Restart, Export };
    Q_ENUM(Kind)

    /** More than this are not kept; the oldest go first. */
    static constexpr int mostEntries = 5000;

    /** @p link outlives it. */
    explicit Journal(EngineLink &link, QObject *parent = nullptr);

    int count() const { return static_cast<int>(m_entries.size()); }
    /** Ascending by time. */
    const QList<JournalEntry> &entries() const { return m_entries; }
    /** The entry with that number, or null. */
    const JournalEntry *find(int id) const;

    /** What a kind is called, and its icon; in the order of Kind. */
    Q_INVOKABLE static QString kindText(int kind);
    Q_INVOKABLE static QString kindIcon(int kind);

    /** Writes down that something happened now; tone is one of Theme.tone()'s names. Returns its number. */
    Q_INVOKABLE int note(sluice::Journal::Kind kind, const QString &title, const QString &detail = {},
                         const QString &tone = QStringLiteral("info"));

    /** The same at another time, in milliseconds since 1970. */
    int noteAt(double time, Kind kind, const QString &title, const QString &detail, const QString &tone);

    /** Takes an entry in, by its time; returns the number that it gets. */
    int add(JournalEntry entry);

    /** Lets @p edit change the entry with that number, all but its number and time; nothing when it is gone.
     */
    void change(int id, const std::function<void(JournalEntry &entry)> &edit);

    /** What was noted is over now; title and detail tell how it went. */
    Q_INVOKABLE void finish(int id, const QString &title, const QString &detail = {},
                            const QString &tone = QStringLiteral("info"));

    /** The measured effect of an entry in words; empty where an effect makes no sense. */
    Q_INVOKABLE QString effectOf(int id) const;

    /** An entry in some lines of plain text: what, who, old -> new, why. */
    Q_INVOKABLE QString textOf(int id) const;

    /** One entry's roles by their names, for a view of details; empty when it is gone. */
    Q_INVOKABLE QVariantMap get(int id) const;

    /** Whether undoLast() would take something back, and what, in words. */
    bool canUndo() const;
    QString undoText() const;
    /** The number of that entry, 0 when there is none. */
    int undoId() const;

    /** Whether undo() may be asked for this entry. */
    bool isUndoable(const JournalEntry &entry) const;

    /** Takes back one change, or the last one that is in force; undone() or undoFailed() follows. */
    Q_INVOKABLE void undo(int id);
    Q_INVOKABLE void undoLast();

    /** The entry that somebody looks at, 0 for none. */
    int current() const { return m_current; }
    void setCurrent(int id);

    /** Makes an entry the current one and asks for the page that shows it. */
    Q_INVOKABLE void show(int id);

    /** Time by the engine's clock, in milliseconds since 1970. */
    double now() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    /** Entries came, went, or are other than before. */
    void changed();
    void currentChanged();
    /** The page of the journal is wanted. */
    void shown();
    /** A change was taken back, or not; @p text is for people. */
    void undone(const QString &text);
    void undoFailed(const QString &text);

private:
    void forget();
    void fetchAudit();
    void takeAudit(const QJsonObject &json);
    void onSnapshot(const QJsonObject &snapshot);
    void touch(int row);
    std::optional<int> rowOf(int id) const;
    const JournalEntry *lastUndoable() const;
    void markUndone(qint64 revision);

    EngineLink &m_link;
    QList<JournalEntry> m_entries;
    int m_nextId = 1;
    int m_current = 0;
    int m_engineRun = 0;
    double m_clockOffset = 0; // engine's clock less ours, milliseconds
};

} // namespace sluice
