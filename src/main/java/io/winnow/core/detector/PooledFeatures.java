package io.winnow.core.detector;

import io.winnow.core.Progress;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import java.util.stream.IntStream;

/** Global average pooling: the mean patch of an image. */
final class PooledFeatures {
    private PooledFeatures() {}

    static double[] of(PatchEmbeddings patches) {
        return of(patches, PatchSelection.ALL, 0);
    }

    /** The mean of the patches that a selection keeps of an image; of all where it keeps none. */
    private static double[] of(PatchEmbeddings patches, PatchSelection selection, int image) {
        double[] mean = new double[patches.dimension()];
        float[] row = new float[mean.length];
        int[] kept = IntStream.range(0, patches.patches())
                .filter(patch -> selection.keeps(image, patch))
                .toArray();
        if (kept.length == 0) {
            return of(patches);
        }
        for (int patch : kept) {
            patches.vectors().row(patch, row);
            for (int c = 0; c < row.length; c++) {
                mean[c] += row[c];
            }
        }
        for (int c = 0; c < mean.length; c++) {
            mean[c] /= kept.length;
        }
        return mean;
    }

    /** The pooled features of every image, {@code [image][dimension]}. */
    static double[][] of(PoolEmbeddings pool, FeatureShape shape, PatchSelection selection, Progress progress) {
        double[][] features = new double[pool.size()][];
        for (int image = 0; image < features.length; image++) {
            progress.advance("pool features", image, features.length);
            features[image] = of(shape.require(pool.patches(image)), selection, image);
        }
        return features;
    }
}
