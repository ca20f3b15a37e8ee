package io.winnow.core.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.dataset.Dataset;
import io.winnow.core.dataset.LabelledImage;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class PollutionDrawProperties {
    @Property(tries = 200)
    void pools_ofRisingRatio_areNestedAndOfOneSize(
            @ForAll @IntRange(min = 1, max = 60) int train,
            @ForAll @IntRange(min = 1, max = 40) int dents,
            @ForAll @IntRange(min = 1, max = 40) int scratches,
            @ForAll @DoubleRange(min = 0, max = 0.9) double low,
            @ForAll @DoubleRange(min = 0, max = 0.9) double high,
            @ForAll long seed) {
        Dataset dataset = Datasets.of(train, 3, Map.of("dent", dents, "scratch", scratches));
        PollutionDraw draw = PollutionDraw.of(dataset, 0.9, seed);

        List<LabelledImage> less = draw.pool(Math.min(low, high)).images();
        List<LabelledImage> more = draw.pool(Math.max(low, high)).images();

        assertThat(less).hasSize(train).doesNotHaveDuplicates();
        assertThat(more).hasSize(train).doesNotHaveDuplicates();
        assertThat(defects(more)).containsAll(defects(less));
        assertThat(normals(less)).containsAll(normals(more));
        assertThat(draw.test()).doesNotContainAnyElementsOf(more);
        assertThat(draw.test().stream().filter(LabelledImage::isDefective)).isNotEmpty();
    }

    @Property(tries = 50)
    void of_sameSeed_drawsTheSame(@ForAll long seed) {
        Dataset dataset = Datasets.of(40, 3, Map.of("dent", 10, "scratch", 20));

        PollutionDraw one = PollutionDraw.of(dataset, 0.2, seed);
        PollutionDraw other = PollutionDraw.of(dataset, 0.2, seed);

        assertThat(one.pollution()).isEqualTo(other.pollution());
        assertThat(one.pool(0.1)).isEqualTo(other.pool(0.1));
        assertThat(one.test()).isEqualTo(other.test());
    }

    private static Set<LabelledImage> defects(List<LabelledImage> images) {
        Set<LabelledImage> defects = new HashSet<>(images);
        defects.removeIf(image -> !image.isDefective());
        return defects;
    }

    private static Set<LabelledImage> normals(List<LabelledImage> images) {
        Set<LabelledImage> normals = new HashSet<>(images);
        normals.removeIf(LabelledImage::isDefective);
        return normals;
    }
}
