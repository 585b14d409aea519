// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl diagnose`: what the engine sees that is wrong, with the evidence and the first thing to do.
#include "tools/ctl/Diagnosis.h"
#include "tools/ctl/EngineCommands.h"
#include "tools/ctl/Repeat.h"

namespace sluice {

namespace {

constexpr std::array kDiagnoseOptions{
    CommandOption{"--watch", "", "show it again and again, until Ctrl-C"},
    CommandOption{"--every", "TIME", "how often --watch shows it (default 2s)"},
};

ExitStatus runDiagnose(Session &session)
{
    AdminRequest request;
    request.path = QStringLiteral("diagnosis");
    bool isHealthy = true;
    const ExitStatus status = showOnceOrRepeatedly(session, request, [&](const QJsonObject &diagnosis) {
        isHealthy = isHealthyDiagnosis(diagnosis);
        if (session.format() == Session::Format::Json)
            session.print(diagnosis);
        else
            session.print(diagnosisText(diagnosis));
    });
    return status == ExitStatus::Done && !isHealthy ? ExitStatus::Found : status;
}

} // namespace

Command diagnoseCommand()
{
    return {{"diagnose", "diagnose [--watch] [options]",
             "Says what is wrong with the engine or around it, with the evidence and the first thing to do.\n"
             "Exits with 5 when anything is, with 0 when it is healthy.",
             kDiagnoseOptions, 0, 0, engineOptions()},
            &askEngine<&runDiagnose>};
}

} // namespace sluice
