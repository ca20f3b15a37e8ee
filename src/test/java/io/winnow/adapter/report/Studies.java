package io.winnow.adapter.report;

import io.winnow.core.bench.BenchPlan;
import io.winnow.core.bench.Cell;
import io.winnow.core.bench.CellKey;
import io.winnow.core.bench.EvaluationOutcome;
import io.winnow.core.bench.Example;
import io.winnow.core.bench.RefinementOutcome;
import io.winnow.core.bench.Study;
import io.winnow.core.dataset.Dataset;
import io.winnow.core.dataset.LabelledImage;
import io.winnow.core.image.ImageSize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** A made-up study of two seeds, two pollutions, one detector and three strategies on three images. */
final class Studies {
    static final ImageSize SIZE = new ImageSize(24, 32);

    private static final String HOSTILE_NAME = "test/</script><b>/0";

    private Studies() {}

    static Study of(Path folder) {
        Path normal = picture(folder.resolve("normal.png"));
        Path defect = picture(folder.resolve("defect.png"));
        Path mask = mask(folder.resolve("mask.png"));
        Dataset dataset = new Dataset(
                "plate",
                "MVTec",
                List.of(LabelledImage.normal("train/good/0", normal)),
                List.of(),
                List.of(
                        LabelledImage.normal("test/good/0", normal),
                        LabelledImage.defective(HOSTILE_NAME, defect, "dent", List.of(mask)),
                        LabelledImage.defective("test/dent/1", defect, "dent", List.of(mask))));
        BenchPlan plan = new BenchPlan(
                List.of(dataset),
                List.of("bank"),
                List.of("none", "sroc", "perfect"),
                List.of(0.0, 0.2),
                List.of(0.0, 0.2),
                List.of(1L, 2L),
                0.2,
                SIZE,
                Map.of());
        List<Cell> cells = new ArrayList<>();
        for (CellKey key : plan.cells(dataset, "blocks")) {
            cells.add(cell(key));
        }
        return new Study(
                plan,
                cells,
                List.of("plate: a note"),
                "winnow bench plate",
                "1.2.3",
                Instant.parse("2026-01-02T03:04:05Z"),
                Duration.ofSeconds(1));
    }

    private static Cell cell(CellKey key) {
        boolean refined = key.refinementRatio() > 0;
        double auc = 1 - key.pollution() * (refined ? 0.25 : 1) - 0.01 * key.seed();
        List<String> polluted = key.pollution() > 0 ? List.of("test/dent/1") : List.of();
        Map<String, String> undefined = key.seed() == 2 ? Map.of("pl30", "no anomaly") : Map.of();
        Map<String, Double> figures = key.seed() == 2
                ? Map.of("image.auroc", auc, "aupro", 0.5)
                : Map.of("image.auroc", auc, "aupro", 0.5, "pl30", 0.75);
        byte[] map = new byte[12];
        map[5] = (byte) 255;
        Example example = new Example(HOSTILE_NAME, "dent", 2, 3, 4, 0, 2, map, List.of(List.of(0.25, 0.3, 0.5, 0.7)));
        return new Cell(
                key,
                "MVTec",
                SIZE,
                5,
                polluted,
                1,
                1,
                new RefinementOutcome(refined ? List.of("train/good/0", "test/dent/1") : List.of(), 7, 0.5),
                new EvaluationOutcome(figures, undefined, 1.5, List.of(example), 1.25));
    }

    private static Path picture(Path file) {
        BufferedImage image = new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < SIZE.width(); x++) {
            image.setRGB(x, x % SIZE.height(), 0x80A0C0);
        }
        return write(image, file);
    }

    private static Path mask(Path file) {
        BufferedImage image = new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(9, 9, 0, 255);
        return write(image, file);
    }

    private static Path write(BufferedImage image, Path file) {
        try {
            ImageIO.write(image, "png", file.toFile());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
