package io.winnow.core.bench;

import io.winnow.core.dataset.Dataset;
import io.winnow.core.dataset.LabelledImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * One seed's draw of the protocol of the SROC paper (section 4.1).
 *
 * <p>A pollution set of {@code maxRatio} times the training set's size is drawn from the defective test images, with the
 * same mix of defect types, and is taken out of the test set for good: the test set is the same for every pollution ratio.
 * A pool of a smaller ratio holds the first images of the pollution set, which is ordered so that each prefix has about the
 * mix of types too. Each polluting image takes the place of a normal image chosen at random, so pools of all ratios are
 * nested and of one size.
 *
 * <p>Two departures. Defective images that a publisher put into the training split (KolektorSDD2) are no test images and
 * are drawn before those. And where a dataset has too few defects, a quarter of its defective test images stays in the
 * test set, the pollution set is smaller than asked for, and {@link #shortfall} says so.
 *
 * <p>Immutable and thread-safe.
 */
public final class PollutionDraw {
    private final Dataset dataset;
    private final List<LabelledImage> pollution;
    private final int[] replaced;
    private final List<LabelledImage> test;
    private final Optional<String> shortfall;

    private PollutionDraw(
            Dataset dataset,
            List<LabelledImage> pollution,
            int[] replaced,
            List<LabelledImage> test,
            Optional<String> shortfall) {
        this.dataset = dataset;
        this.pollution = pollution;
        this.replaced = replaced;
        this.test = test;
        this.shortfall = shortfall;
    }

    /**
     * Draws a pollution set.
     *
     * @param maxRatio size of the pollution set as a part of the training set's, at least 0 and less than 1; the paper's is
     *     0.2
     * @param seed decides which images are drawn and which are replaced
     */
    public static PollutionDraw of(Dataset dataset, double maxRatio, long seed) {
        requireRatio("pollution set", maxRatio);
        Random random = new Random(seed);
        int wanted = imagesOf(maxRatio, dataset.train().size());
        List<LabelledImage> pollution = new ArrayList<>(stratified(dataset.trainDefects(), wanted, random));
        int spare = dataset.testDefects().size() * 3 / 4;
        pollution.addAll(stratified(dataset.testDefects(), Math.min(wanted - pollution.size(), spare), random));
        Set<LabelledImage> taken = new HashSet<>(pollution);
        List<LabelledImage> test =
                dataset.test().stream().filter(image -> !taken.contains(image)).toList();
        return new PollutionDraw(
                dataset,
                List.copyOf(pollution),
                permutation(dataset.train().size(), random),
                test,
                shortfall(dataset, maxRatio, wanted, pollution.size()));
    }

    /** The test images, the same for every pool of this draw. */
    public List<LabelledImage> test() {
        return test;
    }

    /** The pollution set, in the order in which pools take from it. */
    public List<LabelledImage> pollution() {
        return pollution;
    }

    /** What is missing where the dataset has too few defects for the pollution asked for. */
    public Optional<String> shortfall() {
        return shortfall;
    }

    /**
     * The training set at a pollution ratio.
     *
     * @param ratio at least 0 and less than 1; what exceeds the pollution set is left out
     */
    public PollutedPool pool(double ratio) {
        requireRatio("pollution", ratio);
        List<LabelledImage> images = new ArrayList<>(dataset.train());
        int polluted = Math.min(imagesOf(ratio, images.size()), pollution.size());
        for (int i = 0; i < polluted; i++) {
            images.set(replaced[i], pollution.get(i));
        }
        return new PollutedPool(ratio, images);
    }

    /** Some images with the mix of types of all: largest remainders decide how many of each, the order spreads them. */
    private static List<LabelledImage> stratified(List<LabelledImage> all, int size, Random random) {
        int wanted = Math.min(size, all.size());
        record Placed(LabelledImage image, double place) {}
        List<Placed> placed = new ArrayList<>();
        Map<String, List<LabelledImage>> byType = byType(all);
        Map<String, Integer> quotas = quotas(byType, all.size(), wanted, random);
        byType.forEach((type, images) -> {
            Collections.shuffle(images, random);
            int quota = quotas.getOrDefault(type, 0);
            // A random phase keeps types of equal quota from always coming in the order of their names.
            double phase = random.nextDouble();
            for (int i = 0; i < quota; i++) {
                placed.add(new Placed(images.get(i), (i + phase) / quota));
            }
        });
        placed.sort(Comparator.comparingDouble(Placed::place));
        return placed.stream().map(Placed::image).toList();
    }

    private static Map<String, Integer> quotas(
            Map<String, List<LabelledImage>> byType, int all, int wanted, Random random) {
        record Remainder(String type, double part, double tieBreak) {}
        Map<String, Integer> quotas = new LinkedHashMap<>();
        List<Remainder> remainders = new ArrayList<>();
        int given = 0;
        for (Map.Entry<String, List<LabelledImage>> entry : byType.entrySet()) {
            double share = (double) wanted * entry.getValue().size() / all;
            int whole = (int) share;
            quotas.put(entry.getKey(), whole);
            remainders.add(new Remainder(entry.getKey(), share - whole, random.nextDouble()));
            given += whole;
        }
        remainders.sort(
                Comparator.comparingDouble(Remainder::part).reversed().thenComparingDouble(Remainder::tieBreak));
        for (Remainder remainder : remainders.subList(0, wanted - given)) {
            quotas.merge(remainder.type(), 1, Integer::sum);
        }
        return quotas;
    }

    private static Map<String, List<LabelledImage>> byType(List<LabelledImage> images) {
        Map<String, List<LabelledImage>> byType = new TreeMap<>();
        for (LabelledImage image : images) {
            byType.computeIfAbsent(image.defectType().orElseThrow(), type -> new ArrayList<>())
                    .add(image);
        }
        return byType;
    }

    private static int[] permutation(int size, Random random) {
        List<Integer> order = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int imagesOf(double ratio, int trainSize) {
        return (int) Math.round(ratio * trainSize);
    }

    private static Optional<String> shortfall(Dataset dataset, double maxRatio, int wanted, int drawn) {
        if (drawn == wanted) {
            return Optional.empty();
        }
        int defects = dataset.trainDefects().size() + dataset.testDefects().size();
        return Optional.of(
                ("%s: pollution of %.1f %% needs %d defective images, %d can be drawn of %d (a quarter of the test"
                                + " set's stays there); pools reach %.1f %% at most")
                        .formatted(
                                dataset.category(),
                                100 * maxRatio,
                                wanted,
                                drawn,
                                defects,
                                100.0 * drawn / dataset.train().size()));
    }

    private static void requireRatio(String what, double ratio) {
        if (!(ratio >= 0 && ratio < 1)) {
            throw new IllegalArgumentException("%s ratio = %s must be at least 0 and below 1".formatted(what, ratio));
        }
    }
}
