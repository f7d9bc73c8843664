/** The one style sheet. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2330; --dim: #5a6472; --paper: #f6f7f9; --card: #fff; --line: #d7dce3;
  --accent: #1f5fbf; --good: #1b6e3c; --bad: #a4262c; --warn: #8a5300; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaf0; --dim: #a3adbb; --paper: #14171d; --card: #1d222b;
  --line: #343c49; --accent: #7fb0ff; --good: #74d49b; --bad: #ff9a9f; --warn: #f0c070; } }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
header { background: var(--card); border-bottom: 1px solid var(--line); }
nav, header > .brand { display: flex; gap: 1rem; align-items: center; max-width: 60rem; margin: 0 auto; padding: .75rem 1rem; }
.brand { font-weight: 700; text-decoration: none; color: var(--ink); margin-right: auto; }
.who, small, .dim { color: var(--dim); }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.15rem; margin: 0; overflow-wrap: anywhere; }
a { color: var(--accent); }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 0 0 1rem; }
.card > p { margin: .5rem 0; }
.narrow { max-width: 26rem; }
.row { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; }
.field { margin-bottom: 1rem; } .field label { display: block; font-weight: 600; } .field small { display: block; }
input { width: 100%; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--dim); border-radius: .3rem; padding: .45rem .6rem; }
.row input { width: auto; flex: 1; min-width: 12rem; }
button, .button { font: inherit; font-weight: 600; border: 1px solid var(--accent); border-radius: .3rem; padding: .45rem .9rem;
  background: var(--accent); color: var(--card); cursor: pointer; text-decoration: none; display: inline-block; }
button.quiet, .button.quiet { background: none; color: var(--accent); }
button.danger { background: var(--bad); border-color: var(--bad); }
button.link { border: 0; background: none; color: var(--accent); padding: 0; text-decoration: underline; font-weight: 400; }
form { margin: 0; } .row + form { margin-top: .75rem; }
.badge { border: 1px solid; border-radius: 1rem; padding: 0 .6rem; font-size: .875rem; font-weight: 600; white-space: nowrap; }
.active { color: var(--good); } .revoked, .failed { color: var(--bad); } .running { color: var(--warn); }
.notice { border: 1px solid; border-left-width: .4rem; border-radius: .3rem; padding: .6rem .8rem; background: var(--card); }
.notice.error { color: var(--bad); } .notice.success { color: var(--good); } .notice.info { color: var(--dim); }
progress { width: 100%; height: .8rem; accent-color: var(--accent); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; background: var(--card); }
th, td { text-align: left; padding: .5rem .6rem; border-bottom: 1px solid var(--line); }
code { font-size: .95em; overflow-wrap: anywhere; }
dt { font-weight: 600; } dd { margin: 0 0 .5rem; }
`;
