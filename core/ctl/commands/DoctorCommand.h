// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl doctor`: the operating system against the configuration, of a running engine or of this machine.
#pragma once

#include "ctl/Command.h"

namespace sluice {

Command doctorCommand();

} // namespace sluice
