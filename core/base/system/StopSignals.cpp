// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/system/StopSignals.h"

#include <csignal>
#include <utility>

namespace sluice {

namespace {

std::function<void()> &stopFunction()
{
    static std::function<void()> function;
    return function;
}

void onSignal(int)
{
    stopFunction()();
}

void install(void (*handler)(int))
{
    struct sigaction action
    {
    };
    action.sa_handler = handler;
    action.sa_flags = static_cast<int>(SA_RESETHAND); // the second signal ends the program
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

} // namespace

StopSignals::StopSignals(std::function<void()> stop)
{
    stopFunction() = std::move(stop);
    install(&onSignal);
}

StopSignals::~StopSignals()
{
    install(SIG_DFL);
    stopFunction() = nullptr;
}

} // namespace sluice
