// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "MachineDoctor.h"

#include "findings/rules/FindingJson.h"

namespace sluice {

void MachineDoctor::setLink(EngineLink *link)
{
    if (link == m_link)
        return;
    if (m_link)
        m_link->disconnect(this);
    m_link = link;
    if (m_link) {
        connect(m_link, &EngineLink::established, this, &MachineDoctor::examine);
        connect(m_link, &EngineLink::targetChanged, this, &MachineDoctor::forget);
    }
    Q_EMIT linkChanged();
    forget();
    examine();
}

void MachineDoctor::forget()
{
    // What one machine lacks is not said of another; and its answer, if it was asked, does not come any more.
    m_isBusy = false;
    m_error.clear();
    m_findings.show({});
    Q_EMIT changed();
}

void MachineDoctor::examine()
{
    if (!m_link || m_link->url().isEmpty())
        return;
    m_isBusy = true;
    Q_EMIT changed();
    AdminRequest request;
    request.path = QStringLiteral("doctor");
    m_link->send(request, this, [this](const AdminClient::Result &result) {
        m_isBusy = false;
        if (result) {
            m_error.clear();
            m_findings.show(findingsIn(result->json.value(QLatin1String("findings")).toArray()));
        } else {
            m_error =
                result.error().status == 404
                    ? tr("This engine is older than the doctor; use an engine of this console's release.")
                    : QString::fromStdString(result.error().message);
            m_findings.show({});
        }
        Q_EMIT changed();
    });
}

} // namespace sluice
