<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>BaseTable</name>
    <message>
        <source>Copy &quot;%1&quot;</source>
        <translation>„%1“ kopieren</translation>
    </message>
    <message>
        <source>Copy the row</source>
        <translation>Zeile kopieren</translation>
    </message>
</context>
<context>
    <name>CapacityConfigurations</name>
    <message>
        <source>Copy the configuration of %1</source>
        <translation>Konfiguration für %1 kopieren</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>Kind of configuration</source>
        <translation>Art der Konfiguration</translation>
    </message>
</context>
<context>
    <name>CapacityLoad</name>
    <message>
        <source>Load</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>Concurrent clients</source>
        <translation>Gleichzeitige Clients</translation>
    </message>
    <message>
        <source>tabs, apps, devices at one time</source>
        <translation>Tabs, Apps, Geräte zur selben Zeit</translation>
    </message>
    <message>
        <source>Average stream duration</source>
        <translation>Mittlere Dauer eines Streams</translation>
    </message>
    <message>
        <source>such as 10min or 2h</source>
        <translation>etwa 10min oder 2h</translation>
    </message>
    <message>
        <source>Timeout window</source>
        <translation>Timeout-Fenster</translation>
    </message>
    <message>
        <source>from one connect of a client to its next; 0: nothing cuts its stream</source>
        <translation>von einer Verbindung eines Clients zur nächsten; 0: nichts kappt seinen Stream</translation>
    </message>
    <message>
        <source>Events per second, each stream</source>
        <translation>Ereignisse pro Sekunde je Stream</translation>
    </message>
    <message>
        <source>0: heartbeats only</source>
        <translation>0: nur Heartbeats</translation>
    </message>
    <message>
        <source>Size of an event</source>
        <translation>Größe eines Ereignisses</translation>
    </message>
    <message>
        <source>such as 100B or 4KiB</source>
        <translation>etwa 100B oder 4KiB</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>over which the clients spread</source>
        <translation>auf die sich die Clients verteilen</translation>
    </message>
    <message>
        <source>Headroom, percent</source>
        <translation>Reserve in Prozent</translation>
    </message>
    <message>
        <source>of the pool, free at this load</source>
        <translation>des Pools, frei bei dieser Last</translation>
    </message>
</context>
<context>
    <name>CapacityNeeds</name>
    <message>
        <source>What it needs</source>
        <translation>Was sie braucht</translation>
    </message>
    <message>
        <source>It fits</source>
        <translation>Es passt</translation>
    </message>
    <message>
        <source>It does not fit</source>
        <translation>Es passt nicht</translation>
    </message>
    <message>
        <source>Asking the engine</source>
        <translation>Server wird gefragt</translation>
    </message>
    <message>
        <source>No plan</source>
        <translation>Kein Plan</translation>
    </message>
    <message>
        <source>Its settings and its machine decide what fits.</source>
        <translation>Seine Einstellungen und sein Rechner entscheiden, was passt.</translation>
    </message>
    <message>
        <source>The engine does not answer; the plan appears when it is back.</source>
        <translation>Der Server antwortet nicht; der Plan erscheint, sobald er wieder da ist.</translation>
    </message>
    <message>
        <source>(%1 clients × %2 duration) / %3 window = %4 streams at one time; with headroom pool.max_streams = %5 (now %6).</source>
        <translation>(%1 Clients × %2 Dauer) / %3 Fenster = %4 Streams gleichzeitig; mit Reserve pool.max_streams = %5 (jetzt %6).</translation>
    </message>
</context>
<context>
    <name>CapacityPage</name>
    <message>
        <source>Capacity</source>
        <translation>Kapazität</translation>
    </message>
    <message>
        <source>What should the cap be?</source>
        <translation>Wie hoch soll die Obergrenze sein?</translation>
    </message>
    <message>
        <source>Take the engine&apos;s load</source>
        <translation>Last des Servers nehmen</translation>
    </message>
    <message>
        <source>Set the cap to %1</source>
        <translation>Obergrenze auf %1 setzen</translation>
    </message>
    <message>
        <source>capacity plan for %1 clients</source>
        <translation>Kapazitätsplan für %1 Clients</translation>
    </message>
    <message>
        <source>Clients, durations and rates as the engine had them within the last hour</source>
        <translation>Clients, Dauern und Raten, wie der Server sie in der letzten Stunde hatte</translation>
    </message>
    <message>
        <source>Takes effect at once; the journal can undo it</source>
        <translation>Wirkt sofort; im Journal lässt es sich zurücknehmen</translation>
    </message>
    <message>
        <source>This token may only look: a viewer changes nothing.</source>
        <translation>Dieses Token darf nur ansehen: Betrachter ändern nichts.</translation>
    </message>
</context>
<context>
    <name>ChannelDetails</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Its publishers wait</source>
        <translation>Seine Publisher warten</translation>
    </message>
    <message>
        <source>for %1, until its slow streams have caught up; they are answered 503.</source>
        <translation>seit %1, bis die langsamen Streams aufgeholt haben; sie erhalten 503.</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>Streams</translation>
    </message>
    <message>
        <source>Events in all</source>
        <translation>Ereignisse insgesamt</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>%1 events</source>
        <translation>%1 Ereignisse</translation>
    </message>
    <message>
        <source>Its bytes</source>
        <translation>Davon Bytes</translation>
    </message>
    <message>
        <source>Its oldest</source>
        <translation>Das älteste</translation>
    </message>
    <message>
        <source>Newest id</source>
        <translation>Neueste ID</translation>
    </message>
    <message>
        <source>Slowest stream</source>
        <translation>Langsamster Stream</translation>
    </message>
    <message>
        <source>lacks %1</source>
        <translation>%1 im Rückstand</translation>
    </message>
    <message>
        <source>lacks nothing</source>
        <translation>kein Rückstand</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Blockiert</translation>
    </message>
    <message>
        <source>1 stream</source>
        <translation>1 Stream</translation>
    </message>
    <message>
        <source>%1 streams</source>
        <translation>%1 Streams</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>Richtlinie</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>Verworfen</translation>
    </message>
    <message>
        <source>Coalesced</source>
        <translation>Ersetzt</translation>
    </message>
    <message>
        <source>Pauses</source>
        <translation>Pausen</translation>
    </message>
    <message>
        <source>Slow ends</source>
        <translation>Zu langsam</translation>
    </message>
    <message>
        <source>Test publish…</source>
        <translation>Testereignis …</translation>
    </message>
    <message>
        <source>The engine has forgotten this channel</source>
        <translation>Die Engine hat diesen Kanal vergessen</translation>
    </message>
    <message>
        <source>It was empty and idle. It comes into being again when somebody names it.</source>
        <translation>Er war leer und ruhte. Er entsteht neu, sobald ihn jemand nennt.</translation>
    </message>
</context>
<context>
    <name>ChannelsPage</name>
    <message>
        <source>Channels</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>What flows?</source>
        <translation>Was fließt?</translation>
    </message>
    <message>
        <source>Test publish…</source>
        <translation>Testereignis …</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Show all channels</source>
        <translation>Alle Kanäle zeigen</translation>
    </message>
    <message>
        <source>Show paused channels only</source>
        <translation>Nur angehaltene Kanäle zeigen</translation>
    </message>
    <message>
        <source>Publish one event by hand (P)</source>
        <translation>Ein Ereignis von Hand veröffentlichen (P)</translation>
    </message>
    <message>
        <source>Find channels</source>
        <translation>Kanäle suchen</translation>
    </message>
    <message>
        <source>the beginning of a name   ( / )</source>
        <translation>Anfang eines Namens   ( / )</translation>
    </message>
    <message>
        <source>Only paused</source>
        <translation>Nur angehaltene</translation>
    </message>
    <message>
        <source>%1 match</source>
        <translation>%1 passen</translation>
    </message>
    <message>
        <source>1 channel</source>
        <translation>1 Kanal</translation>
    </message>
    <message>
        <source>%1 channels</source>
        <translation>%1 Kanäle</translation>
    </message>
    <message>
        <source>The list is old</source>
        <translation>Die Liste ist veraltet</translation>
    </message>
    <message>
        <source>%1, %2 streams, %3</source>
        <translation>%1, %2 Streams, %3</translation>
    </message>
    <message>
        <source>paused %1</source>
        <translation>hält seit %1</translation>
    </message>
    <message>
        <source>%1 slow</source>
        <translation>%1 langsam</translation>
    </message>
    <message>
        <source>flows</source>
        <translation>fließt</translation>
    </message>
    <message>
        <source>no streams</source>
        <translation>keine Streams</translation>
    </message>
    <message>
        <source>The engine does not tell its channels</source>
        <translation>Der Server nennt seine Kanäle nicht</translation>
    </message>
    <message>
        <source>Reading the channels…</source>
        <translation>Kanäle werden gelesen …</translation>
    </message>
    <message>
        <source>Waiting for the engine</source>
        <translation>Warten auf den Server</translation>
    </message>
    <message>
        <source>No channel fits</source>
        <translation>Kein Kanal passt</translation>
    </message>
    <message>
        <source>There is no channel yet</source>
        <translation>Noch gibt es keinen Kanal</translation>
    </message>
    <message>
        <source>A name is found by its beginning.</source>
        <translation>Ein Name wird an seinem Anfang gefunden.</translation>
    </message>
    <message>
        <source>A channel is made by its first event or its first stream. Publish one to try it.</source>
        <translation>Ein Kanal entsteht mit seinem ersten Ereignis oder Stream. Ein Testereignis genügt.</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Kanal</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>Streams</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>Kurve</translation>
    </message>
    <message>
        <source>The publish rate since this page is open; each line reaches to its own highest</source>
        <translation>Die Rate, seit diese Seite offen ist; jede Linie reicht bis zu ihrem eigenen Höchstwert</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Events that a client may resume from; the bar: how much of history.count or history.bytes they use</source>
        <translation>Ereignisse, ab denen ein Client fortsetzen kann; der Balken: Anteil an history.count oder history.bytes</translation>
    </message>
    <message>
        <source>Slowest</source>
        <translation>Rückstand</translation>
    </message>
    <message>
        <source>What the slowest of its streams lacks</source>
        <translation>Rückstand seines langsamsten Streams</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>Richtlinie</translation>
    </message>
    <message>
        <source>What happens to its slow streams</source>
        <translation>Was mit seinen langsamen Streams geschieht</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>Verworfen</translation>
    </message>
    <message>
        <source>Events that drop-oldest took from streams</source>
        <translation>Ereignisse, die drop-oldest Streams genommen hat</translation>
    </message>
    <message>
        <source>Coalesced</source>
        <translation>Ersetzt</translation>
    </message>
    <message>
        <source>Events that a later one of the same name replaced</source>
        <translation>Ereignisse, die ein späteres gleichen Namens ersetzt hat</translation>
    </message>
    <message>
        <source>Pauses</source>
        <translation>Pausen</translation>
    </message>
    <message>
        <source>Times that its publishers were made to wait</source>
        <translation>Wie oft seine Publisher warten mussten</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
</context>
<context>
    <name>ChannelsPublishDialog</name>
    <message>
        <source>Test publish</source>
        <translation>Testereignis</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Kanal</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>Event name</source>
        <translation>Name des Ereignisses</translation>
    </message>
    <message>
        <source>message</source>
        <translation>message</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Hello from the console</source>
        <translation>Hallo aus der Konsole</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>given by the engine</source>
        <translation>vergibt der Server</translation>
    </message>
    <message>
        <source>Public URL</source>
        <translation>Öffentliche URL</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Publish token</source>
        <translation>Token für Publisher</translation>
    </message>
    <message>
        <source>needed here: auth.publish_token</source>
        <translation>hier nötig: auth.publish_token</translation>
    </message>
    <message>
        <source>only if the engine asks for one</source>
        <translation>nur wenn der Server eines verlangt</translation>
    </message>
    <message>
        <source>Ctrl+Enter publishes</source>
        <translation>Strg+Eingabe veröffentlicht</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Publishing…</source>
        <translation>Wird veröffentlicht …</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Veröffentlichen</translation>
    </message>
</context>
<context>
    <name>ChartLegend</name>
    <message>
        <source>+%1</source>
        <translation>+%1</translation>
    </message>
</context>
<context>
    <name>ChartPanel</name>
    <message>
        <source>Save the chart &quot;%1&quot; as a picture</source>
        <translation>Diagramm „%1“ als Bild sichern</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>No command has these letters in this order.</source>
        <translation>Kein Befehl hat diese Buchstaben in dieser Folge.</translation>
    </message>
    <message>
        <source>Return runs it, Escape leaves</source>
        <translation>Eingabe führt ihn aus, Escape schließt</translation>
    </message>
    <message>
        <source>You typed only some letters of it</source>
        <translation>Sie haben nur einzelne Buchstaben davon getippt</translation>
    </message>
    <message>
        <source>Do it</source>
        <translation>Ausführen</translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message>
        <source>Do it</source>
        <translation>Ausführen</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>ConnectionDialog</name>
    <message>
        <source>Add a connection</source>
        <translation>Verbindung hinzufügen</translation>
    </message>
    <message>
        <source>Edit the connection</source>
        <translation>Verbindung bearbeiten</translation>
    </message>
    <message>
        <source>Save and connect</source>
        <translation>Sichern und verbinden</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>such as “sse-1, Frankfurt”</source>
        <translation>etwa „sse-1, Frankfurt“</translation>
    </message>
    <message>
        <source>Address of its admin listener</source>
        <translation>Adresse seines Admin-Ports</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Keep the one that is saved</source>
        <translation>Das gesicherte behalten</translation>
    </message>
    <message>
        <source>its auth.admin_token, or auth.viewer_token to look only</source>
        <translation>sein auth.admin_token, oder auth.viewer_token zum bloßen Ansehen</translation>
    </message>
    <message>
        <source>The token goes to this desktop&apos;s keychain; where there is none, it is kept until the window closes.</source>
        <translation>Das Token kommt in den Schlüsselbund der Arbeitsfläche; wo es keinen gibt, bleibt es, bis das Fenster schließt.</translation>
    </message>
</context>
<context>
    <name>ConnectionMenu</name>
    <message>
        <source>No engine</source>
        <translation>Kein Server</translation>
    </message>
    <message>
        <source>Engine: %1</source>
        <translation>Server: %1</translation>
    </message>
    <message>
        <source>shown now</source>
        <translation>gerade gezeigt</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>an engine of this console&apos;s own, with a demo feed</source>
        <translation>ein Server dieser Konsole, mit Demo-Ereignissen</translation>
    </message>
    <message>
        <source>starts an engine of this console&apos;s own</source>
        <translation>startet einen Server dieser Konsole</translation>
    </message>
    <message>
        <source>from the command line</source>
        <translation>von der Befehlszeile</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>%1 bearbeiten</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Add a connection …</source>
        <translation>Verbindung hinzufügen …</translation>
    </message>
    <message>
        <source>to a sluiced that runs elsewhere</source>
        <translation>zu einem sluiced, der anderswo läuft</translation>
    </message>
    <message>
        <source>This desktop offers no OpenGL: the window is drawn by the processor, which costs it more the larger the window is.</source>
        <translation>Diese Arbeitsfläche bietet kein OpenGL: Der Prozessor zeichnet das Fenster, je größer es ist, desto aufwendiger.</translation>
    </message>
