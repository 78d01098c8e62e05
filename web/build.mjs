// Bundles the web app: app/main.js and all it imports, into built/.
//
// What comes out: app.js, which the page loads; app.css, where a module imports a style sheet;
// one chunk for each module that is imported lazily; licences.txt, on every package that is in
// them; and sources.sha256, by which hatch_build.py sees whether a source has changed since.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const BUILT = join(HERE, "built");
const SELF = ["build.mjs", "package-lock.json", "package.json"];

function bundle() {
  return build({
    absWorkingDir: HERE,
    entryPoints: [{ in: "app/main.js", out: "app" }],
    outdir: BUILT,
    entryNames: "[name]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    format: "esm",
    splitting: true,
    minify: true,
    sourcemap: false,
    legalComments: "linked",
    target: "es2022",
    charset: "utf8",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
}

/** The folder of the package that an input of the bundle belongs to, or "" for our own. */
function packageOf(input) {
  const found = input.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/);
  return found ? found[0] : "";
}

/** The packages of which at least one byte is in the bundle. */
function bundledPackages(metafile) {
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const present = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return [...new Set(present.map(([input]) => packageOf(input)))].filter(Boolean).sort();
}

/** What licences.txt says about one package; an error where it does not say its licence. */
function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(HERE, folder, "package.json"), "utf8"));
  const files = readdirSync(join(HERE, folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  if (!license || files.length === 0) {
    throw new Error(`${name} ${version} does not say its licence: it cannot be bundled.`);
  }
  const texts = files.sort().map((file) => readFileSync(join(HERE, folder, file), "utf8").trim());
  return `## ${name} ${version} (${license})\n\n${texts.join("\n\n").replace(/\r\n/g, "\n")}\n`;
}

function licences(metafile) {
  const beginning = "The web app of clivage contains these packages, under these licences.\n";
  return [beginning, ...bundledPackages(metafile).map(licenceOf)].join("\n\n");
}

/** A digest of every file of ours that the bundle was made from, as sha256sum writes it. */
function sources(metafile) {
  const ours = Object.keys(metafile.inputs).filter((input) => !packageOf(input));
  const lines = [...SELF, ...ours].sort().map((path) => {
    const digest = createHash("sha256").update(readFileSync(join(HERE, path))).digest("hex");
    return `${digest}  ${path}\n`;
  });
  return lines.join("");
}

/** Put the files in the place of built/ all at once: nobody ever sees half of them. */
function replaceBuilt(files) {
  const fresh = `${BUILT}.${process.pid}`;
  mkdirSync(fresh);
  for (const [name, contents] of files) writeFileSync(join(fresh, name), contents);
  rmSync(BUILT, { recursive: true, force: true });
  renameSync(fresh, BUILT);
}

async function main() {
  if (!existsSync(join(HERE, "app/main.js"))) throw new Error("web/app/main.js is missing.");
  const { outputFiles, metafile } = await bundle();
  const files = outputFiles.map(({ path, contents }) => [basename(path), contents]);
  files.push(["licences.txt", licences(metafile)], ["sources.sha256", sources(metafile)]);
  replaceBuilt(files);
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
