package io.winnow.core.bench;

import io.winnow.core.dataset.Dataset;
import io.winnow.core.dataset.ImageFiles;
import io.winnow.core.dataset.LabelledImage;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.FeatureMap;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.DecodedImage;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageDecoder;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import io.winnow.core.image.Preprocessing;
import io.winnow.core.image.Preprocessing.Normalisation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A dataset of noisy grey squares of which the defective ones have a bright block, and what reads it: image files are raw
 * pixels, and the backbone averages blocks.
 */
public final class ColourStudy implements ImageFiles, ImageDecoder, FeatureExtractor {
    public static final ImageSize SIZE = new ImageSize(16, 16);

    private static final int BLOCK = 2;
    private static final int GRID = SIZE.width() / BLOCK;

    final AtomicInteger extractions = new AtomicInteger();

    /** Writes images; {@code masks} says whether defects have any. */
    public static Dataset write(Path folder, int train, int testNormals, int testDefects, boolean masks) {
        Random random = new Random(7);
        List<LabelledImage> normals = new ArrayList<>();
        for (int i = 0; i < train; i++) {
            normals.add(LabelledImage.normal("train/good/" + i, image(folder.resolve("train" + i), -1, random)));
        }
        List<LabelledImage> tests = new ArrayList<>();
        for (int i = 0; i < testNormals; i++) {
            tests.add(LabelledImage.normal("test/good/" + i, image(folder.resolve("good" + i), -1, random)));
        }
        for (int i = 0; i < testDefects; i++) {
            int block = random.nextInt(GRID * GRID);
            Path file = image(folder.resolve("bad" + i), block, random);
            List<Path> own = masks ? List.of(write(folder.resolve("mask" + i), mask(block))) : List.of();
            tests.add(LabelledImage.defective("test/bad/" + i, file, i % 2 == 0 ? "even" : "odd", own));
        }
        return new Dataset("square", "MVTec", normals, List.of(), tests);
    }

    private static Path image(Path file, int brightBlock, Random random) {
        byte[] mask = mask(brightBlock);
        byte[] pixels = new byte[mask.length];
        for (int p = 0; p < pixels.length; p++) {
            pixels[p] = (byte) (60 + random.nextInt(20) + 50 * mask[p]);
        }
        return write(file, pixels);
    }

    private static byte[] mask(int block) {
        byte[] mask = new byte[(int) SIZE.area()];
        for (int p = 0; p < mask.length && block >= 0; p++) {
            int y = p / SIZE.width() / BLOCK;
            int x = p % SIZE.width() / BLOCK;
            mask[p] = (byte) (y * GRID + x == block ? 1 : 0);
        }
        return mask;
    }

    private static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public EncodedImage image(Path file) throws IOException {
        return EncodedImage.adopt(Files.readAllBytes(file));
    }

    @Override
    public byte[] mask(List<Path> files, ImageSize size) throws IOException {
        return Files.readAllBytes(files.get(0));
    }

    @Override
    public DecodedImage decode(EncodedImage image, Preprocessing purpose) {
        return new DecodedImage() {
            @Override
            public ImageSize size() {
                return SIZE;
            }

            @Override
            public void prepare(Preprocessing preprocessing, InputTensor target) {
                ByteBuffer pixels = image.bytes();
                FloatBuffer values = target.values();
                while (pixels.hasRemaining()) {
                    values.put(pixels.get() / 255f);
                }
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public BackboneManifest manifest() {
        ContentHash hash = ContentHash.of(ByteBuffer.wrap("blocks".getBytes(StandardCharsets.UTF_8)));
        return new BackboneManifest(
                "blocks", hash, "MIT", "a test", Normalisation.NONE, BLOCK, List.of("blocks"), false);
    }

    @Override
    public String executionProvider() {
        return "Java";
    }

    @Override
    public List<FeatureMap> extract(InputTensor input) {
        extractions.incrementAndGet();
        FloatBuffer pixels = input.values();
        FloatBuffer means = ByteBuffer.allocateDirect(GRID * GRID * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int p = 0; p < SIZE.area(); p++) {
            int block = p / SIZE.width() / BLOCK * GRID + p % SIZE.width() / BLOCK;
            means.put(block, means.get(block) + pixels.get(p) / (BLOCK * BLOCK));
        }
        return List.of(new FeatureMap("blocks", 1, GRID, GRID, means));
    }

    @Override
    public void close() {}
}
