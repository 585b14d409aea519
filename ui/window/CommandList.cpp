// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandList.h"

#include <QKeySequence>

#include <algorithm>

namespace sluice {

namespace {

constexpr int kLetter = 1;
constexpr int kTogether = 4;  // a letter right behind the one before
constexpr int kWordStart = 6; // a letter that begins a word
constexpr int kTextStart = 4; // besides, the text's first

QString propertyText(const QObject &action, const char *name)
{
    return action.property(name).toString();
}

bool changesEngine(const QObject &action)
{
    return action.property("changesEngine").toBool();
}

} // namespace

int fuzzyScore(QStringView typed, QStringView text)
{
    int score = 0;
    qsizetype at = 0;
    qsizetype lastHit = -2;
    for (const QChar wanted : typed) {
        if (wanted.isSpace())
            continue;
        while (at < text.size() && text[at].toCaseFolded() != wanted.toCaseFolded())
            ++at;
        if (at == text.size())
            return 0;
        score += kLetter;
        if (at == lastHit + 1)
            score += kTogether;
        if (at == 0 || !text[at - 1].isLetterOrNumber())
            score += kWordStart;
        if (at == 0)
            score += kTextStart;
        lastHit = at++;
    }
    return score;
}

void CommandList::setActions(const QList<QObject *> &actions)
{
    m_actions = actions;
    Q_EMIT actionsChanged();
    refresh();
}

void CommandList::setTyped(const QString &typed)
{
    if (typed == m_typed)
        return;
    m_typed = typed;
    refresh(); // first: whoever hears of it finds the rows that it brought
    Q_EMIT typedChanged();
}

int CommandList::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant CommandList::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    QObject *action = m_shown[static_cast<std::size_t>(index.row())];
    if (action == nullptr)
        return {};
    switch (role) {
    case ActionRole:
        return QVariant::fromValue(action);
    case Qt::DisplayRole:
    case TextRole:
        return propertyText(*action, "text");
    case IconRole:
        return propertyText(*action, "iconName");
    case ShortcutRole:
        return QKeySequence(propertyText(*action, "keys")).toString(QKeySequence::NativeText);
    default:
        return {};
    }
}

QHash<int, QByteArray> CommandList::roleNames() const
{
    return {{ActionRole, "action"}, {TextRole, "words"}, {IconRole, "iconName"}, {ShortcutRole, "keys"}};
}

void CommandList::refresh()
{
    struct Found
    {
        QObject *action;
        int score;
    };
    const bool isEverything = QStringView(m_typed).trimmed().isEmpty();
    std::vector<Found> found;
    found.reserve(static_cast<std::size_t>(m_actions.size()));
    for (QObject *action : std::as_const(m_actions)) {
        if (action == nullptr || !action->property("enabled").toBool())
            continue;
        const int score = isEverything ? 1 : fuzzyScore(m_typed, propertyText(*action, "text"));
        if (score > 0)
            found.push_back({action, score});
    }
    // What changes an engine comes behind all that does not, unless nothing was typed that could mean either.
    std::stable_sort(found.begin(), found.end(), [isEverything](const Found &one, const Found &other) {
        const bool changes = !isEverything && changesEngine(*one.action);
        const bool otherChanges = !isEverything && changesEngine(*other.action);
        return changes != otherChanges ? otherChanges : one.score > other.score;
    });
    beginResetModel();
    m_shown.clear();
    m_shown.reserve(found.size());
    for (const Found &one : found)
        m_shown.emplace_back(one.action);
    endResetModel();
    Q_EMIT countChanged();
}

bool CommandList::isGuess(int row) const
{
    const QString typed = m_typed.simplified();
    if (row < 0 || row >= count() || typed.isEmpty())
        return false;
    const QObject *action = m_shown[static_cast<std::size_t>(row)];
    return action != nullptr && changesEngine(*action) &&
           !propertyText(*action, "text").contains(typed, Qt::CaseInsensitive);
}

void CommandList::run(int row)
{
    if (row < 0 || row >= count())
        return;
    if (QObject *action = m_shown[static_cast<std::size_t>(row)])
        QMetaObject::invokeMethod(action, "trigger");
}

} // namespace sluice
