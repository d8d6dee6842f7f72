// Writes tests/data/version/semver.tsv: pairs of texts and what npm's semver says of them. Run by semver_table.sh.
// Columns: a, b, and the order of a against b (-1, 0, 1), or "none" where one is not a version.
// Left out, because npm's package is laxer or narrower than Semantic Versioning 2.0.0: a leading "v" or "=", blanks
// around, numbers above 2^53 - 1, texts above 256 characters.
"use strict";
const semver = require("semver");

let state = 20260101;
function below(count) { // Park and Miller's generator: the same table everywhere
  state = (state * 48271) % 2147483647;
  return state % count;
}
const one = (list) => list[below(list.length)];

const numbers = ["0", "1", "2", "9", "10", "11", "99", "100", "2147483648", "4294967296", "9007199254740991"];
const words = ["a", "b", "A", "Z", "alpha", "beta", "rc", "rc1", "-", "--1", "0a", "1-", "00a", "x-y-z", "0", "1", "2", "10"];
const bad = ["", "01", "00", "1.2", "1.2.3.4", "1..2", "1.2.3-", "1.2.3+", "1.2.3-a..b", "1.2.3-01", "1.2.3-a.00", "1.2.3+a..b",
  "1.2.3+a+b", "a.b.c", "1.2.x", "1.2.3-ü", "1.2.3_a", "-1.2.3", "1.2.-3", "1,2,3", "1.2.3.", ".1.2.3", "1.2.3-a+", "1.2.3 -a"];

function identifiers() {
  const count = 1 + below(3);
  return Array.from({length: count}, () => one(words)).join(".");
}
function version() {
  let text = [one(numbers), one(numbers.slice(0, 4)), one(numbers.slice(0, 4))].join(".");
  if (below(3) !== 0) text += "-" + identifiers();
  if (below(4) === 0) text += "+" + identifiers();
  return text;
}
// Close to it, so that the order is decided late.
function neighbour(text) {
  const at = below(text.length);
  const change = one(["0", "1", "a", ".", "-", "+", "Z", ""]);
  return below(2) === 0 ? text.slice(0, at) + change + text.slice(at + 1) : text.slice(0, at) + change + text.slice(at);
}
function isComparable(text) {
  return !/^\s|\s$|^[v=]/.test(text) && text.length <= 256 &&
    !(text.match(/[0-9]+/g) || []).some((digits) => digits.length > 15 && digits !== "9007199254740991");
}
function order(a, b) {
  return semver.valid(a) === null || semver.valid(b) === null ? "none" : String(semver.compare(a, b));
}

const rows = [];
for (const text of bad) rows.push([text, "1.2.3"]);
while (rows.length < 2000) {
  const a = version();
  rows.push([a, one([version, () => neighbour(a), () => neighbour(neighbour(a))])()]);
}
for (const [a, b] of rows) {
  if (isComparable(a) && isComparable(b)) process.stdout.write(`${a}\t${b}\t${order(a, b)}\n`);
}
