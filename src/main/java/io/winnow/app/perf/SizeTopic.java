package io.winnow.app.perf;

import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.TiledExtractor;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import io.winnow.core.image.Tiling;
import io.winnow.core.perf.Chart;
import io.winnow.core.perf.Chart.Point;
import io.winnow.core.perf.Chart.Series;
import io.winnow.core.perf.Comparison;
import io.winnow.core.perf.Comparison.Work;
import io.winnow.core.perf.Goal;
import io.winnow.core.perf.PerfException;
import io.winnow.core.perf.PerfLog;
import io.winnow.core.perf.PerfTopic;
import io.winnow.core.perf.Spread;
import io.winnow.core.station.Overload;
import io.winnow.core.station.Station;
import java.util.ArrayList;
import java.util.List;

/** Frames at rising input sizes and with rising memory banks, and what tiles cost. */
public final class SizeTopic implements PerfTopic {
    private static final List<Integer> SIDES = List.of(224, 320, 448, 640, 768, 1024);
    private static final int BANK_VECTORS = 16_384;
    private static final List<Integer> BANKS = List.of(1_000, 4_000, 16_000, 64_000);
    private static final List<Integer> LARGE_BANKS = List.of(256_000, 1_000_000);
    private static final ImageSize PICTURE = new ImageSize(1024, 1280);
    private static final ImageSize INPUT = new ImageSize(224, 224);
    private static final int LARGE = 1024;
    private static final Tiling TILING = new Tiling(512, 64);
    private static final double MILLIS = 1e3;

    private final PerfBackbones backbones;
    private final int threads;
    private final int rounds;
    private final boolean full;

    /** @param full whether to build banks of a million patches, too */
    public SizeTopic(PerfBackbones backbones, int threads, int rounds, boolean full) {
        this.backbones = backbones;
        this.threads = threads;
        this.rounds = rounds;
        this.full = full;
    }

    @Override
    public String name() {
        return "size";
    }

    @Override
    public String summary() {
        return "frames at input sizes 224 to 1024 and with banks of 1,000 to 1,000,000 patches; tiles against the whole";
    }

    @Override
    public void measure(PerfLog log) throws PerfException {
        try (FeatureExtractor backbone = backbones.preferred()) {
            List<Point> sizes = new ArrayList<>();
            for (int side : SIDES) {
                sizes.add(new Point(side, frame(new ImageSize(side, side), BANK_VECTORS, backbone, log)));
            }
            log.chart(new Chart(
                    "size-input",
                    "Frame to stored verdict",
                    "side of the input, pixels",
                    "ms",
                    false,
                    one(backbone, sizes)));
            List<Integer> banks = new ArrayList<>(BANKS);
            if (full) {
                banks.addAll(LARGE_BANKS);
            } else {
                log.note("banks of %s patches are measured with --full only".formatted(LARGE_BANKS));
            }
            List<Point> byBank = new ArrayList<>();
            for (int bank : banks) {
                byBank.add(new Point(bank, frame(INPUT, bank, backbone, log)));
            }
            log.chart(new Chart(
                    "size-bank",
                    "Frame to stored verdict",
                    "patches in the memory bank",
                    "ms",
                    true,
                    one(backbone, byBank)));
            tiles(backbone, log);
        }
    }

    private static List<Series> one(FeatureExtractor backbone, List<Point> points) {
        return List.of(new Series(backbone.manifest().name(), points));
    }

    private double frame(ImageSize input, int bankVectors, FeatureExtractor backbone, PerfLog log)
            throws PerfException {
        log.progress("input %s, bank of %d patches".formatted(input, bankVectors));
        TestLine.Settings settings = new TestLine.Settings(1, PICTURE, input, bankVectors, threads, Overload.WAIT);
        try (TestLine line = TestLine.open(settings, backbone)) {
            Station station = line.stations().all().get(0);
            line.inspect(station);
            double[] seconds = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                long began = System.nanoTime();
                line.inspect(station);
                seconds[round] = (System.nanoTime() - began) / 1e9;
            }
            double millis = Spread.of(seconds).median() * MILLIS;
            log.figure(
                    "frame, input %s, bank %d x %d".formatted(input, line.bankSize(), line.dimension()), millis, "ms");
            return millis;
        }
    }

    private void tiles(FeatureExtractor backbone, PerfLog log) {
        InputTensor input = new InputTensor(new ImageSize(LARGE, LARGE));
        TiledExtractor tiled = new TiledExtractor(backbone, TILING); // not closed: the backbone is closed by its owner
        log.compare(new Comparison(
                "backbone on %s in %s".formatted(input.size(), TILING),
                new Work("in tiles", () -> tiled.extract(input)),
                new Work("as a whole", () -> backbone.extract(input)),
                Goal.NONE,
                Math.min(rounds, 5)));
    }
}