</context>
<context>
    <name>ConsoleActions</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>Streams</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>Tuning</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Capacity</source>
        <translation>Kapazität</translation>
    </message>
    <message>
        <source>Drain</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Load test</source>
        <translation>Lasttest</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>Gehe zu %1</translation>
    </message>
    <message>
        <source>Go on with the live view</source>
        <translation>Live-Ansicht fortsetzen</translation>
    </message>
    <message>
        <source>Pause the view</source>
        <translation>Ansicht anhalten</translation>
    </message>
    <message numerus="yes">
        <source>Show the last %n minute(s)</source>
        <translation>
            <numerusform>Die letzte Minute zeigen</numerusform>
            <numerusform>Die letzten %n Minuten zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Filter the list</source>
        <translation>Liste filtern</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Undo %1</source>
        <translation>%1 zurücknehmen</translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation>Letzte Änderung zurücknehmen</translation>
    </message>
    <message>
        <source>Connect again now</source>
        <translation>Jetzt neu verbinden</translation>
    </message>
    <message>
        <source>Show this computer&apos;s own engine</source>
        <translation>Den Server dieses Rechners zeigen</translation>
    </message>
    <message>
        <source>Add a connection …</source>
        <translation>Verbindung hinzufügen …</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>Helles Aussehen</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>Dunkles Aussehen</translation>
    </message>
    <message>
        <source>Theme as the desktop&apos;s</source>
        <translation>Aussehen wie die Arbeitsfläche</translation>
    </message>
    <message>
        <source>High-contrast theme</source>
        <translation>Aussehen mit hohem Kontrast</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größere Schrift</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinere Schrift</translation>
    </message>
    <message>
        <source>Text at 100 %</source>
        <translation>Schrift bei 100 %</translation>
    </message>
    <message>
        <source>Find a command …</source>
        <translation>Befehl suchen …</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Open a recording …</source>
        <translation>Aufzeichnung öffnen …</translation>
    </message>
    <message>
        <source>Back from the recording to the live engine</source>
        <translation>Von der Aufzeichnung zurück zum Server</translation>
    </message>
    <message>
        <source>Enter a token …</source>
        <translation>Token eingeben …</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Undo now</source>
        <translation>Jetzt zurücknehmen</translation>
    </message>
</context>
<context>
    <name>DiagnosisStrip</name>
    <message>
        <source>Diagnosis: %1. %2 %3</source>
        <translation>Diagnose: %1. %2 %3</translation>
    </message>
    <message>
        <source>Fewer</source>
        <translation>Weniger</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weiterer</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DoctorMachine</name>
    <message>
        <source>The engine&apos;s machine</source>
        <translation>Rechner des Servers</translation>
    </message>
    <message>
        <source>Asking the engine about its machine</source>
        <translation>Server wird nach seinem Rechner gefragt</translation>
    </message>
    <message>
        <source>No examination</source>
        <translation>Keine Untersuchung</translation>
    </message>
    <message>
        <source>Copy what was found</source>
        <translation>Befunde kopieren</translation>
    </message>
</context>
<context>
    <name>DoctorPage</name>
    <message>
        <source>Doctor</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Is this machine set up right?</source>
        <translation>Ist dieser Rechner richtig eingerichtet?</translation>
    </message>
    <message>
        <source>Examine the engine&apos;s machine again</source>
        <translation>Rechner des Servers erneut untersuchen</translation>
    </message>
</context>
<context>
    <name>DoctorStream</name>
    <message>
        <source>Stop the check of the stream</source>
        <translation>Prüfung des Streams beenden</translation>
    </message>
    <message>
        <source>Check the stream</source>
        <translation>Stream prüfen</translation>
    </message>
    <message>
        <source>Any stream</source>
        <translation>Beliebiger Stream</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>Stream</translation>
    </message>
    <message>
        <source>URL of the stream</source>
        <translation>URL des Streams</translation>
    </message>
    <message>
        <source>Publish to</source>
        <translation>Publizieren an</translation>
    </message>
    <message>
        <source>URL that publishes to it, for a canary</source>
        <translation>URL zum Veröffentlichen, für ein Probeereignis</translation>
    </message>
    <message>
        <source>optional: a canary tells buffering from a slow publisher</source>
        <translation>optional: ein Probeereignis unterscheidet Pufferung von einem langsamen Publisher</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Origin</translation>
    </message>
    <message>
        <source>Origin of a page, for CORS</source>
        <translation>Origin einer Seite, für CORS</translation>
    </message>
    <message>
        <source>optional, such as https://example.org</source>
        <translation>optional, etwa https://example.org</translation>
    </message>
    <message>
        <source>How long it is watched</source>
        <translation>Wie lange beobachtet wird</translation>
    </message>
    <message>
        <source>10 s</source>
        <translation>10 s</translation>
    </message>
    <message>
        <source>20 s</source>
        <translation>20 s</translation>
    </message>
    <message>
        <source>75 s</source>
        <translation>75 s</translation>
    </message>
    <message>
        <source>Beyond this machine</source>
        <translation>Auch andere Rechner</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Check it</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Watching the stream</source>
        <translation>Stream wird beobachtet</translation>
    </message>
    <message>
        <source>Nothing checked yet</source>
        <translation>Noch nichts geprüft</translation>
    </message>
    <message>
        <source>Findings appear as they are made.</source>
        <translation>Befunde erscheinen, sobald es sie gibt.</translation>
    </message>
    <message>
        <source>The URL that your users open, with the proxies in between, is the one to check.</source>
        <translation>Zu prüfen ist die URL, die Nutzer öffnen, mit allen Proxys dazwischen.</translation>
    </message>
    <message>
        <source>Copy what was found</source>
        <translation>Befunde kopieren</translation>
    </message>
</context>
<context>
    <name>DrainActions</name>
    <message>
        <source>Drain %1 streams</source>
        <translation>Leeren: %1 Streams</translation>
    </message>
    <message>
        <source>Drain</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Serve again</source>
        <translation>Wieder bedienen</translation>
    </message>
    <message>
        <source>Cancel the drain</source>
        <translation>Leeren abbrechen</translation>
    </message>
</context>
<context>
    <name>DrainPage</name>
    <message>
        <source>Drain</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>How do I take this node out?</source>
        <translation>Wie nehme ich diesen Knoten heraus?</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>Nur lesbar</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Drained</source>
        <translation>Geleert</translation>
    </message>
    <message>
        <source>Serving again</source>
        <translation>Bedient wieder</translation>
    </message>
    <message>
        <source>The engine has exited</source>
        <translation>Der Server ist beendet</translation>
    </message>
    <message>
        <source>Called off</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Asking the engine</source>
        <translation>Server wird gefragt</translation>
    </message>
    <message>
        <source>No engine answers</source>
        <translation>Kein Server antwortet</translation>
    </message>
    <message>
        <source>As soon as one is connected, its drain can be planned here.</source>
        <translation>Sobald einer verbunden ist, lässt sich sein Leeren hier planen.</translation>
    </message>
    <message>
        <source>Drain %1?</source>
        <translation>%1 leeren?</translation>
    </message>
    <message>
        <source>New streams are refused from now on, and all that are open end. Clients are told when to come back.</source>
        <translation>Neue Streams werden ab jetzt abgewiesen, alle offenen enden. Clients erfahren, wann sie wiederkommen sollen.</translation>
    </message>
    <message>
        <source>Engine: %1</source>
        <translation>Server: %1</translation>
    </message>
    <message>
        <source>Streams open now: %1</source>
        <translation>Jetzt offene Streams: %1</translation>
    </message>
    <message>
        <source>Time: about %1</source>
        <translation>Dauer: etwa %1</translation>
    </message>
    <message>
        <source>Forced at the deadline: %1</source>
        <translation>Zur Frist erzwungen: %1</translation>
    </message>
    <message>
        <source>Reconnects: up to %1</source>
        <translation>Wiederverbindungen: bis zu %1</translation>
    </message>
    <message>
        <source>Then: the engine exits</source>
        <translation>Danach: Der Server beendet sich</translation>
    </message>
    <message>
        <source>Then: the engine holds until it is told to serve again</source>
        <translation>Danach: Der Server wartet, bis er wieder bedienen soll</translation>
    </message>
</context>
<context>
    <name>DrainPhaseStrip</name>
    <message>
        <source>Serving</source>
        <translation>Bedient</translation>
    </message>
    <message>
        <source>Grace</source>
        <translation>Vorlauf</translation>
    </message>
    <message>
        <source>Evicting</source>
        <translation>Beendet Streams</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Forcing</source>
        <translation>Erzwingt</translation>
    </message>
    <message>
        <source>Drained</source>
        <translation>Geleert</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Phase: %1</source>
        <translation>Phase: %1</translation>
    </message>
</context>
<context>
    <name>DrainPlanPanel</name>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>As configured</source>
        <translation>Wie eingestellt</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>streams/s</source>
        <translation>Streams/s</translation>
    </message>
    <message>
        <source>How fast streams are ended; the wave of reconnects follows it.</source>
        <translation>Wie schnell Streams beendet werden; die Welle der Wiederverbindungen folgt ihr.</translation>
    </message>
    <message>
        <source>Grace</source>
        <translation>Vorlauf</translation>
    </message>
    <message>
        <source>Unready and closed to new streams this long before the first one ends.</source>
        <translation>So lange nicht bereit und für neue Streams geschlossen, bevor der erste endet.</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>Frist</translation>
    </message>
    <message>
        <source>From the first end; whoever is left then is forced.</source>
        <translation>Ab dem ersten Ende; wer dann noch da ist, wird beendet.</translation>
    </message>
    <message>
        <source>Retry spread</source>
        <translation>Streuung</translation>
    </message>
    <message>
        <source>Clients are told to come back at a random moment of this span.</source>
        <translation>Clients sollen zu einem zufälligen Zeitpunkt dieser Spanne wiederkommen.</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Älteste zuerst</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>Zufällig</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>Danach</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Warten</translation>
    </message>
    <message>
        <source>Exit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>The engine&apos;s process ends when the last stream has gone.</source>
        <translation>Der Prozess des Servers endet mit dem letzten Stream.</translation>
    </message>
    <message>
        <source>The engine stays, empty and unready, until it is told to serve again.</source>
        <translation>Der Server bleibt leer und nicht bereit, bis er wieder bedienen soll.</translation>
    </message>
    <message>
        <source>What it would do now</source>
        <translation>Was es jetzt täte</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>Streams</translation>
    </message>
    <message>
        <source>open now</source>
        <translation>jetzt offen</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>Dauert</translation>
    </message>
    <message>
        <source>grace and eviction</source>
        <translation>Vorlauf und Beenden</translation>
    </message>
    <message>
        <source>Forced</source>
        <translation>Erzwungen</translation>
    </message>
    <message>
        <source>rate or deadline too low</source>
        <translation>Rate oder Frist zu klein</translation>
    </message>
    <message>
        <source>by the deadline</source>
        <translation>durch die Frist</translation>
    </message>
    <message>
        <source>Reconnects</source>
        <translation>Wiederverbindungen</translation>
    </message>
    <message>
        <source>at the highest</source>
        <translation>in der Spitze</translation>
    </message>
    <message>
        <source>Asks before it starts (Ctrl+Enter)</source>
        <translation>Fragt vor dem Beginn (Strg+Eingabe)</translation>
    </message>
</context>
<context>
    <name>DrainProgressPanel</name>
    <message>
        <source>Initial</source>
        <translation>Anfangs</translation>
    </message>
    <message>
        <source>streams when it began</source>
        <translation>Streams zu Beginn</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Übrig</translation>
    </message>
    <message>
        <source>still open</source>
        <translation>noch offen</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Forced</source>
        <translation>Erzwungen</translation>
    </message>
    <message>
        <source>deadline %1</source>
        <translation>Frist %1</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>at this rate</source>
        <translation>bei dieser Rate</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>%1 of %2 streams have gone</source>
        <translation>%1 von %2 Streams sind fort</translation>
    </message>
    <message>
        <source>Streams left</source>
        <translation>Übrige Streams</translation>
    </message>
    <message>
        <source>left</source>
        <translation>übrig</translation>
    </message>
    <message>
        <source>forced</source>
        <translation>erzwungen</translation>
    </message>
    <message>
        <source>Ctrl+P</source>
        <translation>Strg+P</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>Streams ended per second</source>
        <translation>Beendete Streams pro Sekunde</translation>
    </message>
    <message>
        <source>a number per second, such as 1000</source>
        <translation>eine Zahl pro Sekunde, etwa 1000</translation>
    </message>
    <message>
        <source>/s</source>
        <translation>/s</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>Frist</translation>
    </message>
    <message>
        <source>Deadline, from the first end</source>
        <translation>Frist ab dem ersten Ende</translation>
    </message>
    <message>
        <source>Back to serving (Ctrl+Backspace)</source>
        <translation>Wieder bedienen (Strg+Rücktaste)</translation>
    </message>
</context>
<context>
    <name>DrainWave</name>
    <message>
        <source>No client would come back</source>
        <translation>Kein Client käme wieder</translation>
    </message>
    <message>
        <source>Reconnects after the drain begins: up to %1, the last after %2</source>
        <translation>Wiederverbindungen nach Beginn: bis zu %1, die letzte nach %2</translation>
    </message>
    <message>
        <source>When clients come back</source>
        <translation>Wann Clients wiederkommen</translation>
    </message>
    <message>
        <source>highest: %1</source>
        <translation>Spitze: %1</translation>
    </message>
    <message>
        <source>No stream is open: nobody would come back.</source>
        <translation>Kein Stream ist offen: Niemand käme wieder.</translation>
    </message>
    <message>
        <source>Nothing to preview yet.</source>
        <translation>Noch keine Vorschau.</translation>
    </message>
    <message>
        <source>drain begins</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>after %1</source>
        <translation>nach %1</translation>
    </message>
