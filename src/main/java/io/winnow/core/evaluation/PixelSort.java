package io.winnow.core.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the pixels of all maps by score, highest first and in the order of the images among equals.
 *
 * <p>The bits of a float rise with its value, so the score becomes an integer key. One scatter moves every pixel from its map into
 * one of 2048 buckets of equal key ranges; a bucket mostly fits the cache and is then sorted by its remaining digits (radix sort,
 * least significant digit first). The scatter moves each pixel once through memory, where a radix sort of the whole array would
 * move it three times. Stretches of images are counted and scattered by one thread each into places reserved for them, so the
 * result is the same for any number of threads.
 */
final class PixelSort {
    private static final int BUCKET_BITS = 11;
    private static final int BUCKETS = 1 << BUCKET_BITS;
    private static final int DIGIT_BITS = 8;
    private static final int DIGIT_MASK = (1 << DIGIT_BITS) - 1;

    private final ScoreMaps maps;
    private final @Nullable Components[] regions;
    private final int[] firstRegion;
    private final int stretches;
    private final long lowestKey;
    private final int shift;
    private final long[] sorted;
    private final int[] bucketStarts = new int[BUCKETS + 1];
    private final int[] anomalousPixels = new int[BUCKETS];

    /**
     * Sorts.
     *
     * @param regions of each map's mask, null where the image is normal
     * @param firstRegion number of each image's first region among those of all images
     * @param stretches number of stretches of images that are counted and moved by one thread each
     */
    PixelSort(ScoreMaps maps, @Nullable Components[] regions, int[] firstRegion, int stretches) {
        this.maps = maps;
        this.regions = regions;
        this.firstRegion = firstRegion;
        this.stretches = stretches;
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < maps.count(); i++) {
            min = Math.min(min, maps.min(i));
            max = Math.max(max, maps.max(i));
        }
        lowestKey = key(max);
        int bits = Long.SIZE - Long.numberOfLeadingZeros(key(min) - lowestKey);
        shift = Math.max(0, bits - BUCKET_BITS);
        sorted = new long[maps.height() * maps.width() * maps.count()];
        int[][] places = count();
        IntStream.range(0, stretches).parallel().forEach(s -> scatter(s, places[s]));
        IntStream.range(0, BUCKETS).parallel().forEach(this::sortBucket);
    }

    /** Pixels by falling score: key above the lowest in the upper half, {@link #tag} in the lower. */
    long[] sorted() {
        return sorted;
    }

    /** Where each bucket begins in {@link #sorted}, and its end. */
    int[] bucketStarts() {
        return bucketStarts;
    }

    /** How many pixels of anomalous images each bucket has. */
    int[] anomalousPixels() {
        return anomalousPixels;
    }

    /** The score of a sorted pixel; 0 where it was -0. */
    float score(long pixel) {
        int ascending = ~(int) ((pixel >>> Integer.SIZE) + lowestKey);
        return Float.intBitsToFloat(ascending ^ (~(ascending >> 31) | Integer.MIN_VALUE));
    }

    /** Image of a normal pixel, or the complement of a defect pixel's region. */
    static int tag(long pixel) {
        return (int) pixel;
    }

    /** Falls as the score rises; equal for 0 and -0, which adding 0 makes one. */
    private static long key(float score) {
        // Bits of negative floats rise as the value falls, hence the flip of all but the sign.
        int bits = Float.floatToRawIntBits(score + 0f);
        return Integer.toUnsignedLong(~(bits ^ ((bits >> 31) | Integer.MIN_VALUE)));
    }

    private int firstImage(int stretch) {
        return (int) ((long) maps.count() * stretch / stretches);
    }

    /** Counts every bucket and gives each stretch its places in it: the next free one for each bucket. */
    private int[][] count() {
        int[][] counts = new int[stretches][BUCKETS];
        int[][] anomalous = new int[stretches][BUCKETS];
        IntStream.range(0, stretches).parallel().forEach(s -> {
            for (int image = firstImage(s); image < firstImage(s + 1); image++) {
                int[] before = counts[s].clone();
                for (float score : maps.map(image)) {
                    counts[s][(int) ((key(score) - lowestKey) >>> shift)]++;
                }
                for (int b = 0; b < BUCKETS && regions[image] != null; b++) {
                    anomalous[s][b] += counts[s][b] - before[b];
                }
            }
        });
        int place = 0;
        for (int b = 0; b < BUCKETS; b++) {
            bucketStarts[b] = place;
            for (int s = 0; s < stretches; s++) {
                int size = counts[s][b];
                counts[s][b] = place;
                place += size;
                anomalousPixels[b] += anomalous[s][b];
            }
        }
        bucketStarts[BUCKETS] = place;
        return counts;
    }

    private void scatter(int stretch, int[] places) {
        for (int image = firstImage(stretch); image < firstImage(stretch + 1); image++) {
            float[] map = maps.map(image);
            Components components = regions[image];
            for (int p = 0; p < map.length; p++) {
                int region = components == null ? -1 : components.at(p);
                int tag = region < 0 ? image : ~(firstRegion[image] + region);
                long key = key(map[p]) - lowestKey;
                sorted[places[(int) (key >>> shift)]++] = (key << Integer.SIZE) | Integer.toUnsignedLong(tag);
            }
        }
    }

    private void sortBucket(int bucket) {
        int start = bucketStarts[bucket];
        int length = bucketStarts[bucket + 1] - start;
        if (length < 2 || shift == 0) {
            return;
        }
        long[] from = Arrays.copyOfRange(sorted, start, start + length);
        long[] to = new long[length];
        for (int digit = 0; digit < shift; digit += DIGIT_BITS) {
            pass(from, to, Integer.SIZE + digit);
            long[] swap = from;
            from = to;
            to = swap;
        }
        System.arraycopy(from, 0, sorted, start, length);
    }

    private static void pass(long[] from, long[] to, int shift) {
        int[] places = new int[DIGIT_MASK + 2];
        for (long pixel : from) {
            places[((int) (pixel >>> shift) & DIGIT_MASK) + 1]++;
        }
        for (int digit = 0; digit < DIGIT_MASK; digit++) {
            places[digit + 1] += places[digit];
        }
        for (long pixel : from) {
            to[places[(int) (pixel >>> shift) & DIGIT_MASK]++] = pixel;
        }
    }
}
