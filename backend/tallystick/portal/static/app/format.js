/**
 * Amounts, rates and days as each language writes them.
 *
 * An amount is an integer of minor units (fen, cents) and is never divided as a number: digits are moved as text, and
 * Intl is given the decimal as text, which it takes exactly.
 */

/** The currency of wallets: whatever a debt is in, it is paid in e-CNY. */
export const CASH = "CNY";
/** Those in which something can be owed. */
export const CURRENCIES = [CASH, "USD"];
const MINOR_DIGITS = 2;
const PPM_PER_PERCENT_DIGITS = 4;
const RATE_DIGITS = 4;
const LEDGERS_ZONE = "Asia/Shanghai";
const DAY_MILLISECONDS = 86_400_000;
const SHANGHAIS_DAY = new Intl.DateTimeFormat("en-CA", {year: "numeric", month: "2-digit", day: "2-digit", timeZone: LEDGERS_ZONE});

/** 12345 → "123.45" */
export function decimalText(minor, digits = MINOR_DIGITS) {
  const value = BigInt(minor);
  const figures = (value < 0n ? -value : value).toString().padStart(digits + 1, "0");
  return `${value < 0n ? "-" : ""}${figures.slice(0, -digits)}.${figures.slice(-digits)}`;
}

/** A currency's sign or none; plain figures, or groups of three of them; at most two decimals. */
const AMOUNT = /^(?:(?:CN|US)?[¥$]\s?)?(\d{1,14}|[1-9]\d{0,2}(?:,\d{3}){1,4})(?:\.(\d{1,2}))?$/;

/**
 * "1,234.50", "１,234.5", "1234" → 123450; null where it is no amount of at most two decimals. A comma that does not part
 * thousands may be meant for the decimal point, and a space for the end of an amount: neither is guessed at.
 */
export function minorUnits(text) {
  const found = AMOUNT.exec(text.normalize("NFKC").trim());
  if (found === null) return null;
  const minor = BigInt(found[1].replaceAll(",", "")) * 100n + BigInt((found[2] ?? "").padEnd(MINOR_DIGITS, "0"));
  return minor <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(minor) : null;
}

/** "6", "6.25", "6.25 %" (per cent) → 60000, 62500, 62500 parts per million; null where it is no rate. */
export function partsPerMillion(text) {
  const found = /^(\d{1,3})(?:\.(\d{1,4}))?\s?%?$/.exec(text.normalize("NFKC").trim());
  if (found === null) return null;
  return Number(BigInt(found[1] + (found[2] ?? "").padEnd(PPM_PER_PERCENT_DIGITS, "0")));
}

/** The ledger's day at a moment, so many days later: "2026-11-30". */
export function ledgersDay(moment = Date.now(), daysLater = 0) {
  return SHANGHAIS_DAY.format(new Date(new Date(moment).getTime() + daysLater * DAY_MILLISECONDS));
}

/** How a language writes figures. Intl takes long to make a formatter: each is made once. */
export const formatter = once((language) => {
  const numbers = (options) => new Intl.NumberFormat(locale(language), options);
  const dates = (options) => new Intl.DateTimeFormat(locale(language), {year: "numeric", month: language === "en" ? "short" : "long", ...options});
  const ofCurrency = once((currency) => numbers({style: "currency", currency, currencyDisplay: display(language, currency)}));
  const ofDigits = once((digits) => numbers({minimumFractionDigits: digits, maximumFractionDigits: digits}));
  const compact = numbers({notation: "compact", maximumFractionDigits: 1});
  const whole = numbers({});
  const day = dates({day: "numeric", timeZone: "UTC"});
  const month = dates({timeZone: "UTC"});
  const moment = dates({day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: LEDGERS_ZONE});
  const percent = (text, digits) => `${ofDigits(digits).format(text)}${language === "en" ? " %" : "%"}`;
  return {
    sum: (minor) => minor.reduce((total, each) => total + BigInt(each), 0n),
    /** With its currency's sign: ¥100,000,000.00. */
    money: (minor, currency) => ofCurrency(currency).format(decimalText(minor)),
    /** Short, for the axis of a chart: ¥100m, 1亿. */
    roundedMoney: (minor) => compact.format(decimalText(minor)),
    /** Parts per million as a rate a year: 6.00 %. */
    rate: (ppm) => percent(decimalText(ppm, PPM_PER_PERCENT_DIGITS), 2),
    /** A decimal fraction that the ledger told as text, "0.061866" → 6.1866 %. */
    ratio: (text, digits = RATE_DIGITS) => (text === null ? "—" : percent(shifted(text), digits)),
    count: (number) => whole.format(number),
    /** A calendar day, "2027-05-30". */
    date: (text) => day.format(noonOf(text)),
    month: (text) => month.format(noonOf(`${text}-01`)),
    /** A moment (RFC 3339), by the clock in Shanghai. */
    moment: (text) => moment.format(new Date(text)),
    words: (minor, currency) => (language === "en" ? english(minor, currency) : chinese(minor, currency, language)),
  };
});