</context>
<context>
    <name>EndCauses</name>
    <message>
        <source>the client ended its side</source>
        <translation>der Client hat beendet</translation>
    </message>
    <message>
        <source>the connection was reset</source>
        <translation>die Verbindung wurde zurückgesetzt</translation>
    </message>
    <message>
        <source>the peer no longer answered</source>
        <translation>die Gegenseite antwortete nicht mehr</translation>
    </message>
    <message>
        <source>it took no bytes for timeouts.write_stall</source>
        <translation>er nahm timeouts.write_stall lang keine Bytes an</translation>
    </message>
    <message>
        <source>its backlog passed the high-water mark</source>
        <translation>sein Rückstand überstieg die Obergrenze</translation>
    </message>
    <message>
        <source>it reached timeouts.max_age</source>
        <translation>er erreichte timeouts.max_age</translation>
    </message>
    <message>
        <source>an operator ended it</source>
        <translation>ein Operator hat ihn beendet</translation>
    </message>
    <message>
        <source>a drain ended it, all delivered</source>
        <translation>ein Leeren beendete ihn, alles zugestellt</translation>
    </message>
    <message>
        <source>a drain&apos;s deadline ended it</source>
        <translation>die Frist eines Leerens beendete ihn</translation>
    </message>
    <message>
        <source>the engine stopped</source>
        <translation>der Server wurde beendet</translation>
    </message>
    <message>
        <source>an error, such as a flood of bytes from the client</source>
        <translation>ein Fehler, etwa eine Flut von Bytes vom Client</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>The snapshots that the charts show now, one line each, for a spreadsheet or to be opened here again.</source>
        <translation>Die jetzt gezeigten Messwerte, je einer pro Zeile, für eine Tabelle oder um sie hier wieder zu öffnen.</translation>
    </message>
    <message>
        <source>Every snapshot that the console holds, up to an hour.</source>
        <translation>Alle Messwerte der Konsole, bis zu einer Stunde.</translation>
    </message>
    <message>
        <source>Every snapshot from now on, behind what the file holds already, until you stop it or close the console.</source>
        <translation>Alle Messwerte ab jetzt, hinter dem Inhalt der Datei, bis zum Beenden oder Schließen der Konsole.</translation>
    </message>
    <message>
        <source>For somebody who was not there: snapshots, journal, settings, diagnosis, streams and ends, version. Secrets are left out; addresses of clients are in it.</source>
        <translation>Für jemanden, der nicht dabei war: Messwerte, Journal, Einstellungen, Diagnose, Streams und Enden, Version. Ohne Geheimnisse, aber mit Adressen der Clients.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>What to export</source>
        <translation>Was exportiert wird</translation>
    </message>
    <message>
        <source>Shown span</source>
        <translation>Gezeigte Spanne</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Mitschreiben</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>Diagramm</translation>
    </message>
    <message>
        <source>Incident bundle</source>
        <translation>Vorfallpaket</translation>
    </message>
    <message>
        <source>Which chart</source>
        <translation>Welches Diagramm</translation>
    </message>
    <message>
        <source>This page shows no chart: close this and open one that does</source>
        <translation>Diese Seite zeigt kein Diagramm; erst eine andere öffnen</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Browse …</source>
        <translation>Durchsuchen …</translation>
    </message>
    <message>
        <source>This file is there already and will be replaced.</source>
        <translation>Diese Datei gibt es schon; sie wird ersetzt.</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>Exportiert</translation>
    </message>
    <message>
        <source>Not exported</source>
        <translation>Nicht exportiert</translation>
    </message>
    <message>
        <source>Recording to %1</source>
        <translation>Aufzeichnung nach %1</translation>
    </message>
    <message>
        <source>Recording stopped</source>
        <translation>Aufzeichnung beendet</translation>
    </message>
    <message>
        <source>%1 snapshots so far</source>
        <translation>bisher %1 Messwerte</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancel the export</source>
        <translation>Export abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation>Aufzeichnung beenden</translation>
    </message>
    <message>
        <source>Start recording</source>
        <translation>Aufzeichnung beginnen</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>Exportieren nach</translation>
    </message>
    <message>
        <source>One chart of this page as it is now, 1,600 pixels wide, with its title, its engine and its span.</source>
        <translation>Ein Diagramm dieser Seite, wie es jetzt ist, 1600 Pixel breit, mit Titel, Engine und Zeitspanne.</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>Bild kopieren</translation>
    </message>
</context>
<context>
    <name>ExportWorker</name>
    <message>
        <source>Cancelled; nothing was written.</source>
        <translation>Abgebrochen; nichts wurde geschrieben.</translation>
    </message>
</context>
<context>
    <name>FileChooser</name>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Give the whole path of the file, from / on.</source>
        <translation>Geben Sie den ganzen Pfad der Datei an, ab /.</translation>
    </message>
    <message>
        <source>Path of the file</source>
        <translation>Pfad der Datei</translation>
    </message>
</context>
<context>
    <name>FindingCard</name>
    <message>
        <source>What mends it: %1</source>
        <translation>Was es behebt: %1</translation>
    </message>
</context>
<context>
    <name>FormDialog</name>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>FreshnessBadge</name>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>No numbers</source>
        <translation>Keine Zahlen</translation>
    </message>
    <message>
        <source>Stale for %1</source>
        <translation>Veraltet seit %1</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>No engine</source>
        <translation>Kein Server</translation>
    </message>
    <message>
        <source>Does not answer</source>
        <translation>Antwortet nicht</translation>
    </message>
    <message>
        <source>Disconnected for %1</source>
        <translation>Getrennt seit %1</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgewiesen</translation>
    </message>
    <message>
        <source>Incompatible</source>
        <translation>Unverträglich</translation>
    </message>
    <message>
        <source>The view is frozen; everything is recorded meanwhile. Space goes on with the live view.</source>
        <translation>Die Ansicht ist eingefroren, aufgezeichnet wird weiter. Die Leertaste setzt sie fort.</translation>
    </message>
    <message>
        <source>Recording, not live</source>
        <translation>Aufzeichnung, nicht live</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Paused, %1 ago</source>
        <translation>Angehalten, vor %1</translation>
    </message>
</context>
<context>
    <name>JournalDetails</name>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>By %1</source>
        <translation>Von %1</translation>
    </message>
    <message>
        <source>Because: %1</source>
        <translation>Grund: %1</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>Zurückgenommen</translation>
    </message>
    <message>
        <source>Undo this change</source>
        <translation>Diese Änderung zurücknehmen</translation>
    </message>
    <message>
        <source>Choose an entry</source>
        <translation>Eintrag wählen</translation>
    </message>
    <message>
        <source>It tells who did what, why, and what it did.</source>
        <translation>Er nennt, wer was warum tat und was es bewirkte.</translation>
    </message>
</context>
<context>
    <name>JournalPage</name>
    <message>
        <source>Journal</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>What happened?</source>
        <translation>Was ist geschehen?</translation>
    </message>
    <message>
        <source>Show everything in the journal</source>
        <translation>Alles im Journal zeigen</translation>
    </message>
    <message>
        <source>Undo last change</source>
        <translation>Letzte Änderung zurücknehmen</translation>
    </message>
    <message>
        <source>Filter the journal by words</source>
        <translation>Journal nach Wörtern filtern</translation>
    </message>
    <message>
        <source>Filter   ( / )</source>
        <translation>Filter   ( / )</translation>
    </message>
    <message numerus="yes">
        <source>%n entries</source>
        <translation>
            <numerusform>%n Eintrag</numerusform>
            <numerusform>%n Einträge</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Nothing happened yet</source>
        <translation>Noch ist nichts geschehen</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>Changes of settings, drains, alarms, refusals, load tests and restarts will be listed here, and marked on every chart.</source>
        <translation>Änderungen, Leeren, Alarme, Abweisungen, Lasttests und Neustarts stehen dann hier und als Marken in jedem Diagramm.</translation>
    </message>
    <message>
        <source>No entry has these words and is of these kinds.</source>
        <translation>Kein Eintrag hat diese Wörter und ist von dieser Art.</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Alles zeigen</translation>
    </message>
</context>
<context>
    <name>JournalRow</name>
    <message>
        <source>undone</source>
        <translation>zurückgenommen</translation>
    </message>
</context>
<context>
    <name>KeepBanner</name>
    <message>
        <source>Keep these settings? They are taken back in %1 s.</source>
        <translation>Diese Einstellungen behalten? Sie werden in %1 s zurückgenommen.</translation>
    </message>
    <message>
        <source>Taking them back</source>
        <translation>Werden zurückgenommen</translation>
    </message>
    <message>
        <source>Ctrl+Shift+Enter</source>
        <translation>Strg+Umschalt+Eingabe</translation>
    </message>
</context>
<context>
    <name>LinkBanner</name>
    <message>
        <source>The engine does not answer</source>
        <translation>Der Server antwortet nicht</translation>
    </message>
    <message>
        <source>Disconnected: all numbers are %1 old</source>
        <translation>Getrennt: alle Zahlen sind %1 alt</translation>
    </message>
    <message>
        <source>No numbers come</source>
        <translation>Es kommen keine Zahlen</translation>
    </message>
    <message>
        <source>All numbers are %1 old</source>
        <translation>Alle Zahlen sind %1 alt</translation>
    </message>
    <message>
        <source>The engine refuses this console</source>
        <translation>Der Server weist diese Konsole ab</translation>
    </message>
    <message>
        <source>This is no engine that this console understands</source>
        <translation>Das ist kein Server, den diese Konsole versteht</translation>
    </message>
    <message>
        <source>No engine of this console&apos;s own could be started</source>
        <translation>Ein eigener Server dieser Konsole ließ sich nicht starten</translation>
    </message>
    <message>
        <source>Edit the connection</source>
        <translation>Verbindung bearbeiten</translation>
    </message>
</context>
<context>
    <name>LoadTest</name>
    <message>
        <source>not measured</source>
        <translation>nicht gemessen</translation>
    </message>
</context>
<context>
    <name>LoadTestForm</name>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>streams that are opened</source>
        <translation>geöffnete Streams</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>that they spread over</source>
        <translation>auf die sie sich verteilen</translation>
    </message>
    <message>
        <source>Events per second</source>
        <translation>Ereignisse pro Sekunde</translation>
    </message>
    <message>
        <source>over all channels</source>
        <translation>über alle Kanäle</translation>
    </message>
    <message>
        <source>Bytes an event</source>
        <translation>Bytes je Ereignis</translation>
    </message>
    <message>
        <source>at least 48</source>
        <translation>mindestens 48</translation>
    </message>
    <message>
        <source>Ramp</source>
        <translation>Anlauf</translation>
    </message>
    <message>
        <source>empty: all at once</source>
        <translation>leer: alle auf einmal</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>of publishing</source>
        <translation>des Veröffentlichens</translation>
    </message>
    <message>
        <source>Stalled clients</source>
        <translation>Stockende Clients</translation>
    </message>
    <message>
        <source>such as 1% or 50</source>
        <translation>etwa 1% oder 50</translation>
    </message>
    <message>
        <source>Churn a second</source>
        <translation>Wechsel je Sekunde</translation>
    </message>
    <message>
        <source>such as 1%; they resume</source>
        <translation>etwa 1%; sie setzen fort</translation>
    </message>
    <message>
        <source>p99 at most</source>
        <translation>p99 höchstens</translation>
    </message>
    <message>
        <source>of the delivery latency</source>
        <translation>der Zustelldauer</translation>
    </message>
    <message>
        <source>Drops at most</source>
        <translation>Verluste höchstens</translation>
    </message>
    <message>
        <source>share of the streams</source>
        <translation>Anteil der Streams</translation>
    </message>
    <message>
        <source>Memory growth, most</source>
        <translation>Speicherzuwachs</translation>
    </message>
    <message>
        <source>engines on this machine</source>
        <translation>Server auf diesem Rechner</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>The same in a terminal</source>
        <translation>Dasselbe im Terminal</translation>
    </message>
    <message>
        <source>Publish token</source>
        <translation>Token für Publisher</translation>
    </message>
    <message>
        <source>only if the engine asks for one</source>
        <translation>nur wenn der Server eines verlangt</translation>
    </message>
    <message>
        <source>Beyond this machine</source>
        <translation>Auch andere Rechner</translation>
    </message>
</context>
<context>
    <name>LoadTestPage</name>
    <message>
        <source>Load test</source>
        <translation>Lasttest</translation>
    </message>
    <message>
        <source>Will it hold?</source>
        <translation>Wird es halten?</translation>
    </message>
    <message>
        <source>Load it with %1 clients</source>
        <translation>Mit %1 Clients belasten</translation>
    </message>
    <message>
        <source>Stop the load test</source>
        <translation>Lasttest beenden</translation>
    </message>
    <message>
        <source>Open the report</source>
        <translation>Bericht öffnen</translation>
    </message>
    <message>
        <source>Closes the clients; what was measured is reported as partial</source>
        <translation>Schließt die Clients; das Gemessene gilt als Teilergebnis</translation>
    </message>
    <message>
        <source>The engine does not answer.</source>
        <translation>Der Server antwortet nicht.</translation>
    </message>
    <message>
        <source>Streams on the engine</source>
        <translation>Streams auf dem Server</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>Streams</translation>
    </message>
    <message>
        <source>active</source>
        <translation>aktiv</translation>
    </message>
    <message>
        <source>cap</source>
        <translation>Obergrenze</translation>
    </message>
    <message>
        <source>Delivery on the engine</source>
        <translation>Zustellung auf dem Server</translation>
    </message>
    <message>
        <source>Delivery latency</source>
        <translation>Zustelldauer</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>Save the report…</source>
        <translation>Bericht speichern …</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>Pages for a browser (*.html)</source>
        <translation>Seiten für einen Browser (*.html)</translation>
    </message>
    <message>
        <source>It is gone with the console else</source>
        <translation>Sonst ist er mit der Konsole fort</translation>
    </message>
    <message>
        <source>The report was not saved</source>
        <translation>Der Bericht wurde nicht gespeichert</translation>
    </message>
</context>
<context>
    <name>LoadTestProgress</name>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>Settling</source>
        <translation>Beruhigt sich</translation>
    </message>
    <message>
        <source>Holding</source>
        <translation>Hält</translation>
    </message>
    <message>
        <source>Publishing</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>Waiting for the last events</source>
        <translation>Wartet auf die letzten Ereignisse</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Not started</source>
        <translation>Nicht gestartet</translation>
    </message>
    <message>
        <source>%1 of %2 clients connected</source>
        <translation>%1 von %2 Clients verbunden</translation>
    </message>
    <message>
        <source>Clients, publishers and their measurements run in a process of their own.</source>
        <translation>Clients, Publisher und Messung laufen in einem eigenen Prozess.</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Zugestellt</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>Zustellungen</translation>
    </message>
    <message>
        <source>p50, p99 now</source>
        <translation>p50, p99 jetzt</translation>
    </message>
    <message>
        <source>Drops, gaps</source>
        <translation>Verluste, Lücken</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
