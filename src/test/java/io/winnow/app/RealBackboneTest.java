package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.adapter.onnx.OnnxSettings;
import io.winnow.adapter.opencv.OpenCvImageDecoder;
import io.winnow.core.Progress;
import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.detector.PatchCoreSettings;
import io.winnow.core.detector.PatchCoreTrainer;
import io.winnow.core.evaluation.Ranking;
import io.winnow.core.feature.BackboneAddition;
import io.winnow.core.feature.BackboneStore;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.PatchEmbedder;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.feature.PoolEmbeddings;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.DecodedImage;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.InputTensor;
import io.winnow.core.image.Preprocessing;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.index.ExactIndexFactory;
import io.winnow.core.index.RandomSampler;
import io.winnow.testing.Shared;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decode, backbone, embedding, memory bank and score together, on real images: what they find is known. */
class RealBackboneTest {
    private static final ImageSize SIZE = new ImageSize(256, 192);

    /** 3,000 of the bank's patches, as in the measurement that the figures come from. */
    private static final double BANK_SHARE = 0.125;

    /** Its vectors are long; a smaller bank keeps the test short. */
    private static final double SMALL_BANK_SHARE = 0.05;

    private static final double TOLERANCE = 0.02;

    private final BackboneStore store;

    RealBackboneTest(@TempDir Path folder) {
        store = Backbones.store(folder, OnnxSettings.CPU);
    }

    @ParameterizedTest
    @CsvSource({"mobilenetv2_l123, 1.000", "resnet18_tv_l123, 0.982"})
    void detect_cookiesWithANetwork_ranksTheCrackedOnesHighest(String name, double expected) throws Exception {
        Path file = Shared.model(name + ".onnx");
        ContentHash hash = ContentHash.of(ByteBuffer.wrap(Files.readAllBytes(file)));
        store.add(BackboneAddition.of(file.toUri(), hash));
        assertThat(imageAuroc(name, BANK_SHARE)).isGreaterThan(expected - TOLERANCE);
    }

    @Test
    void detect_cookiesWithTheBuiltInBackbone_ranksTheCrackedOnesHigh() throws Exception {
        assertThat(imageAuroc("scattering_j3_l8", SMALL_BANK_SHARE)).isGreaterThan(0.95);
    }

    private double imageAuroc(String backbone, double bankShare) throws Exception {
        Path cookies = Shared.data("cookie");
        try (FeatureExtractor extractor = store.open(backbone)) {
            PoolEmbeddings pool = PoolEmbeddings.of(embed(cookies.resolve("train/good"), extractor));
            PatchCoreTrainer trainer = new PatchCoreTrainer(
                    new ExactIndexFactory(),
                    new RandomSampler(),
                    PatchCoreSettings.DEFAULT
                            .withCoresetShare(bankShare)
                            .withStandardise(extractor.manifest().standardise()));
            try (AnomalyDetector detector = trainer.fit(pool, 1, Progress.NONE)) {
                return auroc(
                        scores(detector, embed(cookies.resolve("test/good"), extractor)),
                        scores(detector, embed(cookies.resolve("test/cracked"), extractor)));
            }
        }
    }

    private static List<PatchEmbeddings> embed(Path folder, FeatureExtractor extractor)
            throws IOException, UndecodableImageException {
        OpenCvImageDecoder decoder = new OpenCvImageDecoder(DecodeLimits.DEFAULT);
        Preprocessing preprocessing = new Preprocessing(
                RegionOfInterest.WHOLE, SIZE, extractor.manifest().normalisation());
        InputTensor tensor = new InputTensor(SIZE);
        List<PatchEmbeddings> embeddings = new ArrayList<>();
        for (Path file : files(folder)) {
            try (DecodedImage image = decoder.decode(EncodedImage.adopt(Files.readAllBytes(file)), preprocessing)) {
                image.prepare(preprocessing, tensor);
            }
            embeddings.add(PatchEmbedder.embed(extractor.extract(tensor)));
        }
        return embeddings;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static double[] scores(AnomalyDetector detector, List<PatchEmbeddings> images) {
        return images.stream()
                .mapToDouble(image -> detector.detect(image).score())
                .toArray();
    }

    private static double auroc(double[] normal, double[] anomalous) {
        double[] scores =
                Stream.of(normal, anomalous).flatMapToDouble(Arrays::stream).toArray();
        boolean[] labels = new boolean[scores.length];
        Arrays.fill(labels, normal.length, labels.length, true);
        return Ranking.of(scores, labels).auroc().optional().orElseThrow();
    }
}
