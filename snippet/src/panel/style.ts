// The looks of the consumer's page (crates/web/templates/refrain.css), in small. A constructed style sheet: nothing to fetch, and
// no policy on styles stands in its way. Nothing moves. `medium` is the size that the person chose in their browser, whatever the
// site makes of its own; the ground and the ink are the browser's, light or dark.
export const STYLE = `
:host{all:initial!important}
*{box-sizing:border-box;margin:.7em 0 0}
dialog{--accent:#0b52c4;--on:#fff;color-scheme:light dark;font:medium/1.5 system-ui;width:33em;margin:auto;padding:1em 1.5em 1.5em;border:1px solid #8886;border-radius:16px;overflow-wrap:anywhere}
@media(prefers-color-scheme:dark){dialog{--accent:#8db6ff;--on:#000}}
dialog::backdrop{background:#0009}
h2,h3{font:600 1.4em/1.2 ui-serif,Georgia,serif;outline:0}
h2{margin:0}
h3{font-size:1.25em}
small,.gloss{display:block;font:.95em system-ui;opacity:.8}
h2 .gloss,h3 .gloss{font-size:.75em}
section{margin:1em 0;padding:.5em 1.25em 1.25em;border:1px solid #8886;border-radius:14px;outline:0}
a,summary{color:var(--accent)}
p>a{display:inline-block;margin:0}
summary{margin:1em 0;cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
button,.button,input{display:block;width:100%;padding:.8em 1em;border:2px solid #888;border-radius:10px;background:none;color:inherit;font:inherit}
button,.button{border-color:var(--accent);color:var(--accent);font-weight:600;line-height:1.35;text-align:center;text-decoration:none;cursor:pointer}
.main{background:var(--accent);color:var(--on)}
.close{position:absolute;top:0;inset-inline-end:0;width:2em;margin:0;padding:.3em 0;border-color:#0000;font-size:1.5em}
label{font-weight:600}
[hidden]{display:none}
`;