</context>
<context>
    <name>LoadTestVerdict</name>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Interrupted: so far</source>
        <translation>Unterbrochen: bisher</translation>
    </message>
    <message>
        <source>It holds</source>
        <translation>Es hält</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>Verfehlt</translation>
    </message>
    <message>
        <source>Failed connects</source>
        <translation>Fehlverbindungen</translation>
    </message>
    <message>
        <source>Drops</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>Lost events</source>
        <translation>Verlorene Ereignisse</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Doppelte</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>p50 latency</source>
        <translation>p50-Dauer</translation>
    </message>
    <message>
        <source>p99 latency</source>
        <translation>p99-Dauer</translation>
    </message>
    <message>
        <source>Memory growth</source>
        <translation>Speicherzuwachs</translation>
    </message>
    <message>
        <source>reached</source>
        <translation>erreicht</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>verfehlt</translation>
    </message>
    <message>
        <source>Failed publishes</source>
        <translation>Fehlgeschlagene Veröffentlichungen</translation>
    </message>
    <message>
        <source>Published of offered</source>
        <translation>Veröffentlicht vom Angebotenen</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Sluice</source>
        <translation>Sluice</translation>
    </message>
    <message>
        <source>%1 – Sluice</source>
        <translation>%1 – Sluice</translation>
    </message>
    <message>
        <source>Remove this connection?</source>
        <translation>Diese Verbindung entfernen?</translation>
    </message>
    <message>
        <source>Its token is forgotten too. The engine itself is not touched.</source>
        <translation>Auch ihr Token wird vergessen. Der Server selbst bleibt unberührt.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Stop this computer&apos;s engine?</source>
        <translation>Den Server dieses Rechners anhalten?</translation>
    </message>
    <message numerus="yes">
        <source>%n stream(s) of others are open on the engine in this window. Closing it ends them.</source>
        <translation>
            <numerusform>Ein Stream anderer ist am Server in diesem Fenster offen. Schließen beendet ihn.</numerusform>
            <numerusform>%n Streams anderer sind am Server in diesem Fenster offen. Schließen beendet sie.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation>Anhalten und beenden</translation>
    </message>
    <message>
        <source>Open a recording</source>
        <translation>Aufzeichnung öffnen</translation>
    </message>
    <message>
        <source>Recordings (*.csv)</source>
        <translation>Aufzeichnungen (*.csv)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>NativeFileDialog</name>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>NavigationRail</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Sluice</source>
        <translation>Sluice</translation>
    </message>
</context>
<context>
    <name>OverviewCharts</name>
    <message>
        <source>worker %1</source>
        <translation>Worker %1</translation>
    </message>
    <message>
        <source>slowest worker</source>
        <translation>langsamster Worker</translation>
    </message>
    <message>
        <source>Active streams</source>
        <translation>Aktive Streams</translation>
    </message>
    <message>
        <source>active</source>
        <translation>aktiv</translation>
    </message>
    <message>
        <source>cap</source>
        <translation>Obergrenze</translation>
    </message>
    <message>
        <source>Loop lag</source>
        <translation>Loop-Verzug</translation>
    </message>
    <message>
        <source>Delivery latency</source>
        <translation>Zustelldauer</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>Disconnects by cause</source>
        <translation>Enden nach Ursache</translation>
    </message>
    <message>
        <source>Refusals by cause</source>
        <translation>Abweisungen nach Ursache</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>zugestellt</translation>
    </message>
    <message>
        <source>published</source>
        <translation>veröffentlicht</translation>
    </message>
    <message>
        <source>Bytes to streams</source>
        <translation>Bytes an Streams</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>Descriptors</source>
        <translation>Deskriptoren</translation>
    </message>
    <message>
        <source>used</source>
        <translation>belegt</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>resident</source>
        <translation>resident</translation>
    </message>
    <message>
        <source>heap</source>
        <translation>Heap</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Is it healthy now?</source>
        <translation>Ist er jetzt gesund?</translation>
    </message>
    <message>
        <source>Active streams</source>
        <translation>Aktive Streams</translation>
    </message>
    <message>
        <source>Figures and charts</source>
        <translation>Zahlen und Diagramme</translation>
    </message>
    <message>
        <source>Events delivered</source>
        <translation>Zustellungen</translation>
    </message>
    <message>
        <source>Bytes sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Delivery p99</source>
        <translation>Zustellung p99</translation>
    </message>
    <message>
        <source>Loop lag</source>
        <translation>Loop-Verzug</translation>
    </message>
    <message>
        <source>Descriptors</source>
        <translation>Deskriptoren</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>No engine is chosen</source>
        <translation>Kein Server gewählt</translation>
    </message>
    <message>
        <source>Connecting to %1</source>
        <translation>Verbindet mit %1</translation>
    </message>
    <message>
        <source>Waiting for the first snapshot</source>
        <translation>Warten auf die ersten Messwerte</translation>
    </message>
    <message>
        <source>%1 does not answer</source>
        <translation>%1 antwortet nicht</translation>
    </message>
    <message>
        <source>Choose one at the top, or open a recording with Ctrl+O.</source>
        <translation>Oben einen wählen oder mit Strg+O eine Aufzeichnung öffnen.</translation>
    </message>
</context>
<context>
    <name>PoolGauge</name>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Voll</translation>
    </message>
    <message>
        <source>Nearly full</source>
        <translation>Fast voll</translation>
    </message>
    <message>
        <source>Filling up</source>
        <translation>Füllt sich</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>Platz</translation>
    </message>
    <message>
        <source>%1 of %2, %3 free</source>
        <translation>%1 von %2, %3 frei</translation>
    </message>
    <message>
        <source>no figure yet</source>
        <translation>noch keine Zahl</translation>
    </message>
    <message>
        <source>Pool: %1, %2, %3</source>
        <translation>Pool: %1, %2, %3</translation>
    </message>
    <message>
        <source>Pool</source>
        <translation>Pool</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 frei</translation>
    </message>
    <message>
        <source>%1 active streams, the cap is %2 (pool.max_streams): %3 full</source>
        <translation>%1 aktive Streams, Obergrenze %2 (pool.max_streams): zu %3 voll</translation>
    </message>
</context>
<context>
    <name>RecordingBar</name>
    <message>
        <source>Reading the recording …</source>
        <translation>Aufzeichnung wird gelesen …</translation>
    </message>
    <message>
        <source>Recording of %1 (%2), not live</source>
        <translation>Aufzeichnung von %1 (%2), nicht live</translation>
    </message>
    <message>
        <source>Stop playing</source>
        <translation>Wiedergabe anhalten</translation>
    </message>
    <message>
        <source>Play the recording</source>
        <translation>Aufzeichnung abspielen</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Place in the recording</source>
        <translation>Stelle in der Aufzeichnung</translation>
    </message>
    <message>
        <source>Back to live</source>
        <translation>Zurück zu live</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>ScrollArea</name>
    <message>
        <source>Scrolled content</source>
        <translation>Rollbarer Inhalt</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>On the page %1</source>
        <translation>Auf der Seite %1</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Tab and Shift+Tab go from one control to the next, Space or Return presses it, Escape closes what lies on top. A page that is longer than the window scrolls by Page Up and Page Down.</source>
        <translation>Tab und Umschalt+Tab gehen von Element zu Element, Leertaste oder Eingabe drückt es, Escape schließt, was oben liegt. Eine längere Seite rollt mit Bild auf und Bild ab.</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>Close the details</source>
        <translation>Einzelheiten schließen</translation>
    </message>
</context>
<context>
    <name>StreamDetails</name>
    <message>
        <source>Stream %1</source>
        <translation>Stream %1</translation>
    </message>
    <message>
        <source>It has ended</source>
        <translation>Er ist zu Ende</translation>
    </message>
    <message>
        <source>It has ended: %1</source>
        <translation>Er ist zu Ende: %1</translation>
    </message>
    <message>
        <source>The engine no longer knows how.</source>
        <translation>Der Server weiß nicht mehr, wie.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>after %1, %2 sent</source>
        <translation>nach %1, %2 gesendet</translation>
    </message>
    <message>
        <source>Asking the engine…</source>
        <translation>Server wird gefragt …</translation>
    </message>
    <message>
        <source>Backlog</source>
        <translation>Rückstand</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>Last event</source>
        <translation>Letztes Ereignis</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keines</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>Events sent</source>
        <translation>Gesendete Ereignisse</translation>
    </message>
    <message>
        <source>Bytes sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Events now</source>
        <translation>Ereignisse jetzt</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>All of this client</source>
        <translation>Alle dieses Clients</translation>
    </message>
    <message>
        <source>All of this channel</source>
        <translation>Alle dieses Kanals</translation>
    </message>
    <message>
        <source>Disconnect…</source>
        <translation>Trennen …</translation>
    </message>
</context>
<context>
    <name>StreamQuery</name>
    <message>
        <source>&apos;%1&apos; is not %2</source>
        <translation>„%1“ ist nicht %2</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <source>a length of time such as 30s, 10m or 2h</source>
        <translation>eine Dauer wie 30s, 10m oder 2h</translation>
    </message>
    <message>
        <source>a size such as 500, 4KiB or 1MiB</source>
        <translation>eine Größe wie 500, 4KiB oder 1MiB</translation>
    </message>
    <message>
        <source>a state; there are open, blocked and evicting</source>
        <translation>ein Zustand; es gibt open, blocked und evicting</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not understood; known are %2</source>
        <translation>„%1“ ist unbekannt; bekannt sind %2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; lacks its value</source>
        <translation>„%1“ fehlt der Wert</translation>
    </message>
    <message>
        <source>&apos;%1&apos; says a second time what was said before it</source>
        <translation>„%1“ wiederholt, was schon gesagt ist</translation>
    </message>
</context>
<context>
    <name>StreamsAgeBars</name>
    <message>
        <source>Ages at the end. %1</source>
        <translation>Alter am Ende. %1</translation>
    </message>
    <message>
        <source>%1: %2 ends</source>
        <translation>%1: %2 Enden</translation>
    </message>
</context>
<context>
    <name>StreamsBlocked</name>
    <message>
        <source>1 client is answered 204 until its time is over.</source>
        <translation>1 Client erhält 204, bis seine Zeit um ist.</translation>
    </message>
    <message>
        <source>%1 clients are answered 204 until their time is over.</source>
        <translation>%1 Clients erhalten 204, bis ihre Zeit um ist.</translation>
    </message>
    <message>
        <source>Blocked clients</source>
        <translation>Gesperrte Clients</translation>
    </message>
    <message>
        <source>Client %1, blocked for another %2</source>
        <translation>Client %1, noch %2 gesperrt</translation>
    </message>
    <message>
        <source>Unblock %1</source>
        <translation>%1 entsperren</translation>
    </message>
    <message>
        <source>No client is blocked</source>
        <translation>Kein Client ist gesperrt</translation>
    </message>
    <message>
        <source>Reading the blocked clients…</source>
        <translation>Gesperrte Clients werden gelesen …</translation>
    </message>
    <message>
        <source>Who disconnects streams may keep their clients away for a while; they are then listed here.</source>
        <translation>Beim Trennen von Streams lassen sich ihre Clients eine Weile sperren; sie stehen dann hier.</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Blocked for another</source>
        <translation>Noch gesperrt</translation>
    </message>
    <message>
        <source>Unblock</source>
        <translation>Entsperren</translation>
    </message>
</context>
<context>
    <name>StreamsEmpty</name>
    <message>
        <source>The engine does not tell its streams</source>
        <translation>Der Server nennt seine Streams nicht</translation>
    </message>
    <message>
        <source>Reading the streams…</source>
        <translation>Streams werden gelesen …</translation>
    </message>
    <message>
        <source>Waiting for the engine</source>
        <translation>Warten auf den Server</translation>
    </message>
    <message>
        <source>No stream is open</source>
        <translation>Kein Stream ist offen</translation>
    </message>
    <message>
        <source>Clients appear here as soon as they connect.</source>
        <translation>Clients erscheinen hier, sobald sie sich verbinden.</translation>
    </message>
    <message>
        <source>Clients appear here as soon as they connect. Try:  curl -N %1/stream/demo</source>
        <translation>Clients erscheinen hier, sobald sie sich verbinden. Zum Probieren:  curl -N %1/stream/demo</translation>
    </message>
    <message>
        <source>No stream fits all of this</source>
        <translation>Kein Stream passt auf all das</translation>
    </message>
    <message>
        <source>Terms stand with spaces between them; a stream must fit each.</source>
        <translation>Zwischen Bedingungen stehen Leerzeichen; ein Stream muss alle erfüllen.</translation>
    </message>
    <message>
        <source>a channel, or all that begin so</source>
        <translation>ein Kanal, oder alle, die so beginnen</translation>
    </message>
    <message>
        <source>an address, or a network</source>
        <translation>eine Adresse oder ein Netz</translation>
    </message>
    <message>
        <source>open for so long, or less</source>
        <translation>so lange offen, oder kürzer</translation>
    </message>
    <message>
        <source>without an event for so long</source>
        <translation>so lange ohne Ereignis</translation>
    </message>
    <message>
        <source>with at least so much unsent</source>
        <translation>mit mindestens so viel Rückstand</translation>
    </message>
    <message>
        <source>a state, a worker, one stream</source>
        <translation>ein Zustand, ein Worker, ein Stream</translation>
    </message>
    <message>
        <source>Show all streams</source>
        <translation>Alle Streams zeigen</translation>
    </message>
</context>
<context>
    <name>StreamsEnded</name>
    <message>
        <source>Find ends</source>
        <translation>Enden suchen</translation>
    </message>
    <message>
        <source>channel:demo client:10.0.0.0/8 ended&lt;10m   ( / )</source>
        <translation>channel:demo client:10.0.0.0/8 ended&lt;10m   ( / )</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>Ursache</translation>
    </message>
    <message>
        <source>%1 match</source>
        <translation>%1 passen</translation>
    </message>
    <message>
        <source>the last %1</source>
        <translation>die letzten %1</translation>
    </message>
    <message>
        <source>Age at the end</source>
        <translation>Alter am Ende</translation>
    </message>
    <message>
        <source>%1, %2, client %3 on %4 after %5</source>
        <translation>%1, %2, Client %3 auf %4 nach %5</translation>
    </message>
    <message>
        <source>not fetched yet</source>
        <translation>noch nicht geholt</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Reading the ends…</source>
        <translation>Enden werden gelesen …</translation>
    </message>
    <message>
        <source>No end fits</source>
        <translation>Kein Ende passt</translation>
    </message>
    <message>
        <source>No stream has ended yet</source>
        <translation>Noch kein Stream ist zu Ende</translation>
    </message>
    <message>
        <source>Try channel:NAME, client:ADDRESS, ended&lt;10m, or another cause.</source>
        <translation>Zum Beispiel channel:NAME, client:ADRESSE, ended&lt;10m oder eine andere Ursache.</translation>
    </message>
    <message>
        <source>Each end is listed here with its cause; the last 10,000 are kept.</source>
        <translation>Jedes Ende steht hier mit seiner Ursache; die letzten 10.000 bleiben.</translation>
    </message>
    <message>
        <source>Show all ends</source>
        <translation>Alle Enden zeigen</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Kanal</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Show the ends of this client only</source>
        <translation>Nur die Enden dieses Clients zeigen</translation>
    </message>
    <message>
        <source>Show the ends of this cause only</source>
        <translation>Nur die Enden dieser Ursache zeigen</translation>
    </message>
    <message>
        <source>%1 of the last %2, sorted</source>
        <translation>%1 der letzten %2, sortiert</translation>
    </message>
    <message>
        <source>Ended streams</source>
        <translation>Beendete Streams</translation>
    </message>
