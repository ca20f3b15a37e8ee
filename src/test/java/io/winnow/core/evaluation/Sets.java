package io.winnow.core.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Small test sets of maps and masks. */
final class Sets {
    private Sets() {}

    static ScoreMaps maps(int height, int width, float[]... maps) {
        return ScoreMaps.of(height, width, List.of(maps));
    }

    static Masks masks(int height, int width, String... rows) {
        return Masks.of(height, width, Arrays.stream(rows).map(Sets::mask).toList());
    }

    /** A mask as a picture: {@code #} is defect, blanks are skipped. */
    static byte[] mask(String picture) {
        String pixels = picture.replaceAll("\\s", "");
        byte[] mask = new byte[pixels.length()];
        for (int p = 0; p < mask.length; p++) {
            mask[p] = (byte) (pixels.charAt(p) == '#' ? 255 : 0);
        }
        return mask;
    }

    /** Random maps of a few score levels or of many, and random rectangles as defects on about half of the images. */
    static List<float[]> randomMaps(SplittableRandom random, int count, int area, int levels) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    float[] map = new float[area];
                    for (int p = 0; p < area; p++) {
                        map[p] = (random.nextInt(levels) - levels / 3) / 8f;
                    }
                    return map;
                })
                .toList();
    }

    static List<byte[]> randomMasks(SplittableRandom random, int count, int height, int width) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    byte[] mask = new byte[height * width];
                    for (int boxes = i == 0 ? 1 : random.nextInt(3); boxes > 0; boxes--) {
                        int top = random.nextInt(height);
                        int left = random.nextInt(width);
                        int bottom = Math.min(height, top + 1 + random.nextInt(1 + height / 3));
                        int right = Math.min(width, left + 1 + random.nextInt(1 + width / 3));
                        for (int y = top; y < bottom; y++) {
                            Arrays.fill(mask, y * width + left, y * width + right, (byte) 1);
                        }
                    }
                    return mask;
                })
                .toList();
    }
}
