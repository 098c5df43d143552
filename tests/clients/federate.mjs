// Asks several SPARQL endpoints one query together and prints the solutions as JSON: federate.mjs QUERY ENDPOINT…
import { QueryEngine } from '@comunica/query-sparql';

const [query, ...endpoints] = process.argv.slice(2);
const sources = endpoints.map((value) => ({ type: 'sparql', value }));
const solutions = await new QueryEngine().queryBindings(query, { sources });
const rows = await solutions.map((row) => Object.fromEntries([...row].map(([key, term]) => [key.value, term.value]))).toArray();
console.log(JSON.stringify(rows));
