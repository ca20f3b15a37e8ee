package io.winnow.core.detector;

import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.IdRange;
import io.winnow.core.index.Neighbors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Answers why a patch scored as it did: the patches of the memory bank that vouch for it, and where those lie in the images that
 * they come from. Thread-safe as long as the detector is open.
 */
public final class BankNeighbours {
    /** Embeddings made anew differ from those fitted on by their half precision: 2^-11 of each value. */
    private static final double TOLERANCE = 2e-3;

    /** Places whose vector is looked up in the bank before giving up. */
    private static final int LOOKED_UP = 16;

    private final PatchCore detector;

    public BankNeighbours(PatchCore detector) {
        this.detector = detector;
    }

    /** Number of images that the bank was fitted on. */
    public int images() {
        return detector.bank().offsets().length - 1;
    }

    /** How many neighbours make a patch's score. */
    public int neighbours() {
        return detector.bank().neighbours();
    }

    /**
     * The patches of the bank nearest to a patch, nearest first.
     *
     * @param patch row of the embeddings
     * @param count at least 1; fewer are given where the bank is smaller
     */
    public List<BankPatch> nearest(PatchEmbeddings patches, int patch, int count) {
        FloatMatrix query = scaled(patches).slice(patch, patch + 1);
        Neighbors found = detector.index()
                .search(query, (int) Math.min(count, detector.index().size()), IdRange.EMPTY);
        List<BankPatch> nearest = new ArrayList<>();
        for (int rank = 0; rank < found.k(); rank++) {
            nearest.add(at(found.id(0, rank), found.distance(0, rank)));
        }
        return nearest;
    }

    private BankPatch at(long id, double distance) {
        long[] offsets = detector.bank().offsets();
        int image = 0;
        while (offsets[image + 1] <= id) {
            image++;
        }
        return new BankPatch(
                id,
                distance,
                image,
                Math.toIntExact(id - offsets[image]),
                Math.toIntExact(offsets[image + 1] - offsets[image]));
    }

    /**
     * The row of an image's embeddings that is a given patch of the bank. Where the bank holds all of the image that is its
     * order; where a selection or coreset left some out, the image's own patches are looked up in the bank.
     *
     * @param patches the embeddings in which {@code patch} is near to {@code found}
     * @param source embeddings of the image that {@code found} comes from
     * @return empty where no patch of {@code source} is that patch of the bank
     */
    public OptionalInt place(PatchEmbeddings patches, int patch, BankPatch found, PatchEmbeddings source) {
        FloatMatrix query = scaled(patches).slice(patch, patch + 1);
        FloatMatrix rows = scaled(source);
        double tolerance = TOLERANCE * (norm(query, 0) + found.distance());
        int last = rows.rows() - found.held() + found.order();
        List<Integer> likely = IntStream.rangeClosed(found.order(), last)
                .filter(row -> Math.abs(distance(query, rows, row) - found.distance()) <= tolerance)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> Math.abs(distance(query, rows, row) - found.distance())))
                .limit(LOOKED_UP)
                .toList();
        if (found.held() == rows.rows() || likely.isEmpty()) {
            return likely.isEmpty() ? OptionalInt.empty() : OptionalInt.of(found.order());
        }
        return likely.stream()
                .mapToInt(Integer::intValue)
                .filter(row -> isInBank(rows, row, found, tolerance))
                .findFirst();
    }

    /** Of equal vectors the search names the first; leaving out all before the one that is meant lets it be that one. */
    private boolean isInBank(FloatMatrix rows, int row, BankPatch found, double tolerance) {
        Neighbors nearest = detector.index().search(rows.slice(row, row + 1), 1, new IdRange(0, found.id()));
        return nearest.id(0, 0) == found.id() && nearest.distance(0, 0) <= tolerance;
    }

    private FloatMatrix scaled(PatchEmbeddings patches) {
        PatchCore.Bank bank = detector.bank();
        return bank.scale().apply(bank.shape().require(patches).vectors());
    }

    private static double norm(FloatMatrix rows, int row) {
        double sum = 0;
        for (int c = 0; c < rows.columns(); c++) {
            sum += (double) rows.at(row, c) * rows.at(row, c);
        }
        return Math.sqrt(sum);
    }

    private static double distance(FloatMatrix query, FloatMatrix rows, int row) {
        double sum = 0;
        for (int c = 0; c < query.columns(); c++) {
            double difference = (double) query.at(0, c) - rows.at(row, c);
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }
}
