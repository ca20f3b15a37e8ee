package io.winnow.core.detector;

import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.IdRange;
import io.winnow.core.index.NearestNeighborIndex;
import io.winnow.core.index.Neighbors;

/**
 * A memory bank of patches (PatchCore, Roth et al., CVPR 2022). A patch's score is the mean Euclidean distance to its k
 * nearest patches of the bank, an image's score the highest of its patches (SROC paper, section 3.1.4, equation 4).
 * Thread-safe. Made by {@link PatchCoreTrainer}, or from files by {@link PatchCoreArtifact}.
 *
 * <p>Leaving out an image is exact without a coreset. With one, the image's patches leave the coreset but the coreset is not
 * chosen anew; nor is the channel scale.
 */
public final class PatchCore implements AnomalyDetector {
    /** All that makes a fitted detector besides its index; empty arrays stand for absent ones. */
    record Bank(
            FeatureShape shape,
            int neighbours,
            int reweightNeighbours,
            ChannelScale scale,
            long[] offsets,
            float[] weights,
            FloatMatrix vectors) {}

    private final Bank bank;
    private final NearestNeighborIndex index;

    PatchCore(Bank bank, NearestNeighborIndex index) {
        if (index.dimension() != bank.shape().dimension()) {
            throw new IllegalArgumentException("index has dimension %d, embeddings have %d"
                    .formatted(index.dimension(), bank.shape().dimension()));
        }
        this.bank = bank;
        this.index = index;
    }

    /** Number of patches in the memory bank. */
    public long size() {
        return index.size();
    }

    /** What kind of index searches the bank, for people. */
    public String indexDescription() {
        return index.description();
    }

    Bank bank() {
        return bank;
    }

    NearestNeighborIndex index() {
        return index;
    }

    @Override
    public Detection detect(PatchEmbeddings patches) {
        return detect(patches, IdRange.EMPTY);
    }

    @Override
    public Detection detectLeavingOut(PatchEmbeddings patches, int poolImage) {
        IdRange own = BankVectors.idsOf(bank.offsets(), poolImage);
        if (own.size() == index.size()) {
            throw new IllegalArgumentException(
                    "pool image %d holds all %d patches of the memory bank, leaving it out leaves none"
                            .formatted(poolImage, index.size()));
        }
        return detect(patches, own);
    }

    private Detection detect(PatchEmbeddings patches, IdRange excluded) {
        FloatMatrix queries = bank.scale().apply(bank.shape().require(patches).vectors());
        Neighbors neighbors = search(queries, bank.neighbours(), excluded);
        float[] scores = new float[queries.rows()];
        int worst = 0;
        for (int patch = 0; patch < scores.length; patch++) {
            scores[patch] = (float) meanDistance(neighbors, patch);
            worst = scores[patch] > scores[worst] ? patch : worst;
        }
        double weight = bank.reweightNeighbours() == 0
                ? 1
                : imageWeight(queries.slice(worst, worst + 1), neighbors.id(worst, 0), excluded);
        return new Detection(weight * scores[worst], bank.shape().map(scores));
    }

    private Neighbors search(FloatMatrix queries, int k, IdRange excluded) {
        return index.search(queries, (int) Math.min(k, index.size() - excluded.size()), excluded);
    }

    private double meanDistance(Neighbors neighbors, int patch) {
        if (bank.weights().length == 0) {
            return neighbors.meanDistance(patch);
        }
        double sum = 0;
        for (int rank = 0; rank < neighbors.k(); rank++) {
            sum += bank.weights()[(int) neighbors.id(patch, rank)] * neighbors.distance(patch, rank);
        }
        return sum / neighbors.k();
    }

    /** PatchCore, equation 7: a nearest patch that is itself alone in the bank makes the score more credible. */
    private double imageWeight(FloatMatrix patch, long nearest, IdRange excluded) {
        int row = (int) nearest;
        Neighbors around = search(bank.vectors().slice(row, row + 1), bank.reweightNeighbours(), excluded);
        double toNearest = distance(patch, row);
        double sum = 0;
        for (int rank = 0; rank < around.k(); rank++) {
            sum += Math.exp(distance(patch, (int) around.id(0, rank)) - toNearest);
        }
        return 1 - 1 / sum;
    }

    private double distance(FloatMatrix patch, int bankRow) {
        double sum = 0;
        for (int c = 0; c < patch.columns(); c++) {
            double difference = patch.at(0, c) - bank.vectors().at(bankRow, c);
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    @Override
    public void close() {
        index.close();
    }
}
