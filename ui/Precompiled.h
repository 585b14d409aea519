// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What most of the console's sources read besides what core's do, compiled once in the presets that CI builds
// (SLUICE_PRECOMPILE). No source may count on it.
#pragma once

#include "../core/Precompiled.h"

#include <QAbstractListModel>
#include <QDateTime>
#include <QVariant>
#include <QtQml/qqml.h>
