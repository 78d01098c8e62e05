// The web app: the panes of a served corpus, around one selection that stands in the address.

import "./app.css";

import { byId } from "../shared/elements.js";
import { setNetwork } from "../shared/network.js";
import { addPane, start } from "../shared/shell.js";
import { showTable } from "../shared/table.js";
import { addWords } from "../shared/words.js";
import { addCamps } from "./camps.js";
import { addEdit } from "./edit.js";
import { addNetwork, startNetwork } from "./network.js";
import { addReader } from "./reader.js";
import { addSave } from "./save.js";
import { get, takeToken } from "./server.js";
import { addSparql } from "./sparql.js";
import { addTimeline } from "./timeline.js";
import words from "./words/app.json";

async function main() {
  takeToken();
  addWords(words);
  const [server, network] = await Promise.all([get("/api/server.json"), get("/api/network.json", waiting)]);
  byId("waiting").hidden = true;
  setNetwork(network);
  addNetwork();
  addPane("table", showTable);
  addTimeline();
  addCamps();
  addReader();
  addSparql();
  addSave();
  const edit = byId("views").querySelector("[value=edit]");
  edit.hidden = false;
  if (server.writable === "corpus") addEdit();
  else edit.remove();
  start(startNetwork);
}

/** Say that the network is not there yet; no language is chosen before it is. */
function waiting(why) {
  byId("waiting").hidden = false;
  byId("waiting").textContent = why;
}

main().catch((error) => {
  waiting(error.message);
  byId("waiting").setAttribute("role", "alert");
});
