#!/usr/bin/env python3
"""Checks a published pairing round (round.json) without our program. Python 3, no packages. See pairing-round.md."""
import hashlib, json, sys, unicodedata

def canonical(x): return json.dumps(x, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
def digest(x): return hashlib.sha256(canonical(x).encode()).hexdigest()
def hold(what, claim): claim or sys.exit("WRONG: " + what)

text = open(sys.argv[1], encoding="utf-8").read()
file = json.loads(text)
given, result = file["input"], file["result"]
hold("canonical form", canonical(file) == text and unicodedata.is_normalized("NFC", text))
hold("hashes", digest(given) == file["inputHash"] == result["inputHash"] and digest(result) == file["resultHash"])
rules = given["charter"]["rules"]
hold("hash of the charter's rules", digest(rules) == given["charter"]["rulesHash"])

# The numbers that the input states beside its facts.
leaders, museums = given["leaders"], given["museums"]
def most(listings, party, domain, key="strength"):
    return max([l[key] for l in listings if l["party"] == party and l["domain"] == domain], default=0)
for m in museums:
    hold("needs of " + m["name"], m["needs"] == [most(given["needs"], m["code"], d) for d in given["domains"]])
    urgent = most(given["needs"], m["code"], "conservation", "urgency")
    rounds = rules["tiers"]["roundsWithoutHelp"]
    tier = 0 if urgent >= rules["tiers"]["urgentFrom"] or m["waited"] >= rounds else 1 if 0 < m["waited"] >= rounds - 1 else 2
    hold("tier of " + m["name"], (m["urgency"], m["tier"]) == (urgent, tier))
for l in leaders:
    hold("places of " + l["name"], 0 <= l["places"] <= rules["capacity"]["most"] and l["least"] == min(rules["capacity"]["least"], l["places"]))
    hold("strengths of " + l["name"], l["declared"] or l["strengths"] == [most(given["offers"], l["code"], d) for d in given["domains"]])

# Every score.
far = {(d["from"], d["museum"]): d["distance"] for d in given["distances"]}
wish = {(w["leader"], w["museum"]): w["wish"] for w in given["wishes"]}
pairs_of = lambda key: {(p["leader"], p["museum"]) for p in given[key]}
existing, locks, out = pairs_of("existing"), pairs_of("locks"), pairs_of("exclusions")
w, dist = rules["weights"], rules["distance"]
def rate(l, m):
    p = (l["code"], m["code"])
    row = {"leader": p[0], "museum": p[1]}
    fit = 1000 * sum(n * min(n, o) for n, o in zip(m["needs"], l["strengths"])) // sum(n * n for n in m["needs"])
    why = ("excluded" if p in out else "no-capacity" if l["places"] == 0 else "distance-unknown" if p not in far
           else "too-far" if far[p] > dist["most"] else "fit-too-low" if fit < rules["leastFit"] else None)
    if why: return row | {"missing": why}
    part = {"fit": fit, "near": max(0, 1000 - 1000 * far[p] // dist["zero"]),
            "theme": 1000 if l.get("theme") and l.get("theme") == m.get("theme") else 0,
            "wish": 500 * wish.get(p, 0), "continuity": 1000 if p in existing else 0}
    return row | part | {"score": sum(w[k] * part[k] for k in part) // sum(w.values())}
ratings = [rate(l, m) for m in museums for l in leaders]
hold("scores", ratings == result["ratings"])
score = {(r["leader"], r["museum"]): r["score"] for r in ratings if "score" in r}

# Each mode: possible pairs, worth what they claim, and (where it has a certificate) no others are worth more.
places = {l["code"]: l["places"] for l in leaders}
least, tier = {l["code"]: l["least"] for l in leaders}, {m["code"]: m["tier"] for m in museums}
phi = rules["workloadBonus"]
for name, mode in result["modes"].items():
    pairs = [(p["leader"], p["museum"]) for p in mode["pairs"]]
    load = {i: sum(1 for l, _ in pairs if l == i) for i in places}
    hold(name + ": possible pairs", len({j for _, j in pairs}) == len(pairs) and locks <= set(pairs) and all(p in score for p in pairs)
         and all(load[i] <= places[i] for i in places) and all(score[p["leader"], p["museum"]] == p["score"] for p in mode["pairs"]))
    value = {f"tier{t}": sum(1 for _, j in pairs if tier[j] == t) for t in range(3)}
    value |= {"lowerPlaces": sum(min(load[i], least[i]) for i in places), "score": sum(score[p] for p in pairs),
              "lowestScore": min([score[p] for p in pairs if p not in locks], default=1000), "workload": sum(sum(phi[:load[i]]) for i in places)}
    hold(name + ": objective", all(value[l["name"]] == l["value"] for l in mode["levels"]))
    if "certificate" not in mode: continue
    weight = {l["name"]: l["weight"] for l in mode["levels"]}
    swing, below = {"score": 1000 * min(len(leaders), len(museums)), "workload": phi[0] if phi else 0}, 0
    for l in reversed([l["name"] for l in mode["levels"] if l["name"] != "lowestScore"]):
        hold(name + ": weights", weight[l] > below)
        below += weight[l] * swing.get(l, 1)
    c = lambda i, j: weight[f"tier{tier[j]}"] + weight["score"] * score[i, j]
    b = lambda i, k: weight["lowerPlaces"] * (k <= least[i]) + weight["workload"] * (phi[k - 1] if k <= len(phi) else 0)
    proof, bar = mode["certificate"]["optimum"], mode["certificate"].get("bar", {}).get("lowestScore", 0)
    price = dict(zip(places, proof["leaderPrices"]))
    gain = dict(zip(tier, proof["museumValues"]))
    held = {j for _, j in locks}
    hold(name + ": prices", all(v >= 0 for v in gain.values())
         and all(c(i, j) - price[i] <= gain[j] for (i, j), s in score.items() if j not in held and s >= bar))
    bound = (sum(v for j, v in gain.items() if j not in held) + sum(c(i, j) - price[i] for i, j in locks)
             + sum(max(0, b(i, k) + price[i]) for i in places for k in range(1, places[i] + 1)))
    hold(name + ": proof", bound == proof["bound"] == sum(c(i, j) for i, j in pairs) + sum(b(i, k) for i in places for k in range(1, load[i] + 1)))
print("holds:", given["round"]["code"], "input", file["inputHash"])
