package io.winnow.adapter.cli;

import io.winnow.core.evaluation.MapReader;
import io.winnow.core.evaluation.MapReader.Raster;
import io.winnow.core.evaluation.Masks;
import io.winnow.core.evaluation.ScoreMaps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The score maps and masks that a user names, from two array files or from two folders as the MVTec AD evaluation has them.
 *
 * @param types defect type of each map, that is the folder it lies in; empty for arrays
 */
record TestSet(ScoreMaps maps, Masks masks, List<String> types) {
    private static final String GOOD = "good";
    private static final List<String> MAP_ENDINGS = List.of(".tiff", ".tif", ".png");
    private static final String MASK_ENDING = "_mask.png";

    /**
     * Reads two array files of shape {@code N,H,W} (or {@code N,1,H,W}).
     *
     * @param stated that shape, empty for {@code .npy} files that know it themselves
     */
    static TestSet ofArrays(Path scores, Path masks, long[] stated) {
        NumberArray scoreArray = NumberArray.open(scores, stated);
        NumberArray maskArray = NumberArray.open(masks, stated);
        int[] shape = mapShape(scoreArray);
        int[] maskShape = mapShape(maskArray);
        if (!Arrays.equals(shape, maskShape)) {
            throw new UsageException("%s has shape %s, %s has shape %s; they must be the same"
                    .formatted(
                            scores, NumberArray.text(scoreArray.shape()), masks, NumberArray.text(maskArray.shape())));
        }
        int area = Math.multiplyExact(shape[1], shape[2]);
        return new TestSet(
                ScoreMaps.of(shape[1], shape[2], scoreArray.readFloats(area)),
                Masks.of(shape[1], shape[2], maskArray.readNonZero(area)),
                List.of());
    }

    private static int[] mapShape(NumberArray array) {
        long[] shape = array.shape();
        boolean channel = shape.length == 4 && shape[1] == 1;
        if ((shape.length != 3 && !channel) || array.size() == 0) {
            throw new UsageException("%s has shape %s, must be N,H,W with every number at least 1"
                    .formatted(array.file(), NumberArray.text(shape)));
        }
        int last = shape.length - 1;
        if (shape[0] > Integer.MAX_VALUE || shape[last - 1] * shape[last] > Integer.MAX_VALUE) {
            throw new UsageException("%s: shape %s is too large".formatted(array.file(), NumberArray.text(shape)));
        }
        return new int[] {(int) shape[0], (int) shape[last - 1], (int) shape[last]};
    }

    /**
     * Reads {@code <type>/<name>.tiff}, {@code .tif} or {@code .png} maps with {@code <type>/<name>_mask.png} or
     * {@code <name>.png} masks. A map in {@code good} needs no mask.
     */
    static TestSet ofFolders(Path scores, Path masks, MapReader reader) {
        try {
            List<Path> files = mapFiles(scores);
            List<float[]> maps = new ArrayList<>();
            List<byte[]> maskBytes = new ArrayList<>();
            List<String> types = new ArrayList<>();
            int height = 0;
            int width = 0;
            for (Path file : files) {
                Raster map = reader.readMap(file);
                if (maps.isEmpty()) {
                    height = map.height();
                    width = map.width();
                }
                requireSize(file, map, height, width, files.get(0));
                String type = scores.relativize(file).getName(0).toString();
                maps.add(map.values());
                maskBytes.add(mask(masks, file, type, reader, height, width));
                types.add(type);
            }
            return new TestSet(ScoreMaps.of(height, width, maps), Masks.of(height, width, maskBytes), types);
        } catch (IOException e) {
            throw new UsageException(NumberArray.reason(e), e);
        }
    }

    private static List<Path> mapFiles(Path scores) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.find(scores, 2, (path, attributes) -> attributes.isRegularFile())) {
            files = new ArrayList<>(all.filter(path -> scores.relativize(path).getNameCount() == 2)
                    .filter(path -> isMap(path.getFileName().toString()))
                    .toList());
        }
        Collections.sort(files);
        if (files.isEmpty()) {
            throw new UsageException("%s holds no map: looked for <type>/<name>.tiff, .tif and .png".formatted(scores));
        }
        return files;
    }

    private static boolean isMap(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return MAP_ENDINGS.stream().anyMatch(lower::endsWith) && !lower.endsWith(MASK_ENDING);
    }

    private static byte[] mask(Path masks, Path map, String type, MapReader reader, int height, int width)
            throws IOException {
        String file = map.getFileName().toString();
        String name = file.substring(0, file.lastIndexOf('.'));
        Path named = masks.resolve(type).resolve(name + MASK_ENDING);
        Path plain = masks.resolve(type).resolve(name + ".png");
        boolean plainIsMask = Files.exists(plain) && !(Files.exists(map) && Files.isSameFile(plain, map));
        if (!Files.exists(named) && !plainIsMask) {
            if (type.equals(GOOD)) {
                return new byte[height * width];
            }
            throw new UsageException("map %s has no mask: looked for %s and %s; only maps in %s/ need none"
                    .formatted(map, named, plain, GOOD));
        }
        Path chosen = Files.exists(named) ? named : plain;
        Raster raster = reader.readMask(chosen);
        requireSize(chosen, raster, height, width, map);
        byte[] mask = new byte[height * width];
        for (int p = 0; p < mask.length; p++) {
            mask[p] = (byte) (raster.values()[p] != 0 ? 1 : 0);
        }
        return mask;
    }

    private static void requireSize(Path file, Raster raster, int height, int width, Path other) {
        if (raster.height() != height || raster.width() != width) {
            throw new UsageException("%s is %dx%d, %s is %dx%d (height x width); all must be of one size"
                    .formatted(file, raster.height(), raster.width(), other, height, width));
        }
    }
}
