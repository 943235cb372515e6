// Journeys through the explorer in a real browser: what a reader does, step by step, without and with the script; then
// the rules of axe on each page. `node journeys.mjs ORIGIN [FOLDER]` puts pictures of the pages into the folder.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [origin, folder] = process.argv.slice(2);
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: false, acceptDownloads: true });
const page = await context.newPage();
const troubles = [];
page.on("pageerror", (error) => troubles.push(String(error)));
page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
page.on("request", (request) => { if (!request.url().startsWith(origin) && !request.url().startsWith("data:") && !request.url().startsWith("blob:")) troubles.push(`a request left: ${request.url()}`); });
const picture = async (name, on = page) => { if (folder) await on.screenshot({ path: `${folder}/${name}.png`, fullPage: false }); };

const journeys = {
  async "a state by its Arabic name, and by whose word it is a member"() {
    await page.goto(`${origin}/?language=ar`);
    assert.equal(await page.getAttribute("html", "dir"), "rtl");
    await picture("home-ar");
    await page.fill("main input[name=q]", "طاجيكستان");
    await page.waitForSelector("main .suggestions li");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/id\/state\/TJK$/);
    await picture("state-ar");
    const group = page.locator("#org-memberOf");
    assert.ok(await group.locator(".claim").first().isVisible());
    await group.locator("summary").first().click();
    assert.ok(await group.locator("blockquote").first().isVisible());
    await page.goto(`${origin}/?language=en`);
    await picture("home");
  },
  async "from a document to what it cites, to the sentence"() {
    await page.goto(`${origin}/?q=resolution&kind=document`);
    await picture("search");
    const network = await (await page.request.get(`${origin}/view/citations?format=json`, { timeout: 120000 })).json();
    const edge = network.edges.find(([source, target]) => network.nodes[source].address && network.nodes[target].address.startsWith("/id/document"));
    await page.goto(origin + network.nodes[edge[0]].address);
    await picture("document");
    const cited = network.nodes[edge[1]].address;
    const fact = page.locator(".fact", { has: page.locator(`.other a[href="${cited}"]`) }).first();
    await fact.locator("summary").click();
    assert.ok((await fact.locator("blockquote").first().innerText()).length > 10);
    await picture("document-sentence");
    await fact.locator("a.place").first().click();
    await page.waitForURL(/\/text\/.*#mark$/);
    assert.ok(await page.locator("mark.here").isVisible());
    await picture("text");
  },
  async "a question, its answer, and the table as a file"() {
    await page.goto(`${origin}/questions/members-of-organisation`);
    await page.fill("#field-organisation", "CSTO");
    await page.waitForTimeout(400);
    await page.keyboard.press("Escape");
    await page.click("form.question button");
    await page.waitForSelector("table tbody tr");
    await picture("question");
    await page.click("th a >> nth=1");
    await page.waitForSelector("th[aria-sort]");
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("a[download]")]);
    const text = readFileSync(await download.path(), "utf8");
    assert.match(text.split("\n")[0], /organisation,organisation_name,member,member_name/);
    assert.ok(text.split("\n").length > 3);
  },
  async "a network by years, to the sentence behind an edge"() {
    await page.goto(`${origin}/view/memberships`);
    await page.waitForSelector("#network[data-ready]", { timeout: 60000 });
    await picture("network");
    const before = await page.evaluate(() => document.getElementById("network").where.shown());
    const years = page.locator("input[name=from]");
    if (await years.count()) {
      await years.evaluate((slider) => { slider.value = slider.max; slider.dispatchEvent(new Event("input")); });
      const after = await page.evaluate(() => document.getElementById("network").where.shown());
      assert.ok(after < before, `${after} of ${before} edges are left`);
      if (after === 0) await years.evaluate((slider) => { slider.value = slider.min; slider.dispatchEvent(new Event("input")); });
    }
    const [x, y] = await page.evaluate(() => document.getElementById("network").where.edge(0));
    const box = await page.locator("canvas").boundingBox();
    await page.mouse.click(box.x + x, box.y + y);
    await page.waitForSelector(".panel blockquote");
    assert.ok((await page.locator(".panel blockquote").first().innerText()).length > 10);
    await picture("network-sentence");
    await page.keyboard.press("Escape");
    await page.fill(".controls input[type=search]", "tajik");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".panel h2");
    await picture("network-node");
  },
  async "a document in two languages side by side"() {
    await page.goto(`${origin}/sparql?query=${encodeURIComponent("SELECT ?d (COUNT(?c) AS ?n) { ?c dcterms:isVersionOf ?d } GROUP BY ?d ORDER BY DESC(?n) LIMIT 1")}`);
    await picture("sparql");
    await page.click("tbody a");
    await page.click(".copies a >> nth=0");
    await page.waitForSelector(".beside a");
    await page.click(".beside a >> nth=0");
    await page.waitForSelector(".side .row");
    assert.equal(new Set(await page.locator(".side .copy").evaluateAll((all) => all.map((one) => one.lang))).size, 2);
    await picture("side-by-side");
  },
  async "the editor completes terms and entities"() {
    await page.goto(`${origin}/sparql`);
    await page.fill("#query", "SELECT ?s { ?s org:mem");
    await page.waitForSelector(".editor .suggestions li");
    await page.keyboard.press("Enter");
    assert.match(await page.inputValue("#query"), /org:memberOf/);
    await page.type("#query", " <csto");
    await page.waitForSelector(".editor .suggestions li:has-text('organisation/CSTO')");
    await page.keyboard.press("Enter");
    await page.type("#query", " }");
    await page.keyboard.press("Control+Enter");
    await page.waitForSelector("table tbody tr");
  },
  async "everything without a script, on a phone"() {
    const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
    const small = await phone.newPage();
    for (const [name, path] of [["home", "/"], ["state", "/id/state/TJK"], ["search", "/?q=tajikistan"], ["question", "/questions/members-of-organisation?organisation=CSTO&ask=1"], ["network", "/view/memberships"]]) {
      await small.goto(origin + path);
      await picture(`phone-${name}`, small);
      const wide = await small.locator("html").evaluate((html) => html.scrollWidth).catch(() => 0);
      assert.ok(wide <= 392, `${path} is ${wide} wide`);
    }
    await small.goto(`${origin}/id/state/TJK`);
    await small.locator("details.evidence summary").first().click();
    assert.ok(await small.locator("details.evidence blockquote").first().isVisible());
    await phone.close();
  },
  async "no serious finding of axe"() {
    const found = [];
    for (const path of ["/", "/?q=tajikistan", "/id/state/TJK", "/text/S/PV.9688@zh?beside=ru", "/questions", "/questions/members-of-organisation?organisation=CSTO&ask=1", "/sparql", "/view/memberships", "/?language=ar", "/id/organisation/CSTO?language=zh"]) {
      await page.goto(origin + path);
      if (path.startsWith("/view/")) await page.waitForSelector("#network[data-ready]");
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      for (const one of violations.filter((v) => ["serious", "critical"].includes(v.impact))) found.push(`${path}: ${one.id}, ${one.nodes[0].html.slice(0, 120)}`);
    }
    assert.deepEqual(found, []);
  },
};

let failed = 0;
for (const [name, walk] of Object.entries(journeys)) {
  troubles.length = 0;
  try {
    await walk();
    assert.deepEqual(troubles, []);
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n        ${String(error.message ?? error).split("\n").slice(0, 6).join("\n        ")}`);
    await picture(`failed-${failed}`).catch(() => {});
  }
}
await browser.close();
process.exit(failed ? 1 : 0);