/** What `make` makes of a key, made when it is first asked for. */
function once(make) {
  const made = new Map();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key);
  };
}

function locale(language) {
  return language === "en" ? "en-GB" : language;
}

/** The mainland writes ¥; elsewhere it could be taken for yen. */
function display(language, currency) {
  return language === "zh-CN" && currency === CASH ? "narrowSymbol" : "symbol";
}

/** A decimal text times a hundred, by moving the point. */
function shifted(text) {
  const negative = text.startsWith("-");
  const [whole, fraction = ""] = text.replace("-", "").split(".");
  const figures = fraction.padEnd(2, "0");
  return `${negative ? "-" : ""}${BigInt(whole + figures.slice(0, 2))}.${figures.slice(2) || "0"}`;
}

function noonOf(text) {
  return new Date(`${text}T12:00:00Z`);
}

const ONES = [
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen",
  "eighteen nineteen",
].join(" ").split(" ");
const TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const THOUSANDS = ["", " thousand", " million", " billion", " trillion"];
const UNITS = {CNY: ["yuan", "fen"], USD: ["US dollars", "cents"]};

function english(minor, currency) {
  const [unit, part] = UNITS[currency] ?? [currency, "hundredths"];
  const value = BigInt(minor);
  const parts = Number(value % 100n);
  return `${englishWhole(value / 100n)} ${unit}${parts === 0 ? "" : ` and ${belowThousand(parts)} ${part}`}`;
}

function englishWhole(value) {
  if (value === 0n) return ONES[0];
  const groups = [];
  for (let rest = value, power = 0; rest > 0n; rest /= 1000n, power += 1) {
    const group = Number(rest % 1000n);
    if (group > 0) groups.unshift(belowThousand(group) + THOUSANDS[power]);
  }
  return groups.join(", ");
}

function belowThousand(number) {
  if (number < 20) return ONES[number];
  if (number < 100) return TENS[Math.trunc(number / 10)] + (number % 10 === 0 ? "" : `-${ONES[number % 10]}`);
  const rest = number % 100;
  return `${ONES[Math.trunc(number / 100)]} hundred${rest === 0 ? "" : ` and ${belowThousand(rest)}`}`;
}

/** The numerals of cheques and receipts, which cannot be altered with a stroke of the pen. */
const NUMERALS = {
  "zh-CN": {digits: "零壹贰叁肆伍陆柒捌玖", small: ["", "拾", "佰", "仟"], large: ["", "万", "亿", "万亿"], names: {CNY: "人民币", USD: "美元"}, yuan: "元"},
  "zh-TW": {digits: "零壹貳參肆伍陸柒捌玖", small: ["", "拾", "佰", "仟"], large: ["", "萬", "億", "兆"], names: {CNY: "人民幣", USD: "美元"}, yuan: "元"},
};

function chinese(minor, currency, language) {
  const {names, yuan, digits} = NUMERALS[language];
  const value = BigInt(minor);
  const [tenths, hundredths] = [Number((value % 100n) / 10n), Number(value % 10n)];
  const name = names[currency] ?? currency;
  const onlyParts = value > 0n && value < 100n; // 人民币壹分: no yuan are written where there are none
  let text = onlyParts ? name : `${name}${chineseWhole(value / 100n, language)}${yuan}`;
  if (tenths === 0 && hundredths === 0) return `${text}整`;
  if (tenths > 0) text += `${digits[tenths]}角`;
  else if (!onlyParts) text += digits[0];
  return hundredths > 0 ? `${text}${digits[hundredths]}分` : `${text}整`;
}

function chineseWhole(value, language) {
  const {digits, large} = NUMERALS[language];
  if (value === 0n) return digits[0];
  const groups = [];
  for (let rest = value; rest > 0n; rest /= 10000n) groups.unshift(Number(rest % 10000n));
  let text = "";
  let gap = false;
  groups.forEach((group, position) => {
    if (group === 0) {
      gap = text !== "";
      return;
    }
    if (text !== "" && (gap || group < 1000)) text += digits[0];
    const power = groups.length - 1 - position;
    const joined = language === "zh-CN" && power === 3 && groups[position + 1] > 0;
    text += belowTenThousand(group, language) + (joined ? large[1] : large[power]);
    gap = false;
  });
  return text;
}

function belowTenThousand(group, language) {
  const {digits, small} = NUMERALS[language];
  let text = "";
  let gap = false;
  for (let power = 3; power >= 0; power -= 1) {
    const digit = Math.trunc(group / 10 ** power) % 10;
    if (digit === 0) {
      gap = text !== "";
    } else {
      text += (gap ? digits[0] : "") + digits[digit] + small[power];
      gap = false;
    }
  }
  return text;
}
