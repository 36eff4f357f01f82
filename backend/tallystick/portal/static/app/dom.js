/** Builds elements. Text always goes in as text, never as markup. */

/**
 * h("a", {href: "#/", class: "quiet"}, "Home"). A property that begins with "on" is a listener; true stands for an
 * attribute without a value; null, undefined and false are left out.
 */
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** A piece of text that is in another language than the page. */
export function inEnglish(text) {
  return h("span", {lang: "en"}, text);
}
