// The peer: LEMON's NetworkSimplex (and CostScaling) on the same network with the same combined 64-bit costs.
// Reads "nodes arcs" and then "source target capacity cost" per arc; prints the value and the seconds of every run.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>
#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

using Graph = lemon::StaticDigraph;

template <class Algorithm>
void measure(const char* name, const Graph& graph, const Graph::ArcMap<int64_t>& capacity, const Graph::ArcMap<int64_t>& cost, int runs) {
    for (int run = 0; run < runs; run++) {
        Algorithm algorithm(graph);
        algorithm.upperMap(capacity).costMap(cost);
        auto start = std::chrono::steady_clock::now();
        auto status = algorithm.run();
        double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        if (status != Algorithm::OPTIMAL) { std::printf("%s failed\n", name); std::exit(1); }
        std::printf("%s %lld %.6f\n", name, (long long)-algorithm.template totalCost<int64_t>(), seconds);
    }
}

int main(int argc, char** argv) {
    if (argc < 3) { std::fprintf(stderr, "lemon FILE RUNS [costscaling]\n"); return 2; }
    std::FILE* file = std::fopen(argv[1], "r");
    int nodes, arcs;
    if (!file || std::fscanf(file, "%d %d", &nodes, &arcs) != 2) return 2;
    std::vector<std::pair<int, int>> ends(arcs);
    std::vector<int64_t> limit(arcs), price(arcs);
    for (int a = 0; a < arcs; a++) {
        long long u, c;
        if (std::fscanf(file, "%d %d %lld %lld", &ends[a].first, &ends[a].second, &u, &c) != 4) return 2;
        limit[a] = u;
        price[a] = c;
    }
    std::fclose(file);
    // The file is sorted by source, as StaticDigraph wants; arc ids are then file positions.
    Graph graph;
    graph.build(nodes, ends.begin(), ends.end());
    Graph::ArcMap<int64_t> capacity(graph), cost(graph);
    for (Graph::ArcIt a(graph); a != lemon::INVALID; ++a) {
        capacity[a] = limit[graph.id(a)];
        cost[a] = price[graph.id(a)];
    }
    measure<lemon::NetworkSimplex<Graph, int64_t, int64_t>>("networksimplex", graph, capacity, cost, std::atoi(argv[2]));
    if (argc > 3 && !std::strcmp(argv[3], "costscaling")) {
        measure<lemon::CostScaling<Graph, int64_t, int64_t>>("costscaling", graph, capacity, cost, std::atoi(argv[2]));
    }
}
