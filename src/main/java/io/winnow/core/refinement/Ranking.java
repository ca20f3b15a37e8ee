package io.winnow.core.refinement;

import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.refinement.LedgerEntry.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Images from the most anomalous to the least, equal scores in the order of the images. */
final class Ranking {
    private final double[] scores;
    private final int[] order;

    private Ranking(double[] scores, int[] order) {
        this.scores = scores;
        this.order = order;
    }

    /** @param scores by image of a pool that is ordered by name */
    static Ranking of(double[] scores) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer image) -> -scores[image])
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        return new Ranking(scores, order);
    }

    /** Number of images that a share of a pool is, at least one being kept. */
    static int count(double share, int images) {
        return (int) Math.min(Math.round(share * images), images - 1L);
    }

    /** Number of items that stay when a share of them goes, at least one. */
    static int keeping(double share, int items) {
        return items - count(share, items);
    }

    /** The most anomalous images, most anomalous first. */
    int[] first(int count) {
        return Arrays.copyOf(order, count);
    }

    /** The least anomalous images, ascending by position. */
    int[] last(int count) {
        int[] images = Arrays.copyOfRange(order, order.length - count, order.length);
        Arrays.sort(images);
        return images;
    }

    /** Mid-ranks divided by the number of images: 1 is the most anomalous; equal scores share a rank. */
    double[] relativeRanks() {
        double[] ranks = new double[order.length];
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                to++;
            }
            double rank = order.length - (from + to - 1) / 2.0;
            for (int i = from; i < to; i++) {
                ranks[order[i]] = rank / order.length;
            }
            from = to;
        }
        return ranks;
    }

    /** Ledger of the most anomalous images. */
    List<LedgerEntry> ledger(int count, NameOrder order, int round, Reason reason) {
        PoolEmbeddings pool = order.pool();
        List<LedgerEntry> entries = new ArrayList<>();
        int rank = 1;
        for (int image : first(count)) {
            entries.add(new LedgerEntry(order.original(image), pool.name(image), scores[image], rank++, round, reason));
        }
        return entries;
    }
}
