package io.winnow.adapter.faiss;

import io.winnow.core.Progress;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.index.IndexSettings;
import io.winnow.core.index.NearestNeighborIndex;
import io.winnow.core.index.Neighbors;
import io.winnow.core.index.VectorSource;
import io.winnow.core.index.Vectors;
import java.util.Arrays;

/** Prints the instruction set in use and a digest of results, for {@link InstructionSetTest}. */
final class InstructionSetProbe {
    private InstructionSetProbe() {}

    public static void main(String[] args) throws FaissUnavailableException {
        System.out.println(FaissIndexFactory.load(2).name() + " " + digest());
    }

    /** A digest over exact and approximate search and over a coreset. */
    static long digest() throws FaissUnavailableException {
        FloatMatrix vectors = Vectors.gaussian(2500, 67, 1);
        FloatMatrix queries = Vectors.gaussian(111, 67, 2);
        long digest = Arrays.hashCode(NativeGreedyKCenter.load(2).sampleFrom(vectors, 400, 3, Progress.NONE));
        for (IndexSettings settings : new IndexSettings[] {IndexSettings.FLAT, IndexSettings.ivfFlat(30, 3)}) {
            try (NearestNeighborIndex index =
                    FaissIndexFactory.load(2).build(VectorSource.of(vectors), settings, 5, Progress.NONE)) {
                Neighbors neighbors = index.search(queries, 6);
                for (int q = 0; q < neighbors.queries(); q++) {
                    for (int rank = 0; rank < 6; rank++) {
                        digest = 31 * digest + neighbors.id(q, rank);
                        digest = 31 * digest + Float.floatToIntBits(neighbors.squaredDistance(q, rank));
                    }
                }
            }
        }
        return digest;
    }
}
