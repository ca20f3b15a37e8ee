package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.adapter.onnx.OnnxSettings;
import io.winnow.adapter.opencv.OpenCvImageDecoder;
import io.winnow.core.Progress;
import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.detector.Detection;
import io.winnow.core.detector.PatchCoreSettings;
import io.winnow.core.detector.PatchCoreTrainer;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.Preprocessing;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.index.ExactIndexFactory;
import io.winnow.core.index.RandomSampler;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.InspectionId;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.Timings;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.station.FrameReader;
import io.winnow.core.watch.DriftAlarm;
import io.winnow.core.watch.DriftRules;
import io.winnow.core.watch.DriftSign;
import io.winnow.core.watch.DriftStore;
import io.winnow.core.watch.DriftWatch;
import io.winnow.testing.Inspections;
import io.winnow.testing.Shared;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Good images of ball screws in the order in which they were taken: soiling grows over the days. A model of the first day's images
 * sees the drift; the same images in any other order have none to see.
 */
class DriftOnRealImagesTest {
    private static final ImageSize SIZE = new ImageSize(128, 64);
    private static final int FITTED = 20;
    private static final DriftRules RULES = new DriftRules(true, 10_000, 20);

    private record Frame(String takenAt, PatchEmbeddings patches) {}

    private static List<Frame> frames() throws Exception {
        Path data = Shared.data("ball_screw");
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("train/good", "test/good")) {
            try (Stream<Path> found = Files.list(data.resolve(folder))) {
                found.forEach(files::add);
            }
        }
        // Their names carry the time: 01_YYMMDDhhmmss_...
        files.sort(
                Comparator.comparing(file -> String.valueOf(file.getFileName()).split("_")[1]));
        List<Frame> frames = new ArrayList<>();
        try (FeatureExtractor backbone =
                Backbones.store(Backbones.builtIn(), OnnxSettings.CPU).open("scattering_j3_l8")) {
            FrameReader reader = new FrameReader(
                    new OpenCvImageDecoder(DecodeLimits.DEFAULT),
                    new Preprocessing(
                            RegionOfInterest.WHOLE, SIZE, backbone.manifest().normalisation()),
                    backbone);
            for (Path file : files) {
                frames.add(new Frame(
                        String.valueOf(file.getFileName()), reader.read(EncodedImage.adopt(Files.readAllBytes(file)))));
            }
        }
        return frames;
    }

    /** The alarms of a watch that sees the frames behind those that the model was fitted on. */
    private static List<DriftAlarm> alarms(List<Frame> order) {
        List<DriftAlarm> alarms = new ArrayList<>();
        PoolEmbeddings pool = PoolEmbeddings.of(
                order.subList(0, FITTED).stream().map(Frame::patches).toList());
        PatchCoreTrainer trainer = new PatchCoreTrainer(
                new ExactIndexFactory(),
                new RandomSampler(),
                PatchCoreSettings.DEFAULT.withCoresetShare(0.25).withStandardise(true));
        DriftWatch watch = new DriftWatch(Inspections.STATION, RULES, DriftStore.NONE, Clock.systemUTC(), alarms::add);
        try (AnomalyDetector detector = trainer.fit(pool, 1, Progress.NONE)) {
            for (Frame frame : order.subList(FITTED, order.size())) {
                watch.inspected(inspection(frame, detector.detect(frame.patches())));
            }
        }
        return alarms;
    }

    private static Inspection inspection(Frame frame, Detection detection) {
        ContentHash hash = Inspections.hash(frame.takenAt());
        return new Inspection(
                new InspectionId(hash.hex().substring(0, 16)),
                Inspections.STATION,
                new FrameId(hash.hex().substring(0, 16)),
                Optional.empty(),
                Optional.empty(),
                hash,
                Optional.empty(),
                Inspections.NOON,
                Inspections.NOON,
                Optional.of(new ModelVersion(1)),
                new Verdict.Pass(detection.score(), Double.MAX_VALUE),
                List.of(),
                Optional.of(detection.map()),
                new Timings(Map.of()));
    }

    @Test
    void inspected_inTheOrderOfTime_alarms_andShuffled_doesNot() throws Exception {
        List<Frame> frames = frames();
        List<DriftAlarm> inTime = alarms(frames);

        assertThat(inTime).extracting(DriftAlarm::sign).contains(DriftSign.DISTANCE);
        int shuffledAlarms = 0;
        for (long seed = 0; seed < 2; seed++) {
            List<Frame> shuffled = new ArrayList<>(frames);
            Collections.shuffle(shuffled, new Random(seed));
            shuffledAlarms += alarms(shuffled).size();
        }
        assertThat(shuffledAlarms).isZero();
    }
}
