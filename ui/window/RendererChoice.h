// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Whether the window is drawn by OpenGL or in software: a console must open on any machine. GUI thread, after
// the application was made and before its first window.
#pragma once

#include <QString>

namespace sluice {

/** Chooses Qt Quick's software renderer where OpenGL is missing or done by the CPU anyway, and answers why in
 * one line for the log; empty: OpenGL is used, or somebody chose by QT_QUICK_BACKEND. */
QString chooseRenderer();

} // namespace sluice
