package io.winnow.core.station;

import io.winnow.core.Progress;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.Job;
import io.winnow.core.model.JobRunner;
import io.winnow.core.model.MemoryPlan;
import io.winnow.core.model.NewModel;
import io.winnow.core.model.PlanTooLargeException;
import io.winnow.core.model.RefitExecutor;
import io.winnow.core.model.RefitPlan;
import io.winnow.core.model.Refitter;
import io.winnow.core.refinement.Refiner;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Starts refits of stations in the background, wherever they run. Thread-safe. */
public final class RefitService {
    private static final System.Logger LOG = System.getLogger(RefitService.class.getName());

    /** Takes what a refit made and decides what becomes of it. */
    @FunctionalInterface
    public interface Admission {
        void admit(Station station, NewModel model) throws IOException;
    }

    private final JobRunner jobs;
    private final Refitter refitter;
    private final Function<Station, Refitter.Setup> setups;
    private final BiFunction<String, Station, Refiner> refiners;
    private final Set<String> strategies;
    private final RefitExecutor executor;

    /**
     * @param setups what a station's refits work with
     * @param strategies names of all strategies, in the order in which they are offered
     * @param refiners the strategy of that name for a station; refuses an unknown name with an {@link IllegalArgumentException}
     * @param executor where refits run
     */
    public RefitService(
            JobRunner jobs,
            Refitter refitter,
            Function<Station, Refitter.Setup> setups,
            Set<String> strategies,
            BiFunction<String, Station, Refiner> refiners,
            RefitExecutor executor) {
        this.jobs = jobs;
        this.refitter = refitter;
        this.setups = setups;
        this.strategies = strategies;
        this.refiners = refiners;
        this.executor = executor;
    }

    private static RefitPlan plan(Station station, Optional<String> strategy, OptionalDouble ratio) {
        RefitPlan usual = station.settings().refit();
        return usual.with(strategy.orElse(usual.strategy()), ratio.orElse(usual.ratio()));
    }

    /**
     * What a refit would take.
     *
     * @throws io.winnow.core.model.PoolTooSmallException when the pool is too small
     * @throws IllegalArgumentException when strategy or ratio cannot be used
     */
    public MemoryPlan memory(Station station, Optional<String> strategy, OptionalDouble ratio) {
        return refitter.plan(setups.apply(station), plan(station, strategy, ratio));
    }

    /** Names of the strategies that a refit can use. */
    public Set<String> strategies() {
        return strategies;
    }

    /**
     * Starts a refit.
     *
     * @param strategy instead of the station's own
     * @param ratio instead of the station's own
     * @throws JobRunner.BusyException when another one runs on this machine
     * @throws io.winnow.core.model.PoolTooSmallException when the pool is too small
     * @throws io.winnow.core.model.PlanTooLargeException when it would not fit into memory
     * @throws IllegalArgumentException when strategy or ratio cannot be used
     */
    public Job start(Station station, Optional<String> strategy, OptionalDouble ratio) {
        RefitPlan plan = plan(station, strategy, ratio);
        // Made only to refuse now what cannot be used; whoever carries the refit out makes its own.
        Objects.requireNonNull(refiners.apply(plan.strategy(), station));
        MemoryPlan memory = refitter.plan(setups.apply(station), plan);
        if (executor.here() && !memory.fits()) {
            throw new PlanTooLargeException(memory);
        }
        LOG.log(System.Logger.Level.INFO, "station {0}: refit planned for {1}", station.id(), memory);
        return jobs.start(
                station.id(),
                Job.Kind.REFIT,
                executor.here() ? Optional.of(memory) : Optional.empty(),
                work(station.id(), plan.strategy(), plan.ratio()));
    }

    /**
     * Goes on with refits that an earlier process started and that still run elsewhere.
     *
     * @throws Exception when they cannot be asked for just now
     */
    public void resume() throws Exception {
        for (RefitExecutor.Order order : executor.running()) {
            LOG.log(System.Logger.Level.INFO, "station {0}: refit {1} still runs", order.station(), order.job());
            jobs.resume(order.job(), order.station(), work(order.station(), order.strategy(), order.ratio()));
        }
    }

    private JobRunner.NamedWork work(StationId station, String strategy, double ratio) {
        return new JobRunner.NamedWork() {
            @Override
            public ModelVersion run(String id, Progress progress) throws Exception {
                return executor.run(new RefitExecutor.Order(id, station, strategy, ratio), progress);
            }

            @Override
            public boolean outlivesThisProcess() {
                return !executor.here();
            }
        };
    }
}
