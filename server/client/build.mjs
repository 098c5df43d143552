// Makes the scripts that pages load, in ../static/built: one entry for each kind of page, with shared pieces beside them.
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

rmSync(here("../static/built"), { recursive: true, force: true });
await build({
  entryPoints: ["site", "query"].map((name) => here(`src/${name}.ts`)),
  outdir: here("../static/built"),
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "linked",
  logLevel: "warning",
});
