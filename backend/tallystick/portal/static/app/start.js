/**
 * Loads the portal. Where that fails, a page that stays says so in every language, since no catalogue may be there. Where
 * the ledger is away, the page is loaded again as soon as it is back.
 */

const PAUSE_MILLISECONDS = 2000;
const TOLD = {
  en: ["The portal could not be loaded. Where the ledger is away, it is loaded as soon as that answers.", "Load again"],
  "zh-CN": ["门户未能载入。如账本暂无回应，恢复后将自动载入。", "重新载入"],
  "zh-TW": ["門戶未能載入。如帳本暫無回應，恢復後將自動載入。", "重新載入"],
};

import("./main.js").catch(async (error) => {
  console.error(error);
  document.body.replaceChildren(told(error));
  if (await answers()) return; // what is wrong is not that the ledger is away: loading again would not end
  do await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  while (!(await answers()));
  location.reload();
});

async function answers() {
  try {
    return (await fetch("app/main.js", {cache: "no-store"})).ok;
  } catch {
    return false;
  }
}

function told(error) {
  const main = element("main", {className: "alone"}, element("h1", {textContent: "Tallystick"}));
  for (const [lang, [text, again]] of Object.entries(TOLD)) {
    const button = element("button", {type: "button", textContent: again, onclick: () => location.reload()});
    main.append(element("p", {lang, textContent: `${text} `}, button));
  }
  main.append(element("p", {lang: "en"}, element("code", {textContent: String(error)})));
  return main;
}

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
