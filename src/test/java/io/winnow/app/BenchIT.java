package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.testing.Await;
import io.winnow.testing.Pictures;
import io.winnow.testing.WinnowProcess;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged {@code winnow bench} as somebody uses it who changes his mind. */
class BenchIT {
    private static final int SIDE = 64;
    private static final int SIGTERM_STATUS = 143;

    private final Path folder;
    private final Random random = new Random(5);

    BenchIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void bench_interrupted_saysSoAndGoesOnWhereItStopped() throws Exception {
        dataset();
        try (WinnowProcess first = bench("first.log")) {
            Await.until("a few outcomes", Duration.ofMinutes(2), () -> Optional.of(cells())
                    .filter(cells -> !cells.isEmpty()));
            first.interrupt();

            assertThat(first.awaitExit(Duration.ofSeconds(20))).isEqualTo(SIGTERM_STATUS);
            assertThat(first.output())
                    .contains("interrupted; what was computed is in")
                    .doesNotContain("SIGSEGV", "Exception");
        }
        List<Path> kept = cells();
        List<byte[]> before = contents(kept);

        try (WinnowProcess second = bench("second.log")) {
            assertThat(second.awaitExit(Duration.ofMinutes(3))).isZero();
            assertThat(second.output()).contains("mean of 1 category, 2 seeds", "wrote");
        }

        assertThat(cells()).hasSizeGreaterThan(kept.size()).containsAll(kept);
        assertThat(contents(kept))
                .as("outcomes computed before the interruption")
                .containsExactlyElementsOf(before);
        assertThat(Files.readAllLines(folder.resolve("cells.csv"))).hasSize(1 + 2 * 3 * 2);
    }

    private WinnowProcess bench(String log) throws IOException {
        return WinnowProcess.start(
                folder.resolve(log),
                "bench",
                folder.resolve("box").toString(),
                "--detector",
                "patchcore",
                "--strategy",
                "none,sroc,auto",
                "--refinement",
                "0.2",
                "--seeds",
                "2",
                "--input-size",
                SIDE + "x" + SIDE,
                "--cache",
                folder.resolve("cache").toString(),
                "--csv",
                folder.resolve("cells.csv").toString());
    }

    private List<Path> cells() {
        Path cells = folder.resolve("cache/cells");
        if (!Files.isDirectory(cells)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(cells)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> contents(List<Path> files) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (Path file : files) {
            contents.add(Files.readAllBytes(file));
        }
        return contents;
    }

    private void dataset() throws IOException {
        for (int i = 0; i < 20; i++) {
            write("box/train/good/%03d.png".formatted(i), part(false));
        }
        for (int i = 0; i < 8; i++) {
            write("box/test/good/%03d.png".formatted(i), part(false));
            write("box/test/hole/%03d.png".formatted(i), part(true));
            write("box/ground_truth/hole/%03d_mask.png".formatted(i), mask());
        }
    }

    private BufferedImage part(boolean defective) {
        BufferedImage image = Pictures.gradient(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 200; i++) {
            image.setRGB(random.nextInt(SIDE), random.nextInt(SIDE), random.nextInt(0x1000000));
        }
        return defective ? withSquare(image, Color.BLACK) : image;
    }

    private static BufferedImage mask() {
        return withSquare(new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY), Color.WHITE);
    }

    private static BufferedImage withSquare(BufferedImage image, Color colour) {
        Graphics2D pen = image.createGraphics();
        pen.setColor(colour);
        pen.fillRect(24, 24, 14, 14);
        pen.dispose();
        return image;
    }

    private void write(String name, BufferedImage image) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, Pictures.encode(image, "png", false));
    }
}
