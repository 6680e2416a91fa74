// How many strings a second the IAB's library reads and writes: node signals.mjs WHAT MILLISECONDS FILE FOLDER
// The folder has the library in its node_modules; the file has a string a line.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [what, milliseconds, file, folder] = process.argv.slice(2);
const { GppModel } = createRequire(`${folder}/`)("@iabgpp/cmpapi");
const strings = readFileSync(file, "utf8").trimEnd().split("\n");

// Reads every field of every section.
const decode = (string) => new GppModel(string).toObject();

// Gives every field its value, and writes.
const encode = (fields) => {
  const model = new GppModel();
  for (const [section, name, value] of fields) model.setFieldValue(section, name, value);
  return model.encode();
};

const fieldsOf = (string) =>
  Object.entries(decode(string)).flatMap(([section, fields]) =>
    Object.entries(fields).map(([name, value]) => [section, name, value]));

const inputs = what === "encode" ? strings.map(fieldsOf) : strings;
const act = { decode, encode }[what];
if (what === "encode") {
  strings.forEach((string, nth) => {
    const written = act(inputs[nth]);
    if (written !== string) throw new Error(`${string} is written as ${written}`);
  });
}
let kept;
let done = 0;
const started = performance.now();
while (performance.now() - started < Number(milliseconds)) {
  for (const input of inputs) {
    kept = act(input);
    done += 1;
  }
}
if (kept === undefined) throw new Error("nothing was measured");
console.log((done / (performance.now() - started) * 1000).toFixed(0));