</context>
<context>
    <name>StreamsKickDialog</name>
    <message>
        <source>Disconnect 1 stream?</source>
        <translation>1 Stream trennen?</translation>
    </message>
    <message>
        <source>Disconnect %1 streams?</source>
        <translation>%1 Streams trennen?</translation>
    </message>
    <message>
        <source>All that match “%1” when the engine acts, those that come meanwhile too.</source>
        <translation>Alle, auf die „%1“ dann passt, auch inzwischen hinzugekommene.</translation>
    </message>
    <message>
        <source>All streams of this engine. To take it out of service without losing an event, drain it instead.</source>
        <translation>Alle Streams dieses Servers. Um ihn ohne Verlust außer Dienst zu nehmen, besser leeren.</translation>
    </message>
    <message>
        <source>Each is told, ends cleanly, and resumes where it was when its client comes back.</source>
        <translation>Jeder erfährt es, endet sauber und setzt an seiner Stelle fort, wenn sein Client wiederkommt.</translation>
    </message>
    <message>
        <source>Disconnect 1 stream</source>
        <translation>1 Stream trennen</translation>
    </message>
    <message>
        <source>Disconnect %1 streams</source>
        <translation>%1 Streams trennen</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Why? It stays with the ends and in the log.</source>
        <translation>Warum? Steht dann bei den Enden und im Protokoll.</translation>
    </message>
    <message>
        <source>Their clients</source>
        <translation>Ihre Clients</translation>
    </message>
    <message>
        <source>Block their clients</source>
        <translation>Ihre Clients sperren</translation>
    </message>
    <message>
        <source>may come back at once</source>
        <translation>dürfen sofort wiederkommen</translation>
    </message>
    <message>
        <source>are blocked for 1 minute</source>
        <translation>sind 1 Minute gesperrt</translation>
    </message>
    <message>
        <source>are blocked for 10 minutes</source>
        <translation>sind 10 Minuten gesperrt</translation>
    </message>
    <message>
        <source>are blocked for 1 hour</source>
        <translation>sind 1 Stunde gesperrt</translation>
    </message>
    <message>
        <source>are blocked for 1 day</source>
        <translation>sind 1 Tag gesperrt</translation>
    </message>
    <message>
        <source>A blocked client is answered 204: a browser then stops until its page is loaded again. Others behind the same address are blocked too.</source>
        <translation>Ein gesperrter Client erhält 204: Ein Browser hört dann auf, bis die Seite neu geladen wird. Andere hinter derselben Adresse sind mit gesperrt.</translation>
    </message>
</context>
<context>
    <name>StreamsPage</name>
    <message>
        <source>Streams</source>
        <translation>Streams</translation>
    </message>
    <message>
        <source>Who is connected, who left, and why?</source>
        <translation>Wer ist verbunden, wer ging, und warum?</translation>
    </message>
    <message>
        <source>Show the open streams</source>
        <translation>Offene Streams zeigen</translation>
    </message>
    <message>
        <source>Show the streams that ended</source>
        <translation>Beendete Streams zeigen</translation>
    </message>
    <message>
        <source>Show the blocked clients</source>
        <translation>Gesperrte Clients zeigen</translation>
    </message>
    <message>
        <source>Which streams</source>
        <translation>Welche Streams</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Blocked clients</source>
        <translation>Gesperrte Clients</translation>
    </message>
</context>
<context>
    <name>StreamsTable</name>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Select all that match</source>
        <translation>Alle passenden auswählen</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alle auswählen</translation>
    </message>
    <message>
        <source>Select none</source>
        <translation>Auswahl aufheben</translation>
    </message>
    <message>
        <source>Disconnect…</source>
        <translation>Trennen …</translation>
    </message>
    <message>
        <source>Find streams</source>
        <translation>Streams suchen</translation>
    </message>
    <message>
        <source>channel:demo age&gt;10m backlog&gt;4KiB   ( / )</source>
        <translation>channel:demo age&gt;10m backlog&gt;4KiB   ( / )</translation>
    </message>
    <message>
        <source>%1 of %2 selected</source>
        <translation>%1 von %2 ausgewählt</translation>
    </message>
    <message>
        <source>%1 match</source>
        <translation>%1 passen</translation>
    </message>
    <message>
        <source>%1 open</source>
        <translation>%1 offen</translation>
    </message>
    <message>
        <source>Enter, or a double click on a row</source>
        <translation>Eingabe oder Doppelklick auf eine Zeile</translation>
    </message>
    <message>
        <source>Ctrl+A: also those that are not fetched</source>
        <translation>Strg+A: auch die noch nicht geholten</translation>
    </message>
    <message>
        <source>End what is selected (Delete)</source>
        <translation>Ausgewählte beenden (Entf)</translation>
    </message>
    <message>
        <source>A viewer&apos;s token may not end streams</source>
        <translation>Das Token eines Betrachters darf keine Streams beenden</translation>
    </message>
    <message>
        <source>Ending streams: %1 so far</source>
        <translation>Streams werden beendet: bisher %1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Meldung schließen</translation>
    </message>
    <message>
        <source>Worker %1 does not say what it has</source>
        <translation>Worker %1 nennt seine Streams nicht</translation>
    </message>
    <message>
        <source>Its rows are older than two seconds: its event loop is blocked or overloaded. See the loop lag on the Overview.</source>
        <translation>Seine Zeilen sind älter als zwei Sekunden: Seine Ereignisschleife ist blockiert oder überlastet. Siehe Loop-Verzug in der Übersicht.</translation>
    </message>
    <message>
        <source>The list is old</source>
        <translation>Die Liste ist veraltet</translation>
    </message>
    <message>
        <source>Open streams</source>
        <translation>Offene Streams</translation>
    </message>
    <message>
        <source>Stream %1 of %2 on %3, %4</source>
        <translation>Stream %1 von %2 auf %3, %4</translation>
    </message>
    <message>
        <source>not fetched yet</source>
        <translation>noch nicht geholt</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keines</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>blockiert</translation>
    </message>
    <message>
        <source>evicting</source>
        <translation>endet</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Kanal</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>Backlog</source>
        <translation>Rückstand</translation>
    </message>
    <message>
        <source>What its socket refused, without the event that is half sent</source>
        <translation>Was sein Socket nicht annahm, ohne das halb gesendete Ereignis</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Whole events a second that its socket took since the last look</source>
        <translation>Ganze Ereignisse pro Sekunde, die sein Socket seit dem letzten Blick annahm</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>Bytes a second that its socket took since the last look</source>
        <translation>Bytes pro Sekunde, die sein Socket seit dem letzten Blick annahm</translation>
    </message>
    <message>
        <source>Last event</source>
        <translation>Letztes Ereignis</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>blocked: its socket refuses bytes; evicting: it ends as soon as it has caught up</source>
        <translation>blockiert: Sein Socket nimmt keine Bytes an; endet: sobald er aufgeholt hat</translation>
    </message>
</context>
<context>
    <name>TableHeader</name>
    <message>
        <source>%1, sorted descending</source>
        <translation>%1, absteigend sortiert</translation>
    </message>
    <message>
        <source>%1, sorted ascending</source>
        <translation>%1, aufsteigend sortiert</translation>
    </message>
    <message>
        <source>The rows keep their places while the pointer is among them; their figures go on.</source>
        <translation>Die Zeilen behalten ihren Platz, solange der Zeiger zwischen ihnen ist; ihre Zahlen gehen weiter.</translation>
    </message>
</context>
<context>
    <name>TimeSeriesChart</name>
    <message>
        <source>not recorded</source>
        <translation>nicht aufgezeichnet</translation>
    </message>
    <message>
        <source>Nothing recorded in this span</source>
        <translation>In dieser Spanne nichts aufgezeichnet</translation>
    </message>
    <message>
        <source>None in this span</source>
        <translation>Keine in dieser Spanne</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>TokenDialog</name>
    <message>
        <source>Token for %1</source>
        <translation>Token für %1</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>The token is empty; this engine asks for one.</source>
        <translation>Das Token ist leer; dieser Server verlangt eines.</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>its auth.admin_token, or auth.viewer_token to look only</source>
        <translation>sein auth.admin_token, oder auth.viewer_token zum bloßen Ansehen</translation>
    </message>
    <message>
        <source>It is kept until the window closes; add a connection to save it.</source>
        <translation>Es bleibt, bis das Fenster schließt; eine hinzugefügte Verbindung sichert es.</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>View only</source>
        <translation>Nur ansehen</translation>
    </message>
    <message>
        <source>The token is a viewer&apos;s: it shows everything and changes nothing.</source>
        <translation>Das Token ist zum Ansehen: Es zeigt alles und ändert nichts.</translation>
    </message>
    <message>
        <source>Span of time</source>
        <translation>Zeitspanne</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 min</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5 min</translation>
    </message>
    <message>
        <source>15 min</source>
        <translation>15 min</translation>
    </message>
    <message>
        <source>60 min</source>
        <translation>60 min</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Zeichnet auf</translation>
    </message>
    <message>
        <source>Recording stopped</source>
        <translation>Aufzeichnung beendet</translation>
    </message>
</context>
<context>
    <name>TuningActions</name>
    <message>
        <source>Apply the change</source>
        <translation>Änderung anwenden</translation>
    </message>
    <message>
        <source>Apply %1 changes</source>
        <translation>%1 Änderungen anwenden</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Keep mine on top</source>
        <translation>Meine darüberlegen</translation>
    </message>
    <message>
        <source>Undo last change of settings</source>
        <translation>Letzte Einstellung zurücknehmen</translation>
    </message>
    <message>
        <source>Revert to file</source>
        <translation>Zurück zur Datei</translation>
    </message>
    <message>
        <source>Save to file</source>
        <translation>In Datei sichern</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Undo now</source>
        <translation>Jetzt zurücknehmen</translation>
    </message>
</context>
<context>
    <name>TuningField</name>
    <message>
        <source>auto</source>
        <translation>auto</translation>
    </message>
    <message>
        <source>Let the engine find the number</source>
        <translation>Der Server findet die Zahl selbst</translation>
    </message>
</context>
<context>
    <name>TuningHistory</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>There is no change left to undo</source>
        <translation>Keine Änderung mehr zurückzunehmen</translation>
    </message>
    <message>
        <source>Undo last: %1</source>
        <translation>Letzte zurücknehmen: %1</translation>
    </message>
    <message>
        <source>Nothing was changed since the engine started.</source>
        <translation>Seit dem Start des Servers wurde nichts geändert.</translation>
    </message>
    <message>
        <source>%1, %2: %3. %4</source>
        <translation>%1, %2: %3. %4</translation>
    </message>
    <message>
        <source>, revision %1</source>
        <translation>, Revision %1</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>„%1“</translation>
    </message>
    <message>
        <source>undoes revision %1</source>
        <translation>nimmt Revision %1 zurück</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>zurückgenommen</translation>
    </message>
    <message>
        <source>Undo this change (Enter)</source>
        <translation>Diese Änderung zurücknehmen (Eingabe)</translation>
    </message>
    <message>
        <source>Reads the configuration file again: what was changed and not saved goes back to its values.</source>
        <translation>Liest die Konfigurationsdatei neu: Geändertes, das nicht gesichert ist, erhält ihre Werte.</translation>
    </message>
    <message>
        <source>Writes what was changed into the configuration file (Ctrl+S).</source>
        <translation>Schreibt das Geänderte in die Konfigurationsdatei (Strg+S).</translation>
    </message>
</context>
<context>
    <name>TuningKeep</name>
    <message>
        <source>Keep these settings? They are taken back in %1 s.</source>
        <translation>Diese Einstellungen behalten? Sie werden in %1 s zurückgenommen.</translation>
    </message>
    <message>
        <source>Taking them back</source>
        <translation>Werden zurückgenommen</translation>
    </message>
    <message>
        <source>Ctrl+Shift+Enter</source>
        <translation>Strg+Umschalt+Eingabe</translation>
    </message>
</context>
<context>
    <name>TuningList</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>No engine yet</source>
        <translation>Noch kein Server</translation>
    </message>
    <message>
        <source>Reading the settings</source>
        <translation>Einstellungen werden gelesen</translation>
    </message>
    <message>
        <source>The settings cannot be read</source>
        <translation>Die Einstellungen sind nicht lesbar</translation>
    </message>
    <message>
        <source>No setting fits</source>
        <translation>Keine Einstellung passt</translation>
    </message>
    <message>
        <source>The settings are shown as soon as an engine is connected.</source>
        <translation>Die Einstellungen erscheinen, sobald ein Server verbunden ist.</translation>
    </message>
    <message>
        <source>Search for other words, or show all settings.</source>
        <translation>Andere Wörter suchen oder alle Einstellungen zeigen.</translation>
    </message>
</context>
<context>
    <name>TuningPage</name>
    <message>
        <source>Tuning</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>What can I change?</source>
        <translation>Was kann ich ändern?</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>Einstellungen durchsuchen</translation>
    </message>
    <message>
        <source>Search   /</source>
        <translation>Suchen   /</translation>
    </message>
    <message>
        <source>Which settings</source>
        <translation>Welche Einstellungen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Not default</source>
        <translation>Abweichend</translation>
    </message>
    <message>
        <source>Changing</source>
        <translation>In Änderung</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>Nur lesbar</translation>
    </message>
    <message>
        <source>The settings cannot be read</source>
        <translation>Die Einstellungen sind nicht lesbar</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
