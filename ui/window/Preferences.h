// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the console remembers over restarts, in ~/.config/sluice/console.ini: window, page, theme, size of
// text, span of time, connection. Several consoles share the file; whichever writes last wins. GUI thread
// only.
#pragma once

#include <QObject>
#include <QSettings>
#include <QVariant>
#include <QtQml/qqmlregistration.h>

#include <memory>

namespace sluice {

class Preferences : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(bool enabled MEMBER m_isEnabled)

public:
    using QObject::QObject;

    /** The file itself, for models with lists of their own. */
    static std::unique_ptr<QSettings> file();

    /** What was remembered as a text; @p fallback when nothing was, or when disabled. */
    Q_INVOKABLE QString text(const QString &key, const QString &fallback = {}) const;

    /** What was remembered as a number within a range; @p fallback when nothing was, when it is outside, or
     * when disabled. */
    Q_INVOKABLE double number(const QString &key, double least, double most, double fallback) const;

    /** Remembers; does nothing when disabled, as for a screenshot. */
    Q_INVOKABLE void remember(const QString &key, const QVariant &value);

private:
    bool m_isEnabled = true;
};

} // namespace sluice
