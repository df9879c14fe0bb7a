// Writes what citeproc-js makes of records, for the comparison in test_oracle.py.
// node make_expected.js CITEPROC.js LOCALE.xml STYLE.csl ITEMS.json > expected.json
const fs = require("fs");

const [citeproc, localeFile, styleFile, itemsFile] = process.argv.slice(2);
const CSL = require(citeproc);
const items = JSON.parse(fs.readFileSync(itemsFile, "utf8"));
const locale = fs.readFileSync(localeFile, "utf8");
const style = fs.readFileSync(styleFile, "utf8");
const expected = {};
for (const item of items) {
  const engine = new CSL.Engine({ retrieveLocale: () => locale, retrieveItem: () => item }, style);
  engine.setOutputFormat("text");
  engine.updateItems([item.id]);
  const [entry] = engine.makeBibliography()[1];
  expected[item.id] = entry.trim().replace(/^\[1\]\s*/, "");
}
process.stdout.write(JSON.stringify(expected, null, 0));
