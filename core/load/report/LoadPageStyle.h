// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The style sheet of LoadPage. Its colours are told apart by colour-blind eyes, and their contrast is at
// least 4.5 to 1 where they carry text.
#pragma once

#include <string_view>

namespace sluice {

inline constexpr std::string_view kLoadPageStyle = R"css(
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --ink: #17202b; --quiet: #566273; --hair: #e3e7ec; --grid: #edf0f3;
  --good: #10693a; --good-wash: #e3f4ea; --bad: #b3261e; --bad-wash: #fdeceb;
  --blue: #1f63c9; --amber: #b45309; --teal: #0f766e; --violet: #7440b8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e1318; --card: #161d24; --ink: #e8edf2; --quiet: #9aa7b5; --hair: #28323c; --grid: #212a33;
    --good: #6fd89b; --good-wash: #12301f; --bad: #ff9a8f; --bad-wash: #3a1a18;
    --blue: #79aefc; --amber: #f0ac5c; --teal: #4fd0c0; --violet: #c3a2f5;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums;
}
main { max-width: 1180px; margin: 0 auto; padding: 40px 24px 56px; }
h1 { margin: 0; overflow-wrap: anywhere; font-size: 30px; line-height: 1.2; font-weight: 650; letter-spacing: -.015em; }
h2 { margin: 40px 0 12px; font-size: 17px; font-weight: 620; letter-spacing: -.005em; }
h3 { margin: 0; font-size: 14px; font-weight: 620; }
.over { margin: 0 0 6px; color: var(--quiet); font-size: 13px; }
.about { margin: 8px 0 0; color: var(--quiet); max-width: 78ch; overflow-wrap: anywhere; }
header { display: flex; gap: 28px; align-items: flex-start; justify-content: space-between; flex-wrap: wrap; }
header > div:first-child { flex: 1 1 min(460px, 100%); min-width: 0; }
.stamp {
  flex: none; display: flex; align-items: center; gap: 10px; padding: 10px 18px 10px 14px; border-radius: 10px;
  font-size: 18px; font-weight: 640;
}
.stamp svg { width: 24px; height: 24px; }
.good { color: var(--good); } .bad { color: var(--bad); }
.stamp.good { background: var(--good-wash); } .stamp.bad { background: var(--bad-wash); }
.partial { margin: 22px 0 0; padding: 10px 14px; border-radius: 8px; background: var(--bad-wash); color: var(--bad); }
.tiles { display: grid; gap: 12px; grid-template-columns: repeat(auto-fit, minmax(168px, 1fr)); margin: 28px 0 0; padding: 0; }
.tiles div { background: var(--card); border: 1px solid var(--hair); border-radius: 10px; padding: 14px 16px 12px; }
.tiles dt { color: var(--quiet); font-size: 13px; }
.tiles dd { margin: 0; font-size: 25px; font-weight: 620; letter-spacing: -.02em; line-height: 1.3; white-space: nowrap; }
.tiles dd + dd { font-size: 13px; font-weight: 400; letter-spacing: 0; color: var(--quiet); white-space: normal; }
.card { background: var(--card); border: 1px solid var(--hair); border-radius: 10px; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 9px 16px; text-align: left; border-top: 1px solid var(--hair); vertical-align: top; }
tr:first-child > * { border-top: 0; }
thead th { color: var(--quiet); font-size: 13px; font-weight: 500; padding-top: 11px; }
tbody th { font-weight: 500; }
td.number, th.number { text-align: right; white-space: nowrap; }
td.state { white-space: nowrap; font-weight: 600; }
td.state svg { width: 16px; height: 16px; vertical-align: -3px; margin-right: 7px; }
code { white-space: nowrap; font: 12.5px ui-monospace, "SF Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace; color: var(--quiet); }
.charts { display: grid; gap: 14px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); }
figure { margin: 0; background: var(--card); border: 1px solid var(--hair); border-radius: 10px; padding: 14px 14px 8px; }
figcaption { display: flex; flex-wrap: wrap; gap: 2px 18px; align-items: baseline; justify-content: space-between; padding: 0 4px 8px; }
figcaption p { margin: 0; color: var(--quiet); font-size: 13px; }
figcaption ul { display: flex; flex-wrap: wrap; gap: 0 16px; margin: 0; padding: 0; list-style: none; color: var(--quiet); font-size: 13px; }
figcaption b { font-weight: 600; color: var(--ink); }
figcaption i { display: inline-block; width: 14px; height: 0; margin-right: 6px; vertical-align: 4px; border-top: 2.5px solid currentColor; }
figcaption i.dashed { border-top-style: dashed; }
figure svg { display: block; width: 100%; height: auto; overflow: visible; }
.blue { color: var(--blue); } .amber { color: var(--amber); } .teal { color: var(--teal); } .violet { color: var(--violet); } .plain { color: var(--quiet); }
svg text { fill: var(--quiet); font-size: 11.5px; }
svg .ytick { text-anchor: end; } svg .xtick { text-anchor: middle; }
svg .grid { stroke: var(--grid); } svg .axis { stroke: var(--quiet); stroke-opacity: .55; }
svg .mark { stroke: var(--quiet); stroke-opacity: .35; stroke-dasharray: 1 4; }
svg .line { fill: none; stroke: currentColor; stroke-width: 1.9; stroke-linejoin: round; stroke-linecap: round; }
svg .line.dashed { stroke-dasharray: 5 5; stroke-width: 1.5; stroke-linecap: butt; }
svg .tint { fill: currentColor; fill-opacity: .13; }
svg .limit { stroke: var(--bad); stroke-width: 1.4; stroke-dasharray: 6 4; }
svg .limitname { fill: var(--bad); text-anchor: end; paint-order: stroke; stroke: var(--card); stroke-width: 4px; }
svg .hit rect, svg .room { fill: transparent; } svg .hair { stroke: var(--ink); stroke-opacity: 0; }
svg .hit:hover .hair { stroke-opacity: .45; }
svg .full { fill: var(--blue); fill-opacity: .8; } svg .bar:hover .full { fill-opacity: 1; }
footer { margin: 36px 0 0; color: var(--quiet); font-size: 13px; }
@media (max-width: 640px) {
  main { padding: 24px 14px 40px; } h1 { font-size: 22px; }
  table { font-size: 13.5px; } th, td { padding: 8px 9px; } code { display: block; font-size: 11.5px; }
}
@media print { body { background: #fff; } figure, .card, .tiles div { break-inside: avoid; } }
)css";

} // namespace sluice