</context>
<context>
    <name>TuningPending</name>
    <message>
        <source>Pending changes</source>
        <translation>Offene Änderungen</translation>
    </message>
    <message>
        <source>Type a new value beside a setting. Nothing changes before you apply it.</source>
        <translation>Einen neuen Wert neben eine Einstellung tippen. Vor dem Anwenden ändert sich nichts.</translation>
    </message>
    <message>
        <source>%1 from %2 to %3</source>
        <translation>%1 von %2 auf %3</translation>
    </message>
    <message>
        <source>Drop the change of %1</source>
        <translation>Änderung von %1 verwerfen</translation>
    </message>
    <message>
        <source>Risky for clients that are connected: you will be asked to keep it, and it is taken back by itself after %1 s.</source>
        <translation>Riskant für verbundene Clients: Ohne Bestätigung wird es nach %1 s von selbst zurückgenommen.</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>The settings were changed meanwhile</source>
        <translation>Die Einstellungen wurden inzwischen geändert</translation>
    </message>
    <message>
        <source>The engine may have been started again. Look at the values, then go on.</source>
        <translation>Vielleicht wurde der Server neu gestartet. Erst die Werte ansehen, dann weiter.</translation>
    </message>
    <message>
        <source>Why, for the history</source>
        <translation>Warum, für den Verlauf</translation>
    </message>
    <message>
        <source>Why? (for the history)</source>
        <translation>Warum? (für den Verlauf)</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
</context>
<context>
    <name>TuningRow</name>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>, not applied yet</source>
        <translation>, noch nicht angewendet</translation>
    </message>
    <message>
        <source>was %1</source>
        <translation>war %1</translation>
    </message>
    <message>
        <source>Drop what was typed (Delete)</source>
        <translation>Eingabe verwerfen (Entf)</translation>
    </message>
    <message>
        <source>changed elsewhere</source>
        <translation>anderswo geändert</translation>
    </message>
    <message>
        <source>default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>default %1</source>
        <translation>Vorgabe %1</translation>
    </message>
</context>
<context>
    <name>TuningToggle</name>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
</context>
<context>
    <name>TuningWords</name>
    <message>
        <source>not set</source>
        <translation>nicht gesetzt</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
</context>
<context>
    <name>sluice::AgeHistogram</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>%1 and older</source>
        <translation>%1 und älter</translation>
    </message>
    <message>
        <source>%1 of %2 ends that the other side made came at an age of %3: a timeout between here and the clients, most likely a proxy&apos;s.</source>
        <translation>%1 von %2 Enden der Gegenseite kamen im Alter von %3: ein Timeout auf dem Weg zu den Clients, wohl der eines Proxys.</translation>
    </message>
    <message>
        <source>No ends to judge by.</source>
        <translation>Keine Enden zum Urteilen.</translation>
    </message>
    <message>
        <source>No age stands out: nothing between here and the clients cuts streams after a fixed time.</source>
        <translation>Kein Alter sticht heraus: Nichts auf dem Weg zu den Clients kappt Streams nach fester Zeit.</translation>
    </message>
</context>
<context>
    <name>sluice::BlocksModel</name>
    <message>
        <source>Client %1 may come back.</source>
        <translation>Client %1 darf wiederkommen.</translation>
    </message>
</context>
<context>
    <name>sluice::CapacityPlan</name>
    <message>
        <source>An example; type your own values, or take those of the engine.</source>
        <translation>Ein Beispiel; eigene Werte tippen oder die des Servers nehmen.</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>auto</translation>
    </message>
    <message>
        <source>The engine had no streams within the last hour: type the values.</source>
        <translation>Der Server hatte in der letzten Stunde keine Streams: Werte bitte tippen.</translation>
    </message>
    <message>
        <source>As the engine had it in its last %1.</source>
        <translation>Wie der Server sie in den letzten %1 hatte.</translation>
    </message>
    <message>
        <source>As the engine had it in its last %1; no stream began meanwhile, so they last at least as long.</source>
        <translation>Wie der Server sie in den letzten %1 hatte; kein Stream begann, also dauern sie mindestens so lange.</translation>
    </message>
    <message>
        <source>As it was typed.</source>
        <translation>Wie eingegeben.</translation>
    </message>
    <message>
        <source>pool.max_streams is %1 now, from the next stream on.</source>
        <translation>pool.max_streams ist jetzt %1, ab dem nächsten Stream.</translation>
    </message>
    <message>
        <source>The engine&apos;s settings are not known yet.</source>
        <translation>Die Einstellungen des Servers sind noch nicht bekannt.</translation>
    </message>
    <message>
        <source>the settings of the engine at %1</source>
        <translation>die Einstellungen des Servers auf %1</translation>
    </message>
    <message>
        <source>The cap cannot be set from here: nobody would ask whether to keep it.</source>
        <translation>Die Obergrenze lässt sich von hier nicht setzen: Niemand würde fragen, ob sie bleiben soll.</translation>
    </message>
</context>
<context>
    <name>sluice::ChangeEffect</name>
    <message>
        <source>p99 delivery</source>
        <translation>Zustellung p99</translation>
    </message>
    <message>
        <source>loop lag</source>
        <translation>Loop-Verzug</translation>
    </message>
    <message>
        <source>active streams</source>
        <translation>aktive Streams</translation>
    </message>
    <message>
        <source>refusals</source>
        <translation>Abweisungen</translation>
    </message>
    <message>
        <source>The effect is still being measured.</source>
        <translation>Die Wirkung wird noch gemessen.</translation>
    </message>
    <message>
        <source>Too little was recorded to measure an effect.</source>
        <translation>Zu wenig aufgezeichnet, um eine Wirkung zu messen.</translation>
    </message>
    <message>
        <source>%1 %2 → %3</source>
        <translation>%1 %2 → %3</translation>
    </message>
    <message>
        <source>%1 as before (%2)</source>
        <translation>%1 wie zuvor (%2)</translation>
    </message>
    <message>
        <source>%1 before and after</source>
        <translation>%1 davor und danach</translation>
    </message>
    <message>
        <source>%1 before, %2 after</source>
        <translation>%1 davor, %2 danach</translation>
    </message>
</context>
<context>
    <name>sluice::ChartMarks</name>
    <message>
        <source>Ctrl+Z takes it back.</source>
        <translation>Strg+Z nimmt es zurück.</translation>
    </message>
    <message numerus="yes">
        <source>%n earlier ones</source>
        <translation>
            <numerusform>%n früherer</numerusform>
            <numerusform>%n frühere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::ChartModel</name>
    <message>
        <source>%1 is %2, between %3 and %4</source>
        <translation>%1 ist %2, zwischen %3 und %4</translation>
    </message>
    <message>
        <source>%1: nothing recorded in the last %2.</source>
        <translation>%1: in den letzten %2 nichts aufgezeichnet.</translation>
    </message>
    <message>
        <source>%1 over %2: %3.</source>
        <translation>%1 über %2: %3.</translation>
    </message>
    <message>
        <source>%1: none in the last %2.</source>
        <translation>%1: keine in den letzten %2.</translation>
    </message>
    <message>
        <source>%1 to %2 (%3)</source>
        <translation>%1 bis %2 (%3)</translation>
    </message>
    <message>
        <source>Nothing recorded in this span</source>
        <translation>In dieser Spanne nichts aufgezeichnet</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>nicht aufgezeichnet</translation>
    </message>
</context>
<context>
    <name>sluice::Diagnosis</name>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation>Gesund</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>Kritisch</translation>
    </message>
    <message>
        <source>Nothing is wrong: the engine looked at its last %1.</source>
        <translation>Alles in Ordnung: Der Server betrachtete seine letzten %1.</translation>
    </message>
    <message>
        <source>The engine has not been asked yet.</source>
        <translation>Der Server wurde noch nicht gefragt.</translation>
    </message>
    <message>
        <source>The diagnosis cannot be read: %1</source>
        <translation>Die Diagnose ist nicht lesbar: %1</translation>
    </message>
</context>
<context>
    <name>sluice::DrainModel</name>
    <message>
        <source>No engine is connected.</source>
        <translation>Kein Server ist verbunden.</translation>
    </message>
    <message>
        <source>Your token is a viewer&apos;s: a drain can be watched, not started or changed. Connect with the token of auth.admin_token.</source>
        <translation>Das Token ist das eines Betrachters: Leeren lässt sich ansehen, nicht beginnen oder ändern. Dafür mit auth.admin_token verbinden.</translation>
    </message>
    <message>
        <source>The engine does not answer now.</source>
        <translation>Der Server antwortet gerade nicht.</translation>
    </message>
    <message>
        <source>A drain runs already.</source>
        <translation>Es wird schon geleert.</translation>
    </message>
    <message>
        <source>This engine is a part of the console&apos;s own process, so it cannot exit after the drain: choose to hold, or close the console.</source>
        <translation>Dieser Server ist Teil der Konsole und kann sich danach nicht beenden: „Warten“ wählen oder die Konsole schließen.</translation>
    </message>
    <message>
        <source>All %1 streams have gone, %2 of them forced.</source>
        <translation>Alle %1 Streams sind fort, %2 davon erzwungen.</translation>
    </message>
    <message>
        <source>All %1 streams went in %2, %3 of them forced.</source>
        <translation>Alle %1 Streams gingen in %2, %3 davon erzwungen.</translation>
    </message>
    <message>
        <source>The engine takes streams again.</source>
        <translation>Der Server nimmt wieder Streams an.</translation>
    </message>
    <message>
        <source>The drain was called off: %1 of %2 streams had gone. The engine takes streams again.</source>
        <translation>Leeren abgebrochen: %1 von %2 Streams waren fort. Der Server nimmt wieder Streams an.</translation>
    </message>
    <message>
        <source>The engine has exited after its drain, as planned: %1 of %2 streams had gone when it was last heard of.</source>
        <translation>Der Server hat sich wie geplant beendet: %1 von %2 Streams waren bei der letzten Nachricht fort.</translation>
    </message>
</context>
<context>
    <name>sluice::DrainPlanModel</name>
    <message>
        <source>No engine is connected.</source>
        <translation>Kein Server ist verbunden.</translation>
    </message>
    <message>
        <source>Mend the plan first: not all of it can be read.</source>
        <translation>Erst den Plan berichtigen: Nicht alles ist lesbar.</translation>
    </message>
    <message>
        <source>The engine says what a drain would do to operators only.</source>
        <translation>Die Vorschau gibt der Server nur Operatoren.</translation>
    </message>
</context>
<context>
    <name>sluice::EndsModel</name>
    <message>
        <source>all causes</source>
        <translation>alle Ursachen</translation>
    </message>
</context>
<context>
    <name>sluice::EngineChooser</name>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>Asking the keychain for the token of “%1” …</source>
        <translation>Der Schlüsselbund wird nach dem Token von „%1“ gefragt …</translation>
    </message>
    <message>
        <source>The keychain does not give the token of “%1”: %2. Edit the connection to type it.</source>
        <translation>Der Schlüsselbund gibt das Token von „%1“ nicht heraus: %2. Zum Eintippen die Verbindung bearbeiten.</translation>
    </message>
    <message>
        <source>This connection is not saved any more.</source>
        <translation>Diese Verbindung ist nicht mehr gesichert.</translation>
    </message>
    <message>
        <source>The token could not be put into a keychain (%1). It is kept until this window closes, and nowhere else.</source>
        <translation>Das Token ließ sich in keinen Schlüsselbund legen (%1). Es bleibt, bis dieses Fenster schließt, und nirgends sonst.</translation>
    </message>
</context>
<context>
    <name>sluice::EngineLink</name>
    <message>
        <source>%1 answers, but not as a Sluice engine does: its answer names no API version.</source>
        <translation>%1 antwortet, aber nicht wie ein Sluice-Server: Die Antwort nennt keine API-Version.</translation>
    </message>
    <message>
        <source>The engine speaks version %1 of the admin API, this console versions %2 to %3. Use a console of the engine&apos;s release.</source>
        <translation>Der Server spricht Version %1 der Admin-API, diese Konsole die Versionen %2 bis %3. Nehmen Sie eine Konsole aus der Ausgabe des Servers.</translation>
    </message>
    <message>
        <source>The connection to %1 was lost: %2.</source>
        <translation>Die Verbindung zu %1 ging verloren: %2.</translation>
    </message>
    <message>
        <source>%1 ended the connection: %2.</source>
        <translation>%1 hat die Verbindung beendet: %2.</translation>
    </message>
    <message>
        <source>%1 does not take the token. Give it the one of its auth.admin_token or auth.viewer_token.</source>
        <translation>%1 nimmt das Token nicht an. Geben Sie das seines auth.admin_token oder auth.viewer_token.</translation>
    </message>
    <message>
        <source>%1 asks for a token. Give it the one of its auth.admin_token or auth.viewer_token.</source>
        <translation>%1 verlangt ein Token. Geben Sie das seines auth.admin_token oder auth.viewer_token.</translation>
    </message>
    <message>
        <source>Nobody answers at %1: %2. Is sluiced running, and is this its listen.admin?</source>
        <translation>Bei %1 antwortet niemand: %2. Läuft sluiced, und ist das sein listen.admin?</translation>
    </message>
    <message>
        <source>The engine is connected but sends no snapshots: its admin thread may be starved, or the network is slow.</source>
        <translation>Der Server ist verbunden, sendet aber keine Zahlen: Sein Admin-Thread hungert vielleicht, oder das Netz ist langsam.</translation>
    </message>
    <message>
        <source>%1 has sent nothing for %2.</source>
        <translation>%1 hat seit %2 nichts gesendet.</translation>
    </message>
</context>
<context>
    <name>sluice::ExportWorker</name>
    <message numerus="yes">
        <source>%n snapshots</source>
        <translation>
            <numerusform>%n Messwert</numerusform>
            <numerusform>%n Messwerte</numerusform>
        </translation>
    </message>
    <message>
        <source>The chart gave no picture.</source>
        <translation>Das Diagramm ergab kein Bild.</translation>
    </message>
    <message>
        <source>%1 x %2 pixels</source>
        <translation>%1 x %2 Pixel</translation>
    </message>
    <message numerus="yes">
        <source>%n files, %1</source>
        <translation>
            <numerusform>%n Datei, %1</numerusform>
            <numerusform>%n Dateien, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 has other columns than this engine&apos;s snapshots: choose another file.</source>
        <translation>%1 hat andere Spalten als die Messwerte dieses Servers: andere Datei wählen.</translation>
    </message>
    <message>
        <source>file &apos;%1&apos;: cannot be written: %2</source>
        <translation>Datei „%1“ ist nicht schreibbar: %2</translation>
    </message>
