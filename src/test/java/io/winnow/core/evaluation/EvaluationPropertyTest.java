package io.winnow.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for every test set. */
class EvaluationPropertyTest {
    private static final int HEIGHT = 16;
    private static final int WIDTH = 24;
    private static final List<String> RANKING_KEYS = List.of(
            "image.auroc", "image.aupr", "image.f1", "pixel.auroc", "pixel.aupr", "pixel.f1", "aupro", "au_iou");

    @Property(tries = 60)
    void rankingFigures_strictlyIncreasingMapOfScores_doNotChange(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 500) int levels) {
        SplittableRandom random = new SplittableRandom(seed);
        List<float[]> maps = Sets.randomMaps(random, 5, HEIGHT * WIDTH, levels);
        Masks masks = Masks.of(HEIGHT, WIDTH, Sets.randomMasks(random, 5, HEIGHT, WIDTH));
        Map<String, Figure> before = Evaluation.of(copy(maps), masks).byKey();
        // Exact in single precision for these levels, and far from linear.
        List<float[]> cubed =
                maps.stream().map(EvaluationPropertyTest::increasing).toList();
        Map<String, Figure> after = Evaluation.of(copy(cubed), masks).byKey();
        for (String key : RANKING_KEYS) {
            assertThat(after.get(key)).as(key).isEqualTo(before.get(key));
        }
    }

    private static float[] increasing(float[] map) {
        float[] mapped = new float[map.length];
        for (int p = 0; p < map.length; p++) {
            mapped[p] = map[p] < 0 ? map[p] / 16 : map[p] * map[p] + 2;
        }
        return mapped;
    }

    @Property(tries = 60)
    void everyFigure_anySet_liesBetween0And1(@ForAll long seed, @ForAll @IntRange(min = 1, max = 500) int levels) {
        SplittableRandom random = new SplittableRandom(seed);
        ScoreMaps maps = ScoreMaps.of(HEIGHT, WIDTH, Sets.randomMaps(random, 5, HEIGHT * WIDTH, levels));
        Masks masks = Masks.of(HEIGHT, WIDTH, Sets.randomMasks(random, 5, HEIGHT, WIDTH));
        Evaluation.of(maps, masks).byKey().forEach((key, figure) -> {
            if (!key.endsWith("threshold")) {
                figure.optional().ifPresent(value -> assertThat(value).as(key).isBetween(0.0, 1.0));
            }
        });
    }

    @Property(tries = 60)
    void areas_wholeRange_areAtMostThoseOfThePerfectMap(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int tenths) {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> truth = Sets.randomMasks(random, 4, HEIGHT, WIDTH);
        Masks masks = Masks.of(HEIGHT, WIDTH, truth);
        List<float[]> perfect =
                truth.stream().map(EvaluationPropertyTest::scaled).toList();
        PixelRanking pixels = PixelRanking.of(ScoreMaps.of(HEIGHT, WIDTH, perfect), masks);
        assertThat(value(PerRegionOverlap.area(pixels, tenths / 10.0))).isCloseTo(1, within(1e-12));
        PixelRanking noise =
                PixelRanking.of(ScoreMaps.of(HEIGHT, WIDTH, Sets.randomMaps(random, 4, HEIGHT * WIDTH, 9)), masks);
        assertThat(value(IouCurve.area(noise, tenths / 10.0)))
                .isLessThanOrEqualTo(value(IouCurve.area(pixels, tenths / 10.0)));
    }

    @Property(tries = 40)
    void everyFigure_imagesInAnotherOrder_doesNotChange(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<float[]> maps = Sets.randomMaps(random, 6, HEIGHT * WIDTH, 40);
        List<byte[]> truth = Sets.randomMasks(random, 6, HEIGHT, WIDTH);
        List<Integer> order = new ArrayList<>(IntStream.range(0, 6).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        Map<String, Figure> before =
                Evaluation.of(copy(maps), Masks.of(HEIGHT, WIDTH, truth)).byKey();
        Map<String, Figure> after = Evaluation.of(
                        copy(order.stream().map(maps::get).toList()),
                        Masks.of(HEIGHT, WIDTH, order.stream().map(truth::get).toList()))
                .byKey();
        // Sums of overlaps round differently in another order; everything else counts whole numbers.
        assertThat(value(after.remove("aupro"))).isCloseTo(value(before.remove("aupro")), within(1e-12));
        assertThat(after).isEqualTo(before);
    }

    @Property(tries = 25)
    void everyFigureAndInterval_anyNumberOfThreads_isTheSame(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int threads) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        List<float[]> maps = Sets.randomMaps(random, 6, HEIGHT * WIDTH, 40);
        Masks masks = Masks.of(HEIGHT, WIDTH, Sets.randomMasks(random, 6, HEIGHT, WIDTH));
        EvaluationOptions options = EvaluationOptions.DEFAULT.withIntervals(Resampling.of(8, seed));
        Evaluation expected = Evaluation.of(copy(maps), masks, options);
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            Evaluation actual =
                    pool.submit(() -> Evaluation.of(copy(maps), masks, options)).get();
            assertThat(actual.byKey()).isEqualTo(expected.byKey());
            assertThat(actual.intervals()).isEqualTo(expected.intervals());
        } finally {
            pool.shutdown();
        }
        PixelRanking stretches = PixelRanking.of(copy(maps), masks, threads);
        assertThat(PerRegionOverlap.area(stretches, 0.3)).isEqualTo(expected.aupro());
        assertThat(stretches.figures()).isEqualTo(expected.pixel());
    }

    @Property(tries = 60)
    void pl_predictionEqualsTheScaledBoxes_is1(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Masks masks = Masks.of(HEIGHT, WIDTH, Sets.randomMasks(random, 5, HEIGHT, WIDTH));
        List<float[]> maps = ProportionLocalised.boxes(masks).stream()
                .map(EvaluationPropertyTest::filled)
                .toList();
        ProportionLocalised localised = ProportionLocalised.of(copy(maps), masks);
        if (isPartition(masks)) {
            assertThat(localised.at(0.99)).isEqualTo(Figure.of(1));
        }
        assertThat(localised.at(0)).isEqualTo(Figure.of(1));
    }

    @Property(tries = 60)
    void pl_emptyPrediction_is0(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> truth = Sets.randomMasks(random, 5, HEIGHT, WIDTH);
        Masks masks = Masks.of(HEIGHT, WIDTH, truth);
        List<float[]> nothing =
                truth.stream().map(mask -> new float[mask.length]).toList();
        assertThat(ProportionLocalised.of(copy(nothing), masks).at(0.3)).isEqualTo(Figure.of(0));
        assertThat(ProportionLocalised.ofPercentiles(copy(nothing), masks).at(0.3))
                .isEqualTo(Figure.of(0));
    }

    /** Whether no two boxes of an image share a pixel: a shared pixel counts for both, so neither can match exactly. */
    private static boolean isPartition(Masks masks) {
        for (List<RotatedBox> boxes : ProportionLocalised.boxes(masks)) {
            float[] all = filled(boxes);
            int covered = 0;
            for (float pixel : all) {
                covered += pixel > 0 ? 1 : 0;
            }
            int sum = boxes.stream()
                    .mapToInt(box -> new BoxPixels(box, HEIGHT, WIDTH).count())
                    .sum();
            if (covered != sum || crossesBorderBetweenCentres(boxes)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a box has pixels at least as near to another box's centre: they count as that box's false prediction. */
    private static boolean crossesBorderBetweenCentres(List<RotatedBox> boxes) {
        for (RotatedBox box : boxes) {
            BoxPixels pixels = new BoxPixels(box, HEIGHT, WIDTH);
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = pixels.first(y); x <= pixels.last(y); x++) {
                    double own = Math.hypot(x - box.centreX(), y - box.centreY());
                    int column = x;
                    int row = y;
                    if (boxes.stream()
                            .anyMatch(other -> other != box
                                    && Math.hypot(column - other.centreX(), row - other.centreY()) <= own)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static float[] filled(List<RotatedBox> boxes) {
        float[] map = new float[HEIGHT * WIDTH];
        for (RotatedBox box : boxes) {
            BoxPixels pixels = new BoxPixels(box, HEIGHT, WIDTH);
            for (int y = 0; y < HEIGHT; y++) {
                if (pixels.first(y) <= pixels.last(y)) {
                    Arrays.fill(map, y * WIDTH + pixels.first(y), y * WIDTH + pixels.last(y) + 1, 1f);
                }
            }
        }
        return map;
    }

    private static float[] scaled(byte[] mask) {
        float[] map = new float[mask.length];
        for (int p = 0; p < map.length; p++) {
            map[p] = mask[p] != 0 ? 2.5f : -1;
        }
        return map;
    }

    private static ScoreMaps copy(List<float[]> maps) {
        return ScoreMaps.of(HEIGHT, WIDTH, maps.stream().map(float[]::clone).toList());
    }

    private static double value(Figure figure) {
        return figure.optional().orElseThrow();
    }
}
