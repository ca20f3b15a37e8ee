package io.winnow.core.station;

import io.winnow.core.Progress;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.NewModel;
import io.winnow.core.model.RefitExecutor;
import io.winnow.core.model.RefitPlan;
import io.winnow.core.model.Refitter;
import io.winnow.core.refinement.Refiner;
import java.io.IOException;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Refits in this process and hands over what they made. Thread-safe. */
public final class LocalRefits implements RefitExecutor {
    private final Refitter refitter;
    private final Function<StationId, Station> stations;
    private final Function<Station, Refitter.Setup> setups;
    private final BiFunction<String, Station, Refiner> refiners;
    private final RefitService.Admission admission;

    /**
     * @param setups what a station's refits work with
     * @param refiners the strategy of that name for a station; refuses an unknown name with an {@link IllegalArgumentException}
     */
    public LocalRefits(
            Refitter refitter,
            Function<StationId, Station> stations,
            Function<Station, Refitter.Setup> setups,
            BiFunction<String, Station, Refiner> refiners,
            RefitService.Admission admission) {
        this.refitter = refitter;
        this.stations = stations;
        this.setups = setups;
        this.refiners = refiners;
        this.admission = admission;
    }

    @Override
    public ModelVersion run(Order order, Progress progress) throws IOException {
        Station station = stations.apply(order.station());
        RefitPlan plan = station.settings().refit().with(order.strategy(), order.ratio());
        Refiner refiner = refiners.apply(plan.strategy(), station);
        NewModel model = refitter.refit(setups.apply(station), plan, refiner, progress);
        admission.admit(station, model);
        return model.manifest().version();
    }

    @Override
    public boolean here() {
        return true;
    }
}
