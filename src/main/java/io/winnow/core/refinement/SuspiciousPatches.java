package io.winnow.core.refinement;

import io.winnow.core.detector.PatchSelection;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Leaves out the patches with the highest scores of the images that are kept; equal scores stay or go together, so that nothing
 * depends on the order of the images. Thread-safe.
 */
final class SuspiciousPatches implements PatchSelection {
    private final float[][] scores;
    private final float limit;

    /**
     * @param scores {@code [image][patch]} of the kept images
     * @param share of all these patches to leave out, at least 0 and below 1; equal scores at the limit stay
     */
    SuspiciousPatches(float[][] scores, double share) {
        this.scores = scores;
        this.limit = highestKept(scores, share);
    }

    private static float highestKept(float[][] scores, double share) {
        int patches = scores[0].length;
        float[] all = new float[Math.multiplyExact(scores.length, patches)];
        for (int image = 0; image < scores.length; image++) {
            System.arraycopy(scores[image], 0, all, image * patches, patches);
        }
        Arrays.sort(all);
        return all[Ranking.keeping(share, all.length) - 1];
    }

    @Override
    public boolean keeps(int image, int patch) {
        return scores[image][patch] <= limit;
    }

    @Override
    public boolean weighted() {
        return false;
    }

    @Override
    public float weight(int image, int patch) {
        return 1;
    }

    /**
     * What is left out, the most anomalous first.
     *
     * @param kept positions in the pool of the images that the scores belong to
     */
    List<PatchLedgerEntry> ledger(List<Integer> kept, int round) {
        record Place(int image, int patch, float score) {}
        List<Place> places = IntStream.range(0, scores.length)
                .boxed()
                .flatMap(image -> IntStream.range(0, scores[image].length)
                        .filter(patch -> !keeps(image, patch))
                        .mapToObj(patch -> new Place(kept.get(image), patch, scores[image][patch])))
                .sorted(Comparator.comparingDouble((Place place) -> -place.score())
                        .thenComparingInt(Place::image)
                        .thenComparingInt(Place::patch))
                .toList();
        return IntStream.range(0, places.size())
                .mapToObj(i -> new PatchLedgerEntry(
                        places.get(i).image(),
                        places.get(i).patch(),
                        places.get(i).score(),
                        i + 1,
                        round))
                .toList();
    }
}
