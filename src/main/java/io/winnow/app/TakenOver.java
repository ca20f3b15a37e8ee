package io.winnow.app;

import io.winnow.core.Progress;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.life.ModelLife;
import io.winnow.core.model.RefitExecutor;
import io.winnow.core.station.Stations;
import java.util.List;

/** Refits that run elsewhere, and the versions that they recorded taken over by this service. */
record TakenOver(RefitExecutor elsewhere, Stations stations, ModelLife life) implements RefitExecutor {
    @Override
    public ModelVersion run(Order order, Progress progress) throws Exception {
        ModelVersion version = elsewhere.run(order, progress);
        life.take(stations.find(order.station()).orElseThrow(), version);
        return version;
    }

    @Override
    public boolean here() {
        return elsewhere.here();
    }

    @Override
    public List<Order> running() throws Exception {
        return elsewhere.running().stream()
                .filter(order -> stations.find(order.station()).isPresent())
                .toList();
    }
}
