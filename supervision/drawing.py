"""A stratified random sample 分层抽样 that anybody can draw again from the published list and seed, with nothing but SHA-256.

Each layer gives its share of the sample by its size, left-over places going to the largest remainders. Within a layer those are drawn
whose digest, SHA-256 of "seed|kind|group|layer|key", is lowest.
"""

from collections import defaultdict
from hashlib import sha256

METHOD = (
    "各层名额按该层数量占本组总数的比例分配，取整后余下的名额按小数部分从大到小分配（相同的先给数量多的层，再按层名排列）；"
    "每层内按“种子|类别|组|层|标识”（UTF-8）的 SHA-256 值从小到大取。"
)


def line(row):
    """One row (kind, group, layer, key) as it enters digests."""
    return "|".join(row)


def digest_of(rows):
    """The digest of a whole list, whatever its order: it proves that nothing was added or left out later."""
    return sha256("\n".join(sorted(map(line, rows))).encode()).hexdigest()


def ticket(seed, row):
    """What decides whether a row is drawn: the lower, the sooner."""
    return sha256(f"{seed}|{line(row)}".encode()).hexdigest()


def places(sizes, wanted):
    """{layer: how many of it are drawn} of {layer: how many there are}, `wanted` in all, never more than there are."""
    total = sum(sizes.values())
    wanted = min(wanted, total)
    found = {layer: size * wanted // total for layer, size in sizes.items()} if total else {}
    order = sorted(sizes, key=lambda layer: (-(sizes[layer] * wanted % total), -sizes[layer], layer)) if total else []
    for layer in order[: wanted - sum(found.values())]:
        found[layer] += 1
    return found


def drawn(rows, wanted, seed):
    """The rows (kind, group, layer, key) of one group that are drawn, as a set."""
    layers = defaultdict(list)
    for row in rows:
        layers[row[2]].append(row)
    given = places({layer: len(members) for layer, members in layers.items()}, wanted)
    return {row for layer, number in given.items() for row in sorted(layers[layer], key=lambda row: ticket(seed, row))[:number]}
