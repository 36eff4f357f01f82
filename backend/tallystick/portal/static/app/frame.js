/** What stands around every page: whose portal it is, where else one can go, the language, whether it is live. */

import {h} from "./dom.js";
import {LANGUAGES, fmt, language, setLanguage, t} from "./language.js";
import {READERS, isOne} from "./roles.js";

/** [address, key of its text, roles that it is for; null for all] */
const PLACES = [
  ["/", "nav.home", null],
  ["/receivables", "nav.receivables", READERS],
  ["/quotes", "nav.quotes", ["supplier", "financier", "debtor"]],
  ["/market", "nav.market", READERS],
  ["/early-payment", "nav.early", READERS],
  ["/border", "nav.border", ["supplier", "debtor", "supervisor"]],
  ["/audit", "nav.audit", ["supervisor"]],
];

function built(me, leave) {
  const places = PLACES.filter(([, , roles]) => roles === null || isOne(me, roles));
  return [
    h("a", {class: "skip", href: "#title", onclick: toContent}, t("skip")),
    h(
      "header",
      {class: "masthead"},
      h("div", {class: "brand"}, h("img", {src: "icon.svg", alt: "", width: "28", height: "28"}), "Tallystick"),
      h("div", {class: "who"}, h("strong", {}, me.name), h("span", {}, me.roles.map((role) => t(`role.${role}`)).join(t("comma")))),
      h("div", {class: "tools"}, liveMark(), languageChoice(), h("button", {type: "button", class: "quiet", onclick: leave}, t("sign_out"))),
      h("nav", {"aria-label": t("nav")}, h("ul", {}, places.map(([path, key]) => h("li", {}, h("a", {href: `#${path}`}, t(key)))))),
    ),
    h("main", {"aria-busy": "true"}, h("p", {class: "loading"}, t("loading"))),
    h("footer", {}, h("p", {}, t("footer"))),
  ];
}

/** The address is that of the page, so a link within it must not change it. */
function toContent(event) {
  event.preventDefault();
  document.getElementById("title")?.focus();
}

function liveMark() {
  return h("span", {class: "live", role: "status", id: "live"}, t("live.connecting"));
}

/** Whether figures are read again by themselves, and up to which block they are read. */
export function setLive(isLive, block) {
  const mark = document.getElementById("live");
  if (mark === null) return;
  mark.className = isLive ? "live live-on" : "live live-off";
  mark.textContent = isLive ? t("live.on", {block: fmt().count(block)}) : t("live.off");
}

export function languageChoice() {
  const chosen = (event) => {
    setLanguage(event.target.value);
    location.reload();
  };
  return h(
    "label",
    {class: "language"},
    h("span", {class: "visually-hidden"}, "Language 语言 語言"),
    h("select", {onchange: chosen, name: "language"}, Object.entries(LANGUAGES).map(([tag, name]) => h("option", {value: tag, lang: tag, selected: tag === language()}, name))),
  );
}

function mark(path) {
  for (const link of document.querySelectorAll(".masthead nav a")) {
    const place = link.getAttribute("href").slice(1);
    const here = place === "/" ? path === "/" : path.startsWith(place);
    if (here) {
      link.setAttribute("aria-current", "page");
      toSight(link);
    } else link.removeAttribute("aria-current");
  }
}

/** On a phone the places stand in one row that is wider than the screen; the page itself stays where it is. */
function toSight(link) {
  const row = link.closest("nav");
  row.scrollLeft = link.offsetLeft - row.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
}

export const frame = {built, mark};
