package io.winnow.core.detector;

import io.winnow.core.feature.PatchEmbeddings;
import java.util.Arrays;
import java.util.List;

/**
 * Several memory banks, each of other images of the pool; a patch's score is the median of theirs, an image's score the highest
 * of its patches. A patch must be known to half of the banks to pass as normal, so that a defect in the pool vouches for its
 * likes only where it repeats in half of them: the median of means (Lugosi and Mendelson 2019) carried over to PatchCore. Beyond
 * the papers. Leaving out an image is exact. Thread-safe. Made by {@link ConsensusTrainer}.
 */
final class Consensus implements AnomalyDetector {
    /** One bank and the pool's images in it, ascending. */
    record Member(PatchCore bank, int[] images) {}

    private final FeatureShape shape;
    private final List<Member> members;

    Consensus(FeatureShape shape, List<Member> members) {
        this.shape = shape;
        this.members = List.copyOf(members);
    }

    @Override
    public Detection detect(PatchEmbeddings patches) {
        return median(members.stream()
                .map(member -> member.bank().detect(patches).map().toArray())
                .toArray(float[][]::new));
    }

    @Override
    public Detection detectLeavingOut(PatchEmbeddings patches, int poolImage) {
        int owner = owner(poolImage);
        float[][] maps = new float[members.size()][];
        for (int m = 0; m < maps.length; m++) {
            Member member = members.get(m);
            if (m != owner) {
                maps[m] = member.bank().detect(patches).map().toArray();
            } else if (member.images().length > 1) {
                int image = Arrays.binarySearch(member.images(), poolImage);
                maps[m] = member.bank().detectLeavingOut(patches, image).map().toArray();
            }
        }
        float[][] others = Arrays.stream(maps).filter(map -> map != null).toArray(float[][]::new);
        if (others.length == 0) {
            throw new IllegalArgumentException(
                    "pool image %d is the only one, leaving it out leaves no memory bank".formatted(poolImage));
        }
        return median(others);
    }

    private int owner(int poolImage) {
        for (int m = 0; m < members.size(); m++) {
            if (Arrays.binarySearch(members.get(m).images(), poolImage) >= 0) {
                return m;
            }
        }
        throw new IllegalArgumentException("pool image %d: detector was fitted on images 0 to %d"
                .formatted(
                        poolImage,
                        members.stream().mapToInt(m -> m.images().length).sum() - 1));
    }

    private Detection median(float[][] maps) {
        float[] scores = new float[shape.patches()];
        float[] column = new float[maps.length];
        for (int patch = 0; patch < scores.length; patch++) {
            for (int m = 0; m < maps.length; m++) {
                column[m] = maps[m][patch];
            }
            Arrays.sort(column);
            scores[patch] = (column[(column.length - 1) / 2] + column[column.length / 2]) / 2;
        }
        AnomalyMap map = shape.map(scores);
        return new Detection(map.max(), map);
    }

    @Override
    public void close() {
        members.forEach(member -> member.bank().close());
    }
}
