// Reads an RDF file and prints its quads as canonical N-Quads (RDFC-1.0): node read.mjs FORMAT FILE
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import jsonld from "jsonld";
import { Parser, Writer } from "n3";
import { RdfXmlParser } from "rdfxml-streaming-parser";

const N3_FORMATS = { ttl: "text/turtle", nt: "N-Triples", trig: "application/trig", nq: "N-Quads" };

async function fromN3(format, file) {
  return new Parser({ format: N3_FORMATS[format] }).parse(await readFile(file, "utf8"));
}

async function fromXml(file) {
  const quads = [];
  for await (const quad of createReadStream(file, "utf8").pipe(new RdfXmlParser())) quads.push(quad);
  return quads;
}

async function fromJson(file) {
  const offline = (url) => Promise.reject(new Error(`a dump must not need ${url}`));
  return jsonld.toRDF(JSON.parse(await readFile(file, "utf8")), { documentLoader: offline });
}

function nquads(quads) {
  return new Writer({ format: "N-Quads" }).quadsToString(quads);
}

const [format, file] = process.argv.slice(2);
const quads = await (format === "rdf" ? fromXml(file) : format === "jsonld" ? fromJson(file) : fromN3(format, file));
process.stdout.write(
  await jsonld.canonize(nquads(quads), { inputFormat: "application/n-quads", format: "application/n-quads", algorithm: "RDFC-1.0" }),
);
