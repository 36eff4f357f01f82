/** The portal: who is signed in, which page is asked for, and what is read again when the ledger has moved. */

import {Api, Refused, Unreachable} from "./api.js";
import {forgetUnkept, reminder} from "./commands/shown_once.js";
import {disposeOfCharts} from "./charts.js";
import {h} from "./dom.js";
import {followTogether} from "./following.js";
import {frame, setLive} from "./frame.js";
import {language, t} from "./language.js";
import {auditPage} from "./pages/audit.js";
import {borderPage} from "./pages/border.js";
import {claimPage} from "./pages/claim.js";
import {admittedPage, notForYou} from "./commands/admission.js";
import {auctionPage, auctionsPage} from "./pages/early_payment.js";
import {homePage} from "./pages/home.js";
import {marketPage} from "./pages/market.js";
import {quotesPage} from "./pages/quotes.js";
import {receivablePage} from "./pages/receivable.js";
import {receivablesPage} from "./pages/receivables.js";
import {seriesPage} from "./pages/series.js";
import {signInPage} from "./pages/sign_in.js";
import {refusalNotice, titleOf} from "./refusal.js";
import {READERS, isOne} from "./roles.js";
import {matched} from "./router.js";
import {apiKey, signOut} from "./session.js";

/** [pattern of the address, its page, roles that the ledger tells what is on it; none for all] */
const ROUTES = [
  ["/", homePage],
  ["/receivables", receivablesPage, READERS],
  ["/receivables/:receivable", receivablePage, READERS],
  ["/claims/:claim", claimPage, READERS],
  ["/quotes", quotesPage, READERS],
  ["/market", marketPage, READERS],
  ["/market/:receivable", seriesPage, READERS],
  ["/early-payment", auctionsPage, READERS],
  ["/early-payment/:auction", auctionPage, READERS],
  ["/border", borderPage, READERS],
  ["/audit", auditPage, ["supervisor"]],
  ["/commands/:command", admittedPage],
];
const RECONNECT_MILLISECONDS = 2000;
/** From this status on it is not what was asked for that is wrong. */
const SERVERS_FAULT = 500;
/** So often a page is read again whose figures change with time alone. */
const AGEING_MILLISECONDS = 60_000;

/** Who is signed in: its API, and what the ledger knows of it. */
let session = null;
let following = null;
/** Why whoever was signed in no longer is; null where that was its own wish. */
let left = null;
/** When it is tried again to begin, where the ledger was away. */
let beginning = null;
/** Counts what was asked for, so that an answer that comes late does not replace a younger page. */
let asked = 0;
let shown = null;
/** Whether a page was shown before: the first begins where a browser begins, each further one at its title. */
let arrived = false;

/** The page of the address; where even that goes wrong, what went wrong. */
async function show({again = false} = {}) {
  asked += 1;
  clearTimeout(beginning);
  document.documentElement.lang = language();
  const mine = asked;
  try {
    await showPage(mine, again);
  } catch (error) {
    if (mine !== asked) return;
    if (session === null && (error instanceof Unreachable || error instanceof Refused)) waitToBegin(error);
    else standAlone(error);
  }
}

async function showPage(mine, again) {
  if (session === null && !(await begin(mine))) return;
  const found = matched(ROUTES, location.hash);
  if (!again) goTo(found);
  const page = await rendered(found, mine);
  if (page === null || mine !== asked) return;
  place(page, found, again);
}

/** Marks where one is going, and that what still stands there is not it. */
function goTo(found) {
  frame.mark(found?.path ?? "");
  document.querySelector("main").setAttribute("aria-busy", "true");
}

/** The page, null where it is to stay as it is; what went wrong where it cannot be shown. */
async function rendered(found, mine) {
  if (found === null) return {title: t("no_page"), content: [h("p", {}, t("no_page_text"))]};
  if (found.roles !== undefined && !isOne(session.me, found.roles)) return {title: t("not_for_you_title"), content: [notForYou(found.roles)]};
  try {
    return await found.page({...session, values: found.values, query: found.query, path: found.path});
  } catch (error) {
    if (mine !== asked) return null;
    return {title: titleOf(error), live: !(error instanceof Refused), content: [refusalNotice(error)]};
  }
}

function place(page, found, again) {
  const main = document.querySelector("main");
  const kept = again && shown?.path === found?.path ? keptOf(main) : null;
  document.title = `${page.title} · Tallystick`;
  main.replaceChildren(h("h1", {tabindex: "-1", id: "title"}, page.title), ...page.content.filter(Boolean));
  main.querySelector("h1").after(reminder() ?? "");
  main.removeAttribute("aria-busy");
  shown = {live: page.live ?? false, ages: page.ages ?? false, refresh: page.refresh ?? null, path: found?.path};
  frame.mark(found?.path ?? "");
  disposeOfCharts();
  if (kept === null) {
    window.scrollTo(0, 0);
    if (arrived) document.getElementById("title").focus({preventScroll: true});
    arrived = true;
  } else {
    restore(main, kept);
  }
}

