// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing: a target needs a source before it can compile the headers that the others take from it.
#include "Precompiled.h"
