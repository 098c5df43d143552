// Makes the scripts that pages load, in ../static/built: one entry for each kind of page, with shared pieces beside them,
// and the licences of what is in them.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const built = here("../static/built");

rmSync(built, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: here("."),
  entryPoints: ["site", "query"].map((name) => `src/${name}.ts`),
  outdir: built,
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

const packages = Object.keys(metafile.inputs).flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
const licences = [...new Set(packages)].sort().map(licence);
writeFileSync(`${built}/licences.txt`, licences.join("\n\n"));

function licence(name) {
  const folder = here(`node_modules/${name}/`);
  const { version, license } = JSON.parse(readFileSync(`${folder}package.json`, "utf-8"));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const text = file ? readFileSync(folder + file, "utf-8").trim() : "The package has no text of it.";
  return `${name} ${version}: ${license}\n${"-".repeat(60)}\n${text}`;
}
