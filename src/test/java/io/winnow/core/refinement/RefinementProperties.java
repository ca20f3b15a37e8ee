package io.winnow.core.refinement;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.Progress;
import io.winnow.core.detector.PatchSelection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What holds for every strategy, pool and plan. */
class RefinementProperties {
    @Property(tries = 60)
    void refine_ratioZero_changesNothing(@ForAll("strategies") Refiner refiner, @ForAll long seed) {
        MadePool pool = MadePool.of(8, 2, seed);
        Refinement refinement = refiner.refine(pool, RefinementPlan.dropping(0, seed), Progress.NONE);
        assertThat(refinement.kept()).containsExactlyElementsOf(positions(pool));
        assertThat(refinement.dropped()).isEmpty();
        assertThat(refinement.selection()).isSameAs(PatchSelection.ALL);
        assertThat(refinement.droppedPatches()).isEmpty();
    }

    @Property(tries = 60)
    void refine_anyRatio_keptAndDroppedAreThePool(
            @ForAll("strategies") Refiner refiner,
            @ForAll @DoubleRange(max = 0.99) double ratio,
            @ForAll @IntRange(min = 5, max = 12) int images,
            @ForAll long seed) {
        MadePool pool = MadePool.of(images, 2, seed);
        Refinement refinement = refiner.refine(pool, RefinementPlan.dropping(ratio, seed), Progress.NONE);
        assertThat(Stream.concat(
                        refinement.kept().stream(),
                        refinement.dropped().stream().map(LedgerEntry::image)))
                .containsExactlyInAnyOrderElementsOf(positions(pool));
        assertThat(refinement.kept()).isNotEmpty().isSorted();
    }

    @Property(tries = 60)
    void refine_anotherOrderOfThePool_dropsTheSame(
            @ForAll("strategies") Refiner refiner,
            @ForAll @DoubleRange(min = 0.05, max = 0.6) double ratio,
            @ForAll long seed) {
        MadePool pool = MadePool.of(9, 3, seed);
        MadePool shuffled = pool.shuffled(new Random(seed + 2));
        RefinementPlan plan = RefinementPlan.dropping(ratio, seed);
        Refinement one = refiner.refine(pool, plan, Progress.NONE);
        Refinement other = refiner.refine(shuffled, plan, Progress.NONE);
        assertThat(ledger(other, shuffled)).isEqualTo(ledger(one, pool));
        assertThat(scores(other, shuffled)).isEqualTo(scores(one, pool));
        assertThat(other.droppedPatches().size()).isEqualTo(one.droppedPatches().size());
    }

    @Property(tries = 30)
    void refine_sameSeed_sameResult(@ForAll("strategies") Refiner refiner, @ForAll long seed) {
        MadePool pool = MadePool.of(9, 3, seed);
        RefinementPlan plan = RefinementPlan.dropping(0.25, seed);
        Refinement one = refiner.refine(pool, plan, Progress.NONE);
        Refinement other = refiner.refine(pool, plan, Progress.NONE);
        assertThat(other.dropped()).isEqualTo(one.dropped());
        assertThat(other.scores()).isEqualTo(one.scores());
    }

    @Property(tries = 30)
    void refine_ratioOfImages_dropsTheHighestScores(
            @ForAll("imageStrategies") Refiner refiner,
            @ForAll @DoubleRange(min = 0.1, max = 0.8) double ratio,
            @ForAll long seed) {
        MadePool pool = MadePool.of(9, 3, seed);
        Refinement refinement = refiner.refine(pool, RefinementPlan.dropping(ratio, seed), Progress.NONE);
        assertThat(refinement.dropped()).hasSize((int) Math.round(ratio * pool.size()));
        double lowestDropped = refinement.dropped().stream()
                .mapToDouble(LedgerEntry::score)
                .min()
                .orElseThrow();
        assertThat(refinement.kept())
                .allSatisfy(image -> assertThat(refinement.scores().get(image)).isLessThanOrEqualTo(lowestDropped));
        assertThat(refinement.dropped())
                .extracting(LedgerEntry::rank)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, refinement.dropped().size())
                                .boxed()
                                .toList());
    }

    @Provide
    Arbitrary<Refiner> strategies() {
        return Arbitraries.of(Strategies.all());
    }

    @Provide
    Arbitrary<Refiner> imageStrategies() {
        return Arbitraries.of(Strategies.ofImages());
    }

    private static List<Integer> positions(MadePool pool) {
        return IntStream.range(0, pool.size()).boxed().toList();
    }

    private static List<String> ledger(Refinement refinement, MadePool pool) {
        return refinement.dropped().stream()
                .map(entry -> {
                    assertThat(pool.name(entry.image())).isEqualTo(entry.name());
                    return "%s %s %d %d %s"
                            .formatted(entry.name(), entry.score(), entry.rank(), entry.round(), entry.reason());
                })
                .toList();
    }

    private static Map<String, Double> scores(Refinement refinement, MadePool pool) {
        Map<String, Double> scores = new TreeMap<>();
        for (int image = 0; image < refinement.scores().size(); image++) {
            scores.put(pool.name(image), refinement.scores().get(image));
        }
        return scores;
    }
}
