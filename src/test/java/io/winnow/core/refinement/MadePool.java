package io.winnow.core.refinement;

import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.index.FloatMatrix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A made-up pool of small images, some of them with a defective patch, each of another kind. Defective ones are named
 * {@code d00}, {@code d01} and so on, normal ones {@code n00}; they come shuffled.
 */
final class MadePool implements PoolEmbeddings {
    private static final int GRID = 3;
    private static final int DIMENSION = 6;

    private final List<String> names;
    private final List<PatchEmbeddings> images;

    private MadePool(List<String> names, List<PatchEmbeddings> images) {
        this.names = names;
        this.images = images;
    }

    static MadePool of(int normal, int defective, long seed) {
        Random random = new Random(seed);
        List<String> names = new ArrayList<>();
        List<PatchEmbeddings> images = new ArrayList<>();
        for (int i = 0; i < normal + defective; i++) {
            names.add((i < normal ? "n%02d" : "d%02d").formatted(i < normal ? i : i - normal));
            images.add(image(random, i >= normal));
        }
        return new MadePool(names, images).shuffled(new Random(seed + 1));
    }

    MadePool shuffled(Random random) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            order.add(i);
        }
        java.util.Collections.shuffle(order, random);
        return new MadePool(
                order.stream().map(names::get).toList(),
                order.stream().map(images::get).toList());
    }

    private static PatchEmbeddings image(Random random, boolean defective) {
        FloatMatrix vectors = FloatMatrix.zeros(GRID * GRID, DIMENSION);
        float[] row = new float[DIMENSION];
        int defect = defective ? random.nextInt(GRID * GRID) : -1;
        for (int patch = 0; patch < GRID * GRID; patch++) {
            for (int c = 0; c < DIMENSION; c++) {
                row[c] = (float) (0.3 * random.nextGaussian() + (patch == defect ? 3 * random.nextGaussian() : patch));
            }
            vectors.setRow(patch, row);
        }
        return new PatchEmbeddings(GRID, GRID, List.of(2, 4), vectors);
    }

    /** Puts a copy of an image's patch into another image, under a little noise. */
    MadePool withPatch(String target, String source, int patch, float offset) {
        List<PatchEmbeddings> changed = new ArrayList<>(images);
        PatchEmbeddings before = images.get(names.indexOf(target));
        FloatMatrix vectors = FloatMatrix.zeros(GRID * GRID, DIMENSION);
        vectors.values().put(before.vectors().values());
        float[] row = new float[DIMENSION];
        images.get(names.indexOf(source)).vectors().row(patch, row);
        for (int c = 0; c < DIMENSION; c++) {
            row[c] += offset;
        }
        vectors.setRow(patch, row);
        changed.set(names.indexOf(target), new PatchEmbeddings(GRID, GRID, List.of(2, 4), vectors));
        return new MadePool(names, changed);
    }

    /** Adds noise, to each image more than to the one before: images that differ in kind. */
    MadePool withGrowingNoise(double factor, long seed) {
        Random random = new Random(seed);
        List<PatchEmbeddings> changed = new ArrayList<>(images);
        for (int image = 0; image < changed.size(); image++) {
            FloatMatrix vectors = FloatMatrix.zeros(GRID * GRID, DIMENSION);
            float[] row = new float[DIMENSION];
            for (int patch = 0; patch < GRID * GRID; patch++) {
                images.get(image).vectors().row(patch, row);
                for (int c = 0; c < DIMENSION; c++) {
                    row[c] += (float) (Math.pow(factor, image) * random.nextGaussian());
                }
                vectors.setRow(patch, row);
            }
            changed.set(image, new PatchEmbeddings(GRID, GRID, List.of(2, 4), vectors));
        }
        return new MadePool(names, changed);
    }

    /** Names of the images that a refinement dropped. */
    Set<String> dropped(Refinement refinement) {
        Set<String> dropped = new HashSet<>();
        refinement.dropped().forEach(entry -> dropped.add(name(entry.image())));
        return dropped;
    }

    @Override
    public int size() {
        return names.size();
    }

    @Override
    public String name(int image) {
        return names.get(image);
    }

    @Override
    public PatchEmbeddings patches(int image) {
        return images.get(image);
    }
}
