// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Catalogue.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

#include <memory>

namespace sluice {

bool installCatalogue(const QString &name, const QString &folder)
{
    auto translator = std::make_unique<QTranslator>(qApp);
    if (!translator->load(QLocale(), name, QStringLiteral("_"), folder) &&
        !translator->load(name + QStringLiteral("_en"), folder))
        return false;
    return QCoreApplication::installTranslator(translator.release()); // qApp's
}

} // namespace sluice