/** What a reader has opened and where the focus is, by position: the page has the same shape again. */
function keptOf(main) {
  return {
    open: [...main.querySelectorAll("details")].map((details) => details.open),
    focus: [...main.querySelectorAll("a, button, input, select, summary, [tabindex]")].indexOf(document.activeElement),
  };
}

function restore(main, kept) {
  [...main.querySelectorAll("details")].forEach((details, position) => {
    if (kept.open[position] !== undefined) details.open = kept.open[position];
  });
  if (kept.focus >= 0) [...main.querySelectorAll("a, button, input, select, summary, [tabindex]")][kept.focus]?.focus({preventScroll: true});
}

/** Signs in with the key of this tab; shows the sign-in page where there is none, or it is not known. */
async function begin(mine) {
  const key = apiKey();
  if (key === null) {
    await showSignIn(left);
    return false;
  }
  const api = new Api(key, (error) => session?.api === api && leave(error));
  let me;
  try {
    me = await api.read("/v1/parties/me");
  } catch (error) {
    if (mine !== asked || !(error instanceof Refused) || error.problem.status >= SERVERS_FAULT) throw error;
    signOut();
    await showSignIn(error);
    return false;
  }
  if (mine !== asked) return false;
  session = {api, me};
  left = null;
  document.body.replaceChildren(...frame.built(session.me, () => leave()));
  followWhileSeen();
  return true;
}

/** Says why it cannot begin, once, and tries again by itself until it can, or until whoever waits no longer wants it to. */
function waitToBegin(error) {
  const signedIn = apiKey() !== null;
  const said = document.querySelector("h1")?.textContent === titleOf(error) && (document.getElementById("give-up") !== null) === signedIn;
  const giveUp = signedIn ? h("div", {class: "actions"}, h("button", {type: "button", id: "give-up", onclick: () => leave()}, t("sign_out"))) : "";
  if (!said) standAlone(error, h("p", {class: "hint"}, t("tries_again")), giveUp);
  beginning = setTimeout(show, RECONNECT_MILLISECONDS);
}

/** Nothing but what went wrong. */
function standAlone(error, ...content) {
  document.title = `${titleOf(error)} · Tallystick`;
  document.body.replaceChildren(h("main", {class: "alone"}, h("h1", {}, titleOf(error)), h("div", {role: "alert"}, refusalNotice(error)), ...content));
}

async function showSignIn(error) {
  document.title = `${t("sign_in")} · Tallystick`;
  arrived = true;
  document.body.replaceChildren(await signInPage({error, done: () => show()}));
}

/** A page that nobody sees follows nothing. */
function followWhileSeen() {
  following?.abort();
  if (session === null || document.hidden) return;
  follow(session);
}

/**
 * Reads the page again whenever the ledger has moved. Where the stream breaks it is taken up again, and so is the page: time
 * has passed meanwhile, which is enough for a rate to be believed no longer.
 */
async function follow({api, me}) {
  following = new AbortController();
  const {signal} = following;
  let before = null;
  let broke = false;
  const changed = ({state, block}) => {
    setLive(true, block);
    if (broke || (before !== null && before !== state)) moved();
    before = state;
    broke = false;
  };
  const lost = () => {
    setLive(false);
    broke = true;
  };
  await followTogether({party: me.id, follow: (told) => api.follow(told, signal), changed, lost, signal, pauseMilliseconds: RECONNECT_MILLISECONDS});
}

/** Whether the page is being read again, and whether it is to be once more when that has ended. */
let refreshing = false;
let movedMeanwhile = false;

async function moved() {
  if (refreshing) {
    movedMeanwhile = true;
    return;
  }
  refreshing = true;
  try {
    if (shown?.refresh) await shown.refresh();
    else if (shown?.live) await show({again: true});
  } finally {
    refreshing = false;
  }
  if (movedMeanwhile) {
    movedMeanwhile = false;
    await moved();
  }
}

/** Signs out; `error` is why, where it was the ledger that wanted it. */
function leave(error = null) {
  following?.abort();
  signOut();
  forgetUnkept();
  left = error;
  session = null;
  shown = null;
  show();
}

addEventListener("hashchange", () => show());
document.addEventListener("visibilitychange", () => {
  followWhileSeen();
  if (!document.hidden) moved();
});
setInterval(() => shown?.ages && moved(), AGEING_MILLISECONDS);
show();
