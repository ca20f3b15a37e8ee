package io.winnow.core.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All cells of one category and one backbone, pool by pool. Used by one thread. */
final class CategoryStudy {
    private record PoolKey(long seed, double pollution, String detector) {
        static PoolKey of(CellKey key) {
            return new PoolKey(key.seed(), key.pollution(), key.detector());
        }
    }

    private final StudyContext context;
    private final Map<PoolKey, List<CellKey>> pools = new LinkedHashMap<>();

    CategoryStudy(StudyContext context) {
        this.context = context;
        for (CellKey key :
                context.plan().cells(context.dataset(), context.backbone().name())) {
            pools.computeIfAbsent(PoolKey.of(key), pool -> new ArrayList<>()).add(key);
        }
    }

    /** Announces all steps. */
    void announce() {
        context.images().announce();
        pools.values().forEach(cells -> PoolStudy.announce(context, cells));
    }

    /** Computes all cells, or takes them from the cache. */
    List<Cell> run() throws IOException {
        List<Cell> cells = new ArrayList<>();
        for (Map.Entry<PoolKey, List<CellKey>> entry : pools.entrySet()) {
            PoolKey key = entry.getKey();
            PollutionDraw draw =
                    PollutionDraw.of(context.dataset(), context.plan().pollutionSet(), key.seed());
            PoolStudy pool = new PoolStudy(context, draw, key.pollution(), key.detector(), key.seed());
            cells.addAll(pool.run(entry.getValue()));
        }
        context.images().skipUnlessEmbedded();
        return cells;
    }
}
