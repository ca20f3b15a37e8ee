package io.winnow.core.station;

import io.winnow.core.inspection.StationId;
import io.winnow.core.model.Origin;
import io.winnow.core.pool.PoolKeeper;
import io.winnow.core.pool.Refusal;

/** Passes what happens to a pool on to whoever listens to its station. */
record PoolNews(StationListener listener) implements PoolKeeper.Listener {
    @Override
    public void entered(StationId station, Origin origin) {
        listener.pooled(station, origin);
    }

    @Override
    public void refused(StationId station, Refusal why) {
        listener.poolRefused(station, why);
    }

    @Override
    public void left(StationId station, Refusal why) {
        listener.unpooled(station, why);
    }
}