</context>
<context>
    <name>sluice::Exporter</name>
    <message>
        <source>There is no chart on the screen: open a page that has one.</source>
        <translation>Kein Diagramm zu sehen: eine Seite mit einem öffnen.</translation>
    </message>
    <message>
        <source>The chart was not drawn: is its window visible?</source>
        <translation>Das Diagramm wurde nicht gezeichnet: Ist sein Fenster sichtbar?</translation>
    </message>
    <message>
        <source>Cancelled; nothing was written.</source>
        <translation>Abgebrochen; nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>There is no snapshot yet whose columns the file could have.</source>
        <translation>Noch gibt es keine Messwerte, deren Spalten die Datei haben könnte.</translation>
    </message>
    <message>
        <source>Recording to %1</source>
        <translation>Aufzeichnung nach %1</translation>
    </message>
    <message numerus="yes">
        <source>Recording to %1 ended, %n snapshots</source>
        <translation>
            <numerusform>Aufzeichnung nach %1 beendet, %n Messwert</numerusform>
            <numerusform>Aufzeichnung nach %1 beendet, %n Messwerte</numerusform>
        </translation>
    </message>
    <message>
        <source>The name of the file is missing.</source>
        <translation>Der Name der Datei fehlt.</translation>
    </message>
    <message>
        <source>%1 is a folder: add the name of a file.</source>
        <translation>%1 ist ein Ordner: Dateinamen ergänzen.</translation>
    </message>
    <message>
        <source>There is no snapshot to write yet.</source>
        <translation>Noch gibt es keine Messwerte zu schreiben.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>Exportiert nach %1</translation>
    </message>
    <message>
        <source>Recording to %1 stopped</source>
        <translation>Aufzeichnung nach %1 beendet</translation>
    </message>
    <message>
        <source>Recording stopped: %1</source>
        <translation>Aufzeichnung beendet: %1</translation>
    </message>
    <message>
        <source>Not exported: %1</source>
        <translation>Nicht exportiert: %1</translation>
    </message>
    <message>
        <source>The console looks at another engine now.</source>
        <translation>Die Konsole zeigt jetzt einen anderen Server.</translation>
    </message>
    <message>
        <source>Recording to %1 ended: the console looks at another engine now</source>
        <translation>Aufzeichnung nach %1 beendet: Die Konsole zeigt jetzt einen anderen Server</translation>
    </message>
    <message>
        <source>The picture is in the clipboard.</source>
        <translation>Das Bild ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>a recording</source>
        <translation>eine Aufzeichnung</translation>
    </message>
</context>
<context>
    <name>sluice::FindingsModel</name>
    <message>
        <source>%1 +%2 in %3</source>
        <translation>%1 +%2 in %3</translation>
    </message>
    <message>
        <source>%1 = %2</source>
        <translation>%1 = %2</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>in Ordnung</translation>
    </message>
    <message>
        <source>notice</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>kritisch</translation>
    </message>
    <message>
        <source>As it should be</source>
        <translation>Wie es sein soll</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <source>Something is wrong</source>
        <translation>Etwas ist falsch</translation>
    </message>
</context>
<context>
    <name>sluice::Format</name>
    <message>
        <source>core</source>
        <translation>Kern</translation>
    </message>
    <message>
        <source>cores</source>
        <translation>Kerne</translation>
    </message>
    <message>
        <source>no figure</source>
        <translation>keine Zahl</translation>
    </message>
    <message>
        <source>%1 per second</source>
        <translation>%1 je Sekunde</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Bytes</translation>
    </message>
    <message>
        <source>%1 bytes per second</source>
        <translation>%1 Bytes je Sekunde</translation>
    </message>
    <message>
        <source>%1 seconds</source>
        <translation>%1 Sekunden</translation>
    </message>
    <message>
        <source>%1 percent</source>
        <translation>%1 Prozent</translation>
    </message>
    <message>
        <source>%1 cores</source>
        <translation>%1 Kerne</translation>
    </message>
    <message>
        <source>d</source>
        <comment>days</comment>
        <translation>d</translation>
    </message>
    <message>
        <source>h</source>
        <comment>hours</comment>
        <translation>h</translation>
    </message>
    <message>
        <source>min</source>
        <translation>min</translation>
    </message>
    <message>
        <source>s</source>
        <comment>seconds</comment>
        <translation>s</translation>
    </message>
</context>
<context>
    <name>sluice::IncidentBundle</name>
    <message>
        <source>everything that only the engine knows: it does not answer (%1)</source>
        <translation>alles, was nur der Server weiß: Er antwortet nicht (%1)</translation>
    </message>
    <message>
        <source>Streams open: %1, of which %2 are in streams.json.</source>
        <translation>Offene Streams: %1, davon %2 in streams.json.</translation>
    </message>
    <message>
        <source>Ends kept: %1, of which %2 are in disconnects.json.</source>
        <translation>Aufbewahrte Enden: %1, davon %2 in disconnects.json.</translation>
    </message>
    <message>
        <source>Open streams by client</source>
        <translation>Offene Streams nach Client</translation>
    </message>
    <message>
        <source>Open streams by channel</source>
        <translation>Offene Streams nach Kanal</translation>
    </message>
    <message>
        <source>Ends by cause</source>
        <translation>Enden nach Ursache</translation>
    </message>
    <message>
        <source>Ends by client</source>
        <translation>Enden nach Client</translation>
    </message>
    <message>
        <source>Incident bundle of the Sluice engine &quot;%1&quot; (%2)</source>
        <translation>Vorfallpaket des Sluice-Servers „%1“ (%2)</translation>
    </message>
    <message>
        <source>Made %1 by the console %2; the engine&apos;s version is %3.</source>
        <translation>Erstellt %1 von der Konsole %2; Version des Servers: %3.</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Times are UTC. Secrets are left out. Addresses of clients are in it.</source>
        <translation>Zeiten sind UTC. Ohne Geheimnisse, mit Adressen der Clients.</translation>
    </message>
    <message>
        <source>Files:</source>
        <translation>Dateien:</translation>
    </message>
    <message>
        <source>Missing:</source>
        <translation>Es fehlt:</translation>
    </message>
    <message>
        <source>the console looks at another engine now. Export it again from the engine that you mean.</source>
        <translation>die Konsole zeigt jetzt einen anderen Server. Bitte vom gemeinten Server erneut exportieren.</translation>
    </message>
</context>
<context>
    <name>sluice::Journal</name>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Drain</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>Alarm</translation>
    </message>
    <message>
        <source>Refusals</source>
        <translation>Abweisungen</translation>
    </message>
    <message>
        <source>Load test</source>
        <translation>Lasttest</translation>
    </message>
    <message>
        <source>Operation</source>
        <translation>Eingriff</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neustart</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>(leer)</translation>
    </message>
    <message>
        <source>(none)</source>
        <translation>(keine)</translation>
    </message>
    <message numerus="yes">
        <source>%n settings: %1</source>
        <translation>
            <numerusform>%n Einstellung: %1</numerusform>
            <numerusform>%n Einstellungen: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo of %1</source>
        <translation>Rücknahme von %1</translation>
    </message>
    <message>
        <source>The engine was started anew</source>
        <translation>Der Server wurde neu gestartet</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>because: %1</source>
        <translation>Grund: %1</translation>
    </message>
    <message>
        <source>undone since</source>
        <translation>seitdem zurückgenommen</translation>
    </message>
    <message>
        <source>This cannot be undone any more.</source>
        <translation>Das lässt sich nicht mehr zurücknehmen.</translation>
    </message>
    <message>
        <source>undone in the console</source>
        <translation>in der Konsole zurückgenommen</translation>
    </message>
    <message>
        <source>Not undone: %1</source>
        <translation>Nicht zurückgenommen: %1</translation>
    </message>
    <message>
        <source>%1 is %2 again</source>
        <translation>%1 ist wieder %2</translation>
    </message>
    <message>
        <source>Nothing had to be undone: the settings were so already.</source>
        <translation>Nichts zurückzunehmen: Die Einstellungen waren schon so.</translation>
    </message>
    <message>
        <source>Undone: %1.</source>
        <translation>Zurückgenommen: %1.</translation>
    </message>
    <message>
        <source>There is no change left to undo.</source>
        <translation>Keine Änderung mehr zurückzunehmen.</translation>
    </message>
    <message>
        <source>A viewer cannot undo changes: connect with an operator&apos;s token.</source>
        <translation>Betrachter nehmen nichts zurück: mit dem Token eines Operators verbinden.</translation>
    </message>
    <message>
        <source>The engine serves again after its drain</source>
        <translation>Der Server bedient nach dem Leeren wieder</translation>
    </message>
    <message>
        <source>Drain cancelled with %1 streams left</source>
        <translation>Leeren abgebrochen, %1 Streams übrig</translation>
    </message>
    <message>
        <source>Drain paused with %1 streams left</source>
        <translation>Leeren angehalten, %1 Streams übrig</translation>
    </message>
    <message>
        <source>Drain&apos;s deadline passed: %1 streams are forced to end</source>
        <translation>Frist des Leerens um: %1 Streams werden beendet</translation>
    </message>
    <message>
        <source>Drained: %1 streams closed, %2 forced, in %3</source>
        <translation>Geleert: %1 Streams beendet, %2 erzwungen, in %3</translation>
    </message>
    <message>
        <source>Drain of %1 streams started</source>
        <translation>Leeren begonnen: %1 Streams</translation>
    </message>
    <message>
        <source>%1, deadline %2</source>
        <translation>%1, Frist %2</translation>
    </message>
    <message>
        <source>Drain: %1, %2 streams left</source>
        <translation>Leeren: %1, %2 Streams übrig</translation>
    </message>
    <message>
        <source>The engine is back after %1</source>
        <translation>Der Server ist nach %1 wieder da</translation>
    </message>
    <message>
        <source>Connection lost</source>
        <translation>Verbindung verloren</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>Verbindung abgelehnt</translation>
    </message>
    <message>
        <source>%1. First thing to do: %2
%3</source>
        <translation>%1. Zuerst: %2
%3</translation>
    </message>
    <message>
        <source>%1 refusals, mostly %2</source>
        <translation>%1 Abweisungen, meist %2</translation>
    </message>
    <message>
        <source>up to %1, for %2</source>
        <translation>bis zu %1, %2 lang</translation>
    </message>
    <message>
        <source>over when the console came: %1 closed, %2 forced</source>
        <translation>schon vorbei, als die Konsole kam: %1 beendet, %2 erzwungen</translation>
    </message>
    <message>
        <source>%1, deadline %2; found in phase %3 with %4 left</source>
        <translation>%1, Frist %2; vorgefunden in Phase %3 mit %4 übrig</translation>
    </message>
</context>
<context>
    <name>sluice::KeychainVault</name>
    <message>
        <source>none is running</source>
        <translation>keiner läuft</translation>
    </message>
    <message>
        <source>access to it was denied</source>
        <translation>der Zugang wurde verweigert</translation>
    </message>
</context>
<context>
    <name>sluice::LoadTest</name>
    <message>
        <source>sluicectl could not be started: %1</source>
        <translation>sluicectl ließ sich nicht starten: %1</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>höchstens %1</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>mindestens %1</translation>
    </message>
    <message>
        <source>The engine does not say where its public listener is, so there is nothing to load.</source>
        <translation>Der Server nennt seinen öffentlichen Port nicht, also gibt es nichts zu belasten.</translation>
    </message>
    <message>
        <source>sluicectl is neither beside this program nor on the PATH; install it to run load tests.</source>
        <translation>sluicectl liegt weder bei diesem Programm noch im PATH; für Lasttests bitte installieren.</translation>
    </message>
    <message>
        <source>There is no report yet.</source>
        <translation>Noch gibt es keinen Bericht.</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>%1 ließ sich nicht schreiben: %2</translation>
    </message>
    <message>
        <source>sluicectl ended unexpectedly: %1</source>
        <translation>sluicectl endete unerwartet: %1</translation>
    </message>
    <message>
        <source>sluicectl ended with %1 and no report.</source>
        <translation>sluicectl endete mit %1 und ohne Bericht.</translation>
    </message>
    <message>
        <source>Load test with %1 clients interrupted</source>
        <translation>Lasttest mit %1 Clients unterbrochen</translation>
    </message>
    <message>
        <source>Load test with %1 clients passed</source>
        <translation>Lasttest mit %1 Clients bestanden</translation>
    </message>
    <message>
        <source>Load test with %1 clients missed a threshold</source>
        <translation>Lasttest mit %1 Clients verfehlte eine Schwelle</translation>
    </message>
    <message>
        <source>Load test with %1 clients began</source>
        <translation>Lasttest mit %1 Clients begonnen</translation>
    </message>
    <message>
        <source>%1 is another machine: a load test is an attack on whoever did not ask for it. Say that it is allowed, then start again.</source>
        <translation>%1 ist ein anderer Rechner: Ein Lasttest ist ein Angriff auf den, der ihn nicht bestellt hat. Erst erlauben, dann erneut starten.</translation>
    </message>
    <message>
        <source>Memory is not judged: this engine is a part of the console, whose window grows for reasons of its own. Load a sluiced to judge it.</source>
        <translation>Speicher wird nicht bewertet: Dieser Server ist Teil der Konsole, deren Fenster aus eigenen Gründen wächst. Dafür einen sluiced belasten.</translation>
    </message>
    <message>
        <source>Memory is not judged: the engine does not run on this machine.</source>
        <translation>Speicher wird nicht bewertet: Der Server läuft nicht auf diesem Rechner.</translation>
    </message>
    <message>
        <source>The load generator did not end when it was told to and was ended by force; there is no report.</source>
        <translation>Der Lastgenerator endete nicht auf Zuruf und wurde abgebrochen; es gibt keinen Bericht.</translation>
    </message>
    <message>
        <source>Load test with %1 clients ended without a report</source>
        <translation>Lasttest mit %1 Clients endete ohne Bericht</translation>
    </message>
    <message>
        <source>, missed</source>
        <translation>, verfehlt</translation>
    </message>
</context>
<context>
    <name>sluice::MachineDoctor</name>
    <message>
        <source>This engine is older than the doctor; use an engine of this console&apos;s release.</source>
        <translation>Dieser Server ist älter als die Untersuchung; einen dieser Version verwenden.</translation>
    </message>
</context>
<context>
    <name>sluice::PendingChanges</name>
    <message>
        <source>(empty)</source>
        <translation>(leer)</translation>
    </message>
    <message>
        <source>Nothing is changed yet.</source>
        <translation>Noch ist nichts geändert.</translation>
    </message>
    <message>
        <source>The engine does not answer now.</source>
        <translation>Der Server antwortet gerade nicht.</translation>
    </message>
    <message>
        <source>Your token is a viewer&apos;s; changes need the one of auth.admin_token.</source>
        <translation>Das Token ist das eines Betrachters; Änderungen brauchen auth.admin_token.</translation>
    </message>
    <message>
        <source>The engine is being asked.</source>
        <translation>Der Server wird gefragt.</translation>
    </message>
    <message>
        <source>Mend or drop what cannot be read first.</source>
        <translation>Erst berichtigen oder verwerfen, was nicht lesbar ist.</translation>
    </message>
    <message>
        <source>The reason has %1 bytes; at most %2 are taken.</source>
        <translation>Der Grund hat %1 Bytes; höchstens %2 werden angenommen.</translation>
    </message>
    <message>
        <source>%1: %2 → %3</source>
        <translation>%1: %2 → %3</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>%1, %2: %3: %4 → %5</source>
        <translation>%1, %2: %3: %4 → %5</translation>
    </message>
    <message>
        <source>%1 (you are changing it too)</source>
        <translation>%1 (auch hier in Änderung)</translation>
    </message>
