/** The page's one style sheet. It has to stand in the page just as it is here: the page's policy knows it by its hash. */
export const style = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2330;--soft:#5b6474;--line:#dfe3ea;--panel:#f6f8fb;--fixed:#12805c;--found:#b7791f;--refused:#6b5fc7;--failed:#c53030;--undone:#2b6cb0;--quiet:#9aa3b2}
@media (prefers-color-scheme:dark){:root{--paper:#12161e;--ink:#e6eaf2;--soft:#9aa6b8;--line:#2b3342;--panel:#1a202b;--fixed:#3ecf9a;--found:#e5ad4a;--refused:#a79cf5;--failed:#f47b7b;--undone:#6cb0f2;--quiet:#6b7587}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:76rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.7rem;margin:0 0 .25rem}
h2{font-size:1.2rem;margin:2.75rem 0 .75rem;padding-top:.5rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:0 0 .5rem}
p{max-width:52rem}
a{color:inherit}
.soft{color:var(--soft)}
.tiles{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:.75rem;margin:1.5rem 0;padding:0;list-style:none}
.tiles li{background:var(--panel);border:1px solid var(--line);border-top:4px solid var(--tone,var(--line));border-radius:.5rem;padding:.75rem 1rem}
.tiles b{display:block;font-size:1.35rem;line-height:1.3;white-space:nowrap;font-variant-numeric:tabular-nums}
.charts{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:1rem}
@media (max-width:45rem){.charts{grid-template-columns:minmax(0,1fr)}.tiles{grid-template-columns:repeat(2,minmax(0,1fr))}}
figure{margin:0;padding:1rem;background:var(--panel);border:1px solid var(--line);border-radius:.5rem}
figure.wide{grid-column:1/-1}
figcaption{font-weight:600;margin-bottom:.5rem}
svg{display:block;width:100%;height:auto}
svg text{fill:var(--soft);font:11px system-ui,sans-serif}
svg .axis{stroke:var(--line);stroke-width:1}
.fixed{--tone:var(--fixed);fill:var(--fixed)}.found{--tone:var(--found);fill:var(--found)}.refused{--tone:var(--refused);fill:var(--refused)}.failed{--tone:var(--failed);fill:var(--failed)}.undone{--tone:var(--undone);fill:var(--undone)}.quiet{--tone:var(--quiet);fill:var(--quiet)}.none{--tone:var(--line);fill:var(--line)}
.critical,.high{--tone:var(--failed)}.medium{--tone:var(--found)}.low{--tone:var(--quiet)}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:0 0 1rem}
.key{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:.5rem 0 0;padding:0;list-style:none;font-size:.85rem}
.mark{display:inline-block;min-width:5.2em;padding:0 .5em;border:1px solid var(--tone,var(--line));border-left-width:.4em;border-radius:.25rem;font-size:.8rem;white-space:nowrap}
table{width:100%;border-collapse:collapse;font-size:.85rem;table-layout:fixed}
div.wide{overflow-x:auto}div.wide table{min-width:44rem}
figure{overflow-x:auto}
caption{text-align:left;color:var(--soft);padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{font-weight:600}th .soft{font-weight:400;font-size:.8rem}td b{font-weight:600}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}
details{margin:.5rem 0;border:1px solid var(--line);border-radius:.5rem;padding:.25rem .75rem}
summary{cursor:pointer;padding:.35rem 0;font-weight:600}
td details{border:0;padding:0;margin:.25rem 0}td summary{padding:0;font-weight:400;color:var(--soft)}
ol,ul{padding-left:1.2rem;margin:.25rem 0}
.chunk{content-visibility:auto;contain-intrinsic-size:auto 5000px}
.w1{width:9.5rem}.w2{width:7.5rem}.w3{width:5rem}.w4{width:14rem}
@media print{:root{font-size:11px}.w1{width:7rem}.w2{width:6.5rem}.w3{width:4.5rem}.w4{width:10rem}.mark{min-width:0}nav{display:none}div.wide,figure{overflow:visible}div.wide table{min-width:0}body{font-size:1rem}main{max-width:none;padding:0}figure,.tiles li,tr{break-inside:avoid}h2,h3{break-after:avoid}thead{display:table-header-group}.chunk{content-visibility:visible}details::details-content{content-visibility:visible;height:auto}summary{list-style:none}:root{--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--panel:#fff;--fixed:#12805c;--found:#b7791f;--refused:#6b5fc7;--failed:#c53030;--undone:#2b6cb0;--quiet:#9aa3b2}}
`;
