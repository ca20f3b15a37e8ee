package io.winnow.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.image.FrameId;
import io.winnow.core.model.Origin;
import io.winnow.core.model.PoolEntry;
import io.winnow.core.model.PoolFrame;
import io.winnow.core.model.Signature;
import io.winnow.testing.Inspections;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoolSampleTest {
    private static final int CAP = 10;

    private static PoolRules rules(double shiftShare, double duplicates, long bytes, long seed) {
        return new PoolRules(CAP, bytes, 1, shiftShare, 1, duplicates, Shifts.parse("06:00"), seed);
    }

    private static PoolEntry frame(String name, String shift, Optional<Signature> signature) {
        return new PoolEntry(
                new PoolFrame(new FrameId(name), Inspections.hash(name), Inspections.NOON),
                Origin.PASSED,
                false,
                shift,
                "",
                100,
                signature,
                Optional.empty());
    }

    private static PoolEntry frame(String name) {
        return frame(name, "early", Optional.empty());
    }

    private static Admission offer(PoolSample sample, PoolEntry entry) {
        Admission admission = sample.judge(entry);
        if (admission.enters()) {
            admission.leaves().ifPresent(gone -> sample.remove(gone.image()));
            sample.add(entry);
        }
        return admission;
    }

    private static Set<String> names(PoolSample sample) {
        return sample.entries().stream()
                .map(entry -> entry.frame().frame().value())
                .collect(Collectors.toSet());
    }

    /** Chi-squared with 99 degrees of freedom lies below 160 with probability 0.9999. */
    @Test
    void offer_manySeeds_everyFrameIsDrawnAlikeOften() {
        int frames = 100;
        int runs = 2000;
        int[] drawn = new int[frames];
        List<PoolEntry> offered =
                IntStream.range(0, frames).mapToObj(i -> frame("frame-" + i)).toList();
        for (long seed = 0; seed < runs; seed++) {
            PoolSample sample = new PoolSample(rules(1, 0, Long.MAX_VALUE, seed), List.of());
            offered.forEach(entry -> offer(sample, entry));
            assertThat(sample.size()).isEqualTo(CAP);
            for (int i = 0; i < frames; i++) {
                drawn[i] += sample.find(offered.get(i).image()).isPresent() ? 1 : 0;
            }
        }
        double expected = (double) runs * CAP / frames;
        double chiSquared = 0;
        for (int count : drawn) {
            chiSquared += (count - expected) * (count - expected) / (expected * (1 - (double) CAP / frames));
        }
        assertThat(chiSquared).isLessThan(160);
    }

    @Test
    void offer_anotherOrder_drawsTheSame() {
        List<PoolEntry> offered = new ArrayList<>(
                IntStream.range(0, 200).mapToObj(i -> frame("frame-" + i)).toList());
        PoolSample first = new PoolSample(rules(1, 0, Long.MAX_VALUE, 7), List.of());
        offered.forEach(entry -> offer(first, entry));
        Collections.shuffle(offered, new Random(1));
        PoolSample second = new PoolSample(rules(1, 0, Long.MAX_VALUE, 7), List.of());
        offered.forEach(entry -> offer(second, entry));

        assertThat(names(second)).isEqualTo(names(first));
    }

    @Test
    void offer_oneShiftAlone_contributesNoMoreThanItsShare() {
        PoolSample sample = new PoolSample(rules(0.3, 0, Long.MAX_VALUE, 1), List.of());
        List<Admission> admissions = IntStream.range(0, 50)
                .mapToObj(i -> offer(sample, frame("early-" + i, "early", Optional.empty())))
                .toList();

        assertThat(sample.size()).isEqualTo(3);
        assertThat(admissions.stream().flatMap(each -> each.refusal().stream())).contains(Refusal.SHIFT_LIMIT);
        IntStream.range(0, 50).forEach(i -> offer(sample, frame("late-" + i, "late", Optional.empty())));
        assertThat(sample.size()).isEqualTo(6);
    }

    @Test
    void offer_bytesBeyondTheLimit_neverHappens() {
        PoolSample sample = new PoolSample(rules(1, 0, 450, 1), List.of());
        for (int i = 0; i < 50; i++) {
            offer(sample, frame("frame-" + i));
            assertThat(sample.bytes()).isLessThanOrEqualTo(450);
        }
        assertThat(sample.size()).isEqualTo(4);
    }

    @Test
    void judge_nearDuplicate_staysOutButAnUnlikeFrameEnters() {
        List<PoolEntry> known = IntStream.range(0, 10)
                .mapToObj(i -> frame("known-" + i, "", Optional.of(Signature.copyOf(new float[] {i, 0}))))
                .toList();
        PoolSample sample =
                new PoolSample(new PoolRules(20, Long.MAX_VALUE, 1, 1, 1, 0.25, Shifts.parse("06:00"), 1), known);

        assertThat(sample.judge(frame("same", "", Optional.of(Signature.copyOf(new float[] {3.1f, 0}))))
                        .refusal())
                .contains(Refusal.NEAR_DUPLICATE);
        assertThat(sample.judge(frame("other", "", Optional.of(Signature.copyOf(new float[] {3.5f, 0}))))
                        .enters())
                .isTrue();
    }

    @Test
    void judge_fullOfConfirmedFrames_refusesEvenConfirmedOnes() {
        List<PoolEntry> confirmed = IntStream.range(0, CAP)
                .mapToObj(i -> frame("known-" + i).withConfirmed(true))
                .toList();
        PoolSample sample = new PoolSample(rules(1, 0, Long.MAX_VALUE, 1), confirmed);

        assertThat(sample.judge(frame("new").withConfirmed(true)).refusal()).contains(Refusal.FULL);
    }

    @Test
    void drawn_shareOfCandidates_isAboutTheShare() {
        PoolSample sample = new PoolSample(new PoolRules(CAP, 1, 0.2, 1, 1, 0, Shifts.parse("06:00"), 1), List.of());
        long drawn = IntStream.range(0, 5000)
                .filter(i -> sample.drawn(Inspections.hash("frame-" + i)))
                .count();

        assertThat(drawn).isBetween(880L, 1120L);
    }
}
