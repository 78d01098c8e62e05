// The editor of a query. It is large, and loaded when a query is first written.

import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { LanguageSupport, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter, styleTags, tags } from "@lezer/highlight";
import { minimalSetup } from "codemirror";
import { SparqlLanguage } from "codemirror-lang-sparql";

import { element } from "../../shared/elements.js";
import { state } from "../../shared/state.js";
import { word } from "../../shared/words.js";
import { completions } from "./completion.js";

/** What is being completed: a name with its prefix, a variable, a word. */
const WORD = /(?:[?$][\p{L}\p{N}_]*|[\p{L}\p{N}_]+(?:[:.-][\p{L}\p{N}_.-]*)?)$/u;

/** SPARQL, with names that have a prefix seen as names. */
const SPARQL = new LanguageSupport(SparqlLanguage.configure({
  props: [styleTags({ "Pname_ln Pname_ns": tags.namespace, A_predicate: tags.keyword })],
}));

/**
 * Make an editor in a box.
 *
 * `ask` is called when Ctrl-Enter is pressed; the editor keeps Tab free, so that one gets out of
 * it by keyboard.
 */
export function makeEditor(box, text, ask) {
  const spoken = new Compartment();
  const view = new EditorView({ parent: box, doc: text, extensions: [
    EditorView.cspNonce.of(document.querySelector("meta[name=csp-nonce]")?.content ?? ""),
    Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (ask(), true) }])),
    minimalSetup, lineNumbers(), bracketMatching(), SPARQL,
    syntaxHighlighting(classHighlighter),
    autocompletion({ override: [completed], icons: false, maxRenderedOptions: 50 }),
    keymap.of(completionKeymap),
    EditorView.lineWrapping, overwriting,
    spoken.of(inOwnWords()),
  ] });
  return {
    text: () => view.state.doc.toString(),
    write: (given) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: given } }),
    mark: (fault) => view.dispatch(setDiagnostics(view.state, fault ? [diagnostic(view.state.doc, fault)] : [])),
    speak: () => view.dispatch({ effects: spoken.reconfigure(inOwnWords()) }),
    focus: () => view.focus(),
  };
}

/**
 * What is written over a selection is put there by the editor.
 *
 * The browser would give it the look of what was there, as an inline style, which the policy of
 * the page forbids.
 */
const overwriting = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== "insertText" || !event.data || view.state.selection.main.empty) return false;
    const typed = { userEvent: "input.type", scrollIntoView: true };
    view.dispatch(view.state.update(view.state.replaceSelection(event.data), typed));
    return true;
  },
});

function inOwnWords() {
  return [
    EditorView.contentAttributes.of({ "aria-label": word("query"), "aria-describedby": "sparql-keys" }),
    EditorState.phrases.of({ Completions: word("completions") }),
  ];
}

function completed(context) {
  const written = context.matchBefore(WORD)?.text ?? "";
  if (!written && !context.explicit) return null;
  const query = context.state.doc.toString();
  const options = completions(query, written, state.lang).map((one) => ({
    label: one.text, detail: one.detail === one.text ? "" : one.detail, type: one.sort,
    info: one.info ? () => element("p", {}, one.info) : undefined,
  }));
  return { from: context.pos - written.length, options, filter: false };
}

/** Return the place of a fault: to the end of the word there, and at least one character. */
function diagnostic(doc, { line, column, why }) {
  const at = doc.line(Math.max(1, Math.min(line, doc.lines)));
  // The server counts characters; the editor counts UTF-16 units.
  const before = Array.from(at.text).slice(0, column - 1).join("").length;
  const from = Math.min(at.from + before, at.to);
  const length = at.text.slice(from - at.from).match(/^[\w:?$]+/)?.[0].length ?? 1;
  const to = Math.min(from + length, doc.length);
  return { from: from === to ? Math.max(0, from - 1) : from, to, severity: "error", message: why };
}
