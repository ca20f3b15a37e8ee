package io.winnow.core.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.inspection.CapturedFrame;
import io.winnow.core.inspection.ReviewSelection;
import io.winnow.core.inspection.ReviewSelection.Reason;
import io.winnow.core.inspection.Verdict;
import io.winnow.testing.Inspections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuditSamplerTest {
    private static final Verdict PASS = new Verdict.Pass(1, 2);

    private static CapturedFrame frame(int number) {
        return new CapturedFrame(
                Inspections.STATION,
                new FrameId("f-" + number),
                Inspections.NOON.plusSeconds(number),
                Optional.empty(),
                Optional.empty(),
                EncodedImage.adopt(new byte[0]));
    }

    private static List<Boolean> chosen(AuditSampler sampler, int frames) {
        return IntStream.range(0, frames)
                .mapToObj(i -> sampler.select(frame(i), PASS).orElseThrow().chosen())
                .toList();
    }

    /** 10,000 draws at 2 %: the standard deviation is 14. */
    @Test
    void select_manyPassedFrames_choosesTheShareAndStoresTheChance() {
        AuditSampler sampler = new AuditSampler(0.02);

        long count = chosen(sampler, 10_000).stream().filter(yes -> yes).count();

        assertThat(count).isBetween(150L, 250L);
        assertThat(sampler.select(frame(1), PASS).orElseThrow().probability()).isEqualTo(0.02);
    }

    @Test
    void select_sameFrameAgain_isDrawnAlike() {
        assertThat(chosen(new AuditSampler(0.3), 200)).isEqualTo(chosen(new AuditSampler(0.3), 200));
    }

    /** A higher share chooses all that a lower one does: nobody is dropped from review by asking for more. */
    @Test
    void select_higherShare_keepsWhatTheLowerChose() {
        List<Boolean> few = chosen(new AuditSampler(0.1), 500);
        List<Boolean> more = chosen(new AuditSampler(0.4), 500);

        assertThat(IntStream.range(0, 500).filter(i -> few.get(i))).allMatch(more::get);
    }

    @Test
    void select_everyVerdict_hasItsReasonAndChance() {
        AuditSampler sampler = new AuditSampler(0);

        assertThat(sampler.select(frame(1), new Verdict.Reject(3, 2))).contains(new ReviewSelection(Reason.REJECT, 1));
        assertThat(sampler.select(frame(1), Verdict.Undecided.between(1.5, 1, 2)))
                .contains(new ReviewSelection(Reason.GREY_BAND, 1));
        assertThat(sampler.select(frame(1), PASS)).contains(new ReviewSelection(Reason.NONE, 0));
        assertThat(sampler.select(frame(1), new Verdict.Undecided(Verdict.Cause.COLLECTING, "no model yet")))
                .isEmpty();
    }
}
