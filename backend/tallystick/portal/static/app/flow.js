/**
 * A receivable's flow, out of its lots. A lot is a part of the debt in one hand at one time; whoever passes it on ends
 * it and begins the next, whose `parent` it is.
 */

/**
 * Holders joined by what passed from one to the next. A holder that it comes back to stands once for every time, since
 * money that flows in a circle cannot be drawn as a stream.
 */
export function streams(debtor, lots) {
  const byId = new Map(lots.map((lot) => [lot.lot, lot]));
  const hops = new Map();
  const nodes = new Map([["issue", {name: "issue", label: debtor.name, column: 0, last: true}]]);
  const links = new Map();
  const nodeOf = (lot) => {
    const column = hopOf(lot, byId, hops);
    const key = `${column}/${lot.holder.id ?? lot.holder.name}`;
    if (!nodes.has(key)) nodes.set(key, {name: key, label: lot.holder.name, tier: lot.tier, column, last: true});
    return key;
  };
  for (const lot of lots) {
    const target = nodeOf(lot);
    const source = lot.parent === null ? "issue" : nodeOf(byId.get(lot.parent));
    if (source === target) continue;
    nodes.get(source).last = false;
    const key = `${source}>${target}`;
    links.set(key, {source, target, value: (links.get(key)?.value ?? 0n) + BigInt(lot.flow)});
  }
  return {nodes: [...nodes.values()], links: [...links.values()]};
}

/** How many hands it went through to get there. */
function hopOf(lot, byId, hops) {
  if (!hops.has(lot.lot)) {
    const parent = lot.parent === null ? null : byId.get(lot.parent);
    const before = parent === null ? 0 : hopOf(parent, byId, hops);
    hops.set(lot.lot, parent !== null && sameHand(parent, lot) ? before : before + 1);
  }
  return hops.get(lot.lot);
}

function sameHand(one, other) {
  return one.holder.id === other.holder.id && one.holder.name === other.holder.name;
}

/** The same as a tree of steps: what one transaction did to one holder's lots in one way is one step. */
export function steps(lots) {
  const children = new Map();
  for (const lot of lots) children.set(lot.parent, [...(children.get(lot.parent) ?? []), lot]);
  const grow = (parents) => {
    const next = parents.flatMap((parent) => children.get(parent) ?? []);
    const groups = new Map();
    for (const lot of next) {
      const key = [lot.transaction, lot.kind, lot.holder.id ?? lot.holder.name, lot.tier].join("/");
      groups.set(key, [...(groups.get(key) ?? []), lot]);
    }
    return [...groups.values()].map((group) => ({
      ...group[0],
      amount: group.reduce((total, lot) => total + BigInt(lot.flow), 0n),
      claims: [...new Set(group.map((lot) => lot.claim))],
      next: grow(group.map((lot) => lot.lot)),
    }));
  };
  return grow([null]);
}
