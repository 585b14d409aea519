// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "RendererChoice.h"

#include <QGuiApplication>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QQuickWindow>
#include <QSGRendererInterface>

namespace sluice {

namespace {

/** Why OpenGL is of no use here; empty: it is. */
QString whyNoOpenGl()
{
    if (QGuiApplication::platformName() == QLatin1String("offscreen") ||
        QGuiApplication::platformName() == QLatin1String("minimal"))
        return QStringLiteral("there is no screen");
    QOffscreenSurface surface;
    surface.create();
    QOpenGLContext context;
    if (!context.create() || !context.makeCurrent(&surface))
        return QStringLiteral("OpenGL is not available");
    const auto *name = reinterpret_cast<const char *>(context.functions()->glGetString(GL_RENDERER));
    const QString renderer = QString::fromUtf8(name);
    context.doneCurrent();
    for (const QLatin1StringView software :
         {QLatin1StringView("llvmpipe"), QLatin1StringView("softpipe"), QLatin1StringView("swrast")}) {
        if (renderer.contains(software, Qt::CaseInsensitive))
            return QStringLiteral("OpenGL is done by the CPU (%1)").arg(renderer);
    }
    return {};
}

} // namespace

QString chooseRenderer()
{
    for (const char *choice : {"QT_QUICK_BACKEND", "QMLSCENE_DEVICE", "QSG_RHI_BACKEND"}) {
        if (qEnvironmentVariableIsSet(choice))
            return {};
    }
    const QString reason = whyNoOpenGl();
    if (reason.isEmpty())
        return {};
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    return QStringLiteral("drawing in software: %1").arg(reason);
}

} // namespace sluice