</context>
<context>
    <name>sluice::Recording</name>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 ist nicht lesbar: %2</translation>
    </message>
    <message>
        <source>%1 has %2; at most %3 can be looked at. Export a shorter span.</source>
        <translation>%1 hat %2; höchstens %3 sind darstellbar. Eine kürzere Spanne exportieren.</translation>
    </message>
    <message>
        <source>%1 is no recording: %2</source>
        <translation>%1 ist keine Aufzeichnung: %2</translation>
    </message>
    <message>
        <source>%1 holds no snapshot.</source>
        <translation>%1 enthält keine Messwerte.</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
</context>
<context>
    <name>sluice::SavedConnections</name>
    <message>
        <source>Give it a name, such as the host&apos;s.</source>
        <translation>Geben Sie ihr einen Namen, etwa den des Rechners.</translation>
    </message>
    <message>
        <source>The name has %1 characters; %2 are enough.</source>
        <translation>Der Name hat %1 Zeichen; %2 genügen.</translation>
    </message>
    <message>
        <source>Another connection is called “%1” already.</source>
        <translation>Eine andere Verbindung heißt schon „%1“.</translation>
    </message>
    <message>
        <source>The address must be that of an admin listener, as in http://host:9180: %1</source>
        <translation>Die Adresse muss die eines Admin-Ports sein, wie in http://host:9180: %1</translation>
    </message>
</context>
<context>
    <name>sluice::SettingRisk</name>
    <message>
        <source>New streams beyond the lower limit are refused, reconnecting ones too.</source>
        <translation>Neue Streams über der kleineren Grenze werden abgewiesen, auch wiederkehrende.</translation>
    </message>
    <message>
        <source>Publishers beyond the lower limit are refused.</source>
        <translation>Publisher über der kleineren Grenze werden abgewiesen.</translation>
    </message>
    <message>
        <source>Events that are forgotten do not come back: clients resume with a gap.</source>
        <translation>Vergessene Ereignisse kommen nicht wieder: Clients setzen mit einer Lücke fort.</translation>
    </message>
    <message>
        <source>Slow clients and publishers are cut off earlier.</source>
        <translation>Langsame Clients und Publisher werden früher getrennt.</translation>
    </message>
    <message>
        <source>Streams of slow clients may end, or lose events, at once.</source>
        <translation>Streams langsamer Clients können sofort enden oder Ereignisse verlieren.</translation>
    </message>
    <message>
        <source>Channels beyond the lower limit cannot be made.</source>
        <translation>Kanäle über der kleineren Grenze entstehen nicht mehr.</translation>
    </message>
    <message>
        <source>Who counts as a client changes: all clients of a proxy may become one.</source>
        <translation>Wer als Client zählt, ändert sich: Alle Clients eines Proxys können zu einem werden.</translation>
    </message>
    <message>
        <source>Whoever does not connect as it says is refused: the proxy has to change with it.</source>
        <translation>Wer sich nicht so verbindet, wie es sagt, wird abgewiesen: Der Proxy muss sich mit ihm ändern.</translation>
    </message>
    <message>
        <source>A browser that is refused with a status never tries again.</source>
        <translation>Ein Browser, der mit einem Status abgewiesen wird, versucht es nie wieder.</translation>
    </message>
    <message>
        <source>A proxy ends streams that are silent for longer than its read timeout.</source>
        <translation>Ein Proxy beendet Streams, die länger schweigen als sein Lese-Timeout.</translation>
    </message>
    <message>
        <source>Clients that read slowly may lose the last event.</source>
        <translation>Clients, die langsam lesen, können das letzte Ereignis verlieren.</translation>
    </message>
    <message>
        <source>Streams that are older already end soon.</source>
        <translation>Streams, die schon älter sind, enden bald.</translation>
    </message>
    <message>
        <source>Longer slices hold up connects and everything else of a worker.</source>
        <translation>Längere Scheiben halten Verbindungen und alles andere eines Workers auf.</translation>
    </message>
    <message>
        <source>Pages whose origin is not listed lose their streams.</source>
        <translation>Seiten, deren Origin nicht gelistet ist, verlieren ihre Streams.</translation>
    </message>
    <message>
        <source>Pages whose origin is not listed may no longer publish.</source>
        <translation>Seiten, deren Origin nicht gelistet ist, dürfen nicht mehr veröffentlichen.</translation>
    </message>
    <message>
        <source>Pages that send cookies may lose their streams.</source>
        <translation>Seiten, die Cookies senden, können ihre Streams verlieren.</translation>
    </message>
    <message>
        <source>A console that reaches the engine by a name that is not listed is locked out.</source>
        <translation>Eine Konsole, die den Server unter einem nicht gelisteten Namen erreicht, ist ausgesperrt.</translation>
    </message>
</context>
<context>
    <name>sluice::SettingSpec</name>
    <message>
        <source>%1 is not one of %2.</source>
        <translation>%1 ist keines von %2.</translation>
    </message>
    <message>
        <source>It must be true or false.</source>
        <translation>Es muss true oder false sein.</translation>
    </message>
    <message>
        <source>A value is needed.</source>
        <translation>Ein Wert ist nötig.</translation>
    </message>
    <message>
        <source>A value is needed: %1.</source>
        <translation>Ein Wert ist nötig: %1.</translation>
    </message>
    <message>
        <source>%1 is out of range: it must be %2.</source>
        <translation>%1 liegt außerhalb: Es muss %2 sein.</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>eines von %1</translation>
    </message>
    <message>
        <source>%1 only</source>
        <translation>nur %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>%1, or auto</source>
        <translation>%1 oder auto</translation>
    </message>
</context>
<context>
    <name>sluice::SettingsFilter</name>
    <message>
        <source>%1, at the next start</source>
        <translation>%1, beim nächsten Start</translation>
    </message>
</context>
<context>
    <name>sluice::SettingsHistory</name>
    <message>
        <source>%1 is nothing that can be changed here.</source>
        <translation>%1 lässt sich hier nicht ändern.</translation>
    </message>
    <message>
        <source>%1 was changed again: it is %2 now.</source>
        <translation>%1 wurde wieder geändert: Es ist jetzt %2.</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>(leer)</translation>
    </message>
    <message>
        <source>%1: %2 → %3</source>
        <translation>%1: %2 → %3</translation>
    </message>
</context>
<context>
    <name>sluice::SettingsModel</name>
    <message>
        <source>Read at the start only, and never shown.</source>
        <translation>Wird nur beim Start gelesen und nie gezeigt.</translation>
    </message>
    <message>
        <source>Takes effect at the next start: set it in the file or with --set.</source>
        <translation>Wirkt beim nächsten Start: in der Datei oder mit --set setzen.</translation>
    </message>
    <message>
        <source>It has one value only.</source>
        <translation>Es hat nur einen Wert.</translation>
    </message>
    <message>
        <source>%1 changed it at %2: it was %3</source>
        <translation>%1 änderte es um %2: Es war %3</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>The engine&apos;s schema names no setting.</source>
        <translation>Das Schema des Servers nennt keine Einstellung.</translation>
    </message>
</context>
<context>
    <name>sluice::SnapshotStore</name>
    <message>
        <source>This CSV has no column %1: it is no recording of Sluice.</source>
        <translation>Dieser CSV-Datei fehlt die Spalte %1: Sie ist keine Aufzeichnung von Sluice.</translation>
    </message>
</context>
<context>
    <name>sluice::StreamKicker</name>
    <message>
        <source>Stopped: %1 were not ended.</source>
        <translation>Beendet: %1 wurden nicht getrennt.</translation>
    </message>
    <message>
        <source>The console looks at another engine now; what became of the kick is not known.</source>
        <translation>Die Konsole zeigt jetzt einen anderen Server; was aus dem Trennen wurde, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>There is no engine.</source>
        <translation>Es gibt keinen Server.</translation>
    </message>
    <message>
        <source>Not every client could be blocked: %1</source>
        <translation>Nicht jeder Client ließ sich sperren: %1</translation>
    </message>
    <message>
        <source>No stream was ended.</source>
        <translation>Kein Stream wurde beendet.</translation>
    </message>
    <message>
        <source>1 stream was ended.</source>
        <translation>1 Stream wurde beendet.</translation>
    </message>
    <message>
        <source>%1 streams were ended.</source>
        <translation>%1 Streams wurden beendet.</translation>
    </message>
    <message>
        <source>1 had ended before.</source>
        <translation>1 war schon zu Ende.</translation>
    </message>
    <message>
        <source>%1 had ended before.</source>
        <translation>%1 waren schon zu Ende.</translation>
    </message>
    <message>
        <source>A worker is busy and ends its own of %1 as soon as it can.</source>
        <translation>Ein Worker ist beschäftigt und beendet seine von %1, sobald er kann.</translation>
    </message>
    <message>
        <source>Client %1 is blocked for %2.</source>
        <translation>Client %1 ist %2 gesperrt.</translation>
    </message>
    <message>
        <source>%1 clients are blocked for %2.</source>
        <translation>%1 Clients sind %2 gesperrt.</translation>
    </message>
    <message>
        <source>Reason: %1</source>
        <translation>Grund: %1</translation>
    </message>
</context>
<context>
    <name>sluice::StreamsModel</name>
    <message>
        <source>%1 from %2 on %3, open for %4</source>
        <translation>%1 von %2 auf %3, offen seit %4</translation>
    </message>
    <message>
        <source>%1 of the %2 streams between are selected: the others were never on the screen, so the console does not know them. Scroll over them and select again, or narrow the list by a filter and select all.</source>
        <translation>%1 der %2 Streams dazwischen sind ausgewählt: Die anderen waren nie zu sehen. Darüber rollen und neu wählen, oder filtern und alle auswählen.</translation>
    </message>
</context>
<context>
    <name>sluice::TestPublish</name>
    <message>
        <source>Say where the engine&apos;s public listener is, such as http://127.0.0.1:8080.</source>
        <translation>Den öffentlichen Port des Servers angeben, etwa http://127.0.0.1:8080.</translation>
    </message>
    <message>
        <source>A channel&apos;s name has 1 to 128 letters, digits or ._:@- and does not begin with a dot.</source>
        <translation>Der Name eines Kanals hat 1 bis 128 Buchstaben, Ziffern oder ._:@- und beginnt nicht mit einem Punkt.</translation>
    </message>
    <message>
        <source>An event&apos;s name is one line.</source>
        <translation>Der Name eines Ereignisses ist eine Zeile.</translation>
    </message>
    <message>
        <source>An id has 1 to 64 letters, digits or _:-.</source>
        <translation>Eine ID hat 1 bis 64 Buchstaben, Ziffern oder _:-.</translation>
    </message>
    <message>
        <source>An event with the id %1 is in history already; nothing was published.</source>
        <translation>Ein Ereignis mit der ID %1 ist schon im Verlauf; nichts wurde veröffentlicht.</translation>
    </message>
    <message>
        <source>Published as %1 to 1 stream.</source>
        <translation>Als %1 an 1 Stream veröffentlicht.</translation>
    </message>
    <message>
        <source>Published as %1 to %2 streams.</source>
        <translation>Als %1 an %2 Streams veröffentlicht.</translation>
    </message>
    <message>
        <source>The engine refused with %1: %2</source>
        <translation>Der Server lehnte mit %1 ab: %2</translation>
    </message>
</context>
<context>
    <name>sluice::Tuning</name>
    <message>
        <source>%1: %2 → %3</source>
        <translation>%1: %2 → %3</translation>
    </message>
    <message>
        <source>Applied</source>
        <translation>Angewendet</translation>
    </message>
    <message>
        <source>No engine is connected.</source>
        <translation>Kein Server ist verbunden.</translation>
    </message>
    <message>
        <source>Your token is a viewer&apos;s: everything can be read, nothing changed. Connect with the token of auth.admin_token to change settings.</source>
        <translation>Das Token ist das eines Betrachters: Alles ist lesbar, nichts änderbar. Zum Ändern mit auth.admin_token verbinden.</translation>
    </message>
    <message>
        <source>Not taken back</source>
        <translation>Nicht zurückgenommen</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Zurückgenommen</translation>
    </message>
    <message>
        <source>Not read from the file</source>
        <translation>Nicht aus der Datei gelesen</translation>
    </message>
    <message>
        <source>%1 differs in the file, but takes effect only at a restart</source>
        <translation>%1 ist in der Datei anders, wirkt aber erst nach einem Neustart</translation>
    </message>
    <message>
        <source>The file was read: nothing differs that can be changed now</source>
        <translation>Die Datei wurde gelesen: Nichts jetzt Änderbares ist anders</translation>
    </message>
    <message>
        <source>Back to the file&apos;s values</source>
        <translation>Zurück zu den Werten der Datei</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Nicht gesichert</translation>
    </message>
    <message>
        <source>%1 has all of it already</source>
        <translation>%1 enthält schon alles</translation>
    </message>
    <message>
        <source>Saved to %1</source>
        <translation>Gesichert in %1</translation>
    </message>
    <message>
        <source>not kept within %1 s</source>
        <translation>nicht innerhalb von %1 s behalten</translation>
    </message>
    <message>
        <source>Not taken back yet</source>
        <translation>Noch nicht zurückgenommen</translation>
    </message>
    <message>
        <source>Taken back, because nobody kept it</source>
        <translation>Zurückgenommen, weil niemand es behielt</translation>
    </message>
    <message>
        <source>The engine&apos;s settings are not known yet.</source>
        <translation>Die Einstellungen des Servers sind noch nicht bekannt.</translation>
    </message>
    <message>
        <source>Somebody changed settings meanwhile, so nothing was changed: look again, then apply.</source>
        <translation>Jemand hat inzwischen Einstellungen geändert, also wurde nichts geändert: erneut ansehen, dann anwenden.</translation>
    </message>
    <message>
        <source>not kept before the console left</source>
        <translation>nicht behalten, bevor die Konsole ging</translation>
    </message>
    <message>
        <source>Taken back on %1, because nobody kept it</source>
        <translation>Auf %1 zurückgenommen, weil niemand es behielt</translation>
    </message>
    <message>
        <source>Not taken back on %1: what was changed there is still in force</source>
        <translation>Auf %1 nicht zurückgenommen: Die Änderung gilt dort noch</translation>
    </message>
</context>
</TS>
