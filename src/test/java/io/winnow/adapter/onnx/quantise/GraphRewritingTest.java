package io.winnow.adapter.onnx.quantise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.winnow.adapter.onnx.OnnxSessions;
import io.winnow.core.Progress;
import io.winnow.core.feature.BackboneQuantiser.Images;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphRewritingTest {
    private static final int THREADS = 1;

    @TempDir
    private Path folder;

    @Test
    void fold_batchNormalisationAfterConvolution_givesTheSameValuesWithoutIt() throws Exception {
        SmallGraph small = new SmallGraph(1);
        small.normalise(small.convolve("input", "conv", 3, 8, 3, 1, 1), "norm", 8);
        small.apply("Relu", "features", "norm");
        BackboneGraph graph = BackboneGraph.of(small.model("features"), List.of("features"));

        BackboneGraph folded = BatchNormFolding.fold(graph);

        assertThat(folded.nodes()).extracting(NodeProto::getOpType).containsExactly("Conv", "Relu");
        assertSame(graph, folded, 1e-5);
    }

    @Test
    void fold_convolutionThatSomethingElseReadsToo_isLeftAlone() {
        SmallGraph small = new SmallGraph(1);
        small.normalise(small.convolve("input", "conv", 3, 8, 3, 1, 1), "norm", 8);
        small.apply("Add", "features", "norm", "conv");
        BackboneGraph graph = BackboneGraph.of(small.model("features"), List.of("features"));

        assertThat(BatchNormFolding.fold(graph).nodes())
                .extracting(NodeProto::getOpType)
                .contains("BatchNormalization");
    }

    @ParameterizedTest
    @CsvSource({"7, 3, 3", "3, 1, 1", "3, 0, 1", "5, 2, 2", "2, 0, 0", "6, 2, 2", "1, 0, 0"})
    void rewrite_firstConvolutionInStepsOfTwo_givesTheSameValues(int kernel, int before, int after) throws Exception {
        SmallGraph small = new SmallGraph(kernel);
        small.weights("features.w", 8, 3, kernel, kernel);
        small.weights("features.b", 8);
        small.convolveGiven("input", "features", kernel, 2, 1, before, after);
        BackboneGraph graph = BackboneGraph.of(small.model("features"), List.of("features"));

        BackboneGraph rewritten = FirstConvolution.rewrite(graph);

        assertThat(rewritten.nodes()).extracting(NodeProto::getOpType).containsExactly("SpaceToDepth", "Conv");
        assertSame(graph, rewritten, 1e-5);
    }

    @Test
    void write_residualNetwork_runsInIntegersAltogetherAndNearTheSameValues() throws Exception {
        SmallGraph small = new SmallGraph(2);
        small.apply("Relu", "stem", small.convolve("input", "conv0", 3, 16, 3, 2, 1));
        small.pool("stem", "pooled");
        small.apply("Relu", "inner", small.convolve("pooled", "conv1", 16, 16, 3, 1, 1));
        small.convolve("inner", "conv2", 16, 16, 1, 1, 1);
        small.apply("Add", "sum", "conv2", "pooled");
        small.apply("Relu", "features", "sum");

        Map<String, Integer> operations = quantiseAndCheck(small.model("features"), 0.02);

        assertThat(operations)
                .containsEntry("QLinearConv", 3)
                .containsEntry("QLinearAdd", 1)
                .doesNotContainKeys("Conv", "Add", "Relu", "MaxPool");
    }

    @Test
    void write_depthwiseConvolutionUnderClip_runsInIntegers() throws Exception {
        SmallGraph small = new SmallGraph(3);
        small.constant("low", new float[] {0});
        small.constant("high", new float[] {6});
        small.apply("Clip", "wide", small.convolve("input", "conv0", 3, 32, 1, 1, 1), "low", "high");
        small.apply("Clip", "deep", small.convolve("wide", "conv1", 32, 32, 3, 1, 32), "low", "high");
        small.convolve("deep", "features", 32, 16, 1, 1, 1);

        Map<String, Integer> operations = quantiseAndCheck(small.model("features"), 0.03);

        assertThat(operations).containsEntry("QLinearConv", 3).doesNotContainKeys("Conv", "Clip");
    }

    @Test
    void write_concatenation_runsInIntegers() throws Exception {
        SmallGraph small = new SmallGraph(4);
        small.apply("Relu", "left", small.convolve("input", "conv0", 3, 16, 3, 1, 1));
        small.convolve("input", "right", 3, 16, 1, 1, 1);
        small.concatenate("joined", "left", "right");
        small.convolve("joined", "features", 32, 16, 1, 1, 1);

        Map<String, Integer> operations = quantiseAndCheck(small.model("features"), 0.02);

        assertThat(operations).containsKey("QLinearConcat").doesNotContainKeys("Conv", "Concat");
    }

    @Test
    void write_constantsNamedAsOthersMightBe_keepsThem() throws Exception {
        SmallGraph small = new SmallGraph(5);
        small.constant("input_scale", new float[] {2});
        small.apply("Mul", "scaled", "input", "input_scale");
        small.convolve("scaled", "features", 3, 16, 3, 1, 1);

        quantiseAndCheck(small.model("features"), 0.02);
    }

    @Test
    void read_outputsThatAreNotUsed_areDropped() {
        SmallGraph small = new SmallGraph(6);
        small.convolve("input", "features", 3, 16, 3, 1, 1);
        small.convolve("features", "unused", 16, 16, 3, 1, 1);

        BackboneGraph graph = BackboneGraph.of(small.model("features", "unused"), List.of("features"));

        assertThat(graph.nodes()).extracting(NodeProto::getName).containsExactly("features");
    }

    @Test
    void of_operatorSetWithoutScalesByChannel_isRefused() {
        SmallGraph small = new SmallGraph(7).opset(12);
        small.convolve("input", "features", 3, 16, 3, 1, 1);
        ModelProto model = small.model("features");

        assertThatThrownBy(() -> BackboneGraph.of(model, List.of("features")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("operator set is 12, must be at least 13");
    }

    /** What ONNX Runtime makes of the quantised graph, operators by number, after its values were compared. */
    private Map<String, Integer> quantiseAndCheck(ModelProto model, double largestError) throws Exception {
        BackboneGraph graph = BackboneGraph.of(model, List.of("features"));
        List<Layer> layers = Layer.of(graph);
        Set<String> values = new LinkedHashSet<>();
        layers.forEach(layer -> {
            values.addAll(layer.inputs());
            values.add(layer.output());
        });
        ValueRanges ranges = ValueRanges.collect(graph, values, SmallGraph.images(4, 10), THREADS, Progress.NONE);
        byte[] file = QdqGraph.write(graph, layers, ranges.scales(0));
        Images others = SmallGraph.images(2, 99);
        assertThat(new FeatureErrors(graph, others, THREADS).largest(file, 2)).isBetween(1e-4, largestError);
        return optimised(file);
    }

    private Map<String, Integer> optimised(byte[] file) throws Exception {
        Path written = folder.resolve("optimised.onnx");
        try (SessionOptions options = OnnxSessions.options(1)) {
            options.setOptimizedModelFilePath(written.toString());
            OnnxSessions.environment().createSession(file, options).close();
        }
        Map<String, Integer> operations = new TreeMap<>();
        ModelProto.parseFrom(Files.readAllBytes(written))
                .getGraph()
                .getNodeList()
                .forEach(node -> operations.merge(node.getOpType(), 1, Integer::sum));
        return operations;
    }

    private static void assertSame(BackboneGraph one, BackboneGraph other, double tolerance) throws Exception {
        Images images = SmallGraph.images(1, 5);
        FloatBuffer expected = run(one, images);
        FloatBuffer found = run(other, images);
        assertThat(found.limit()).isEqualTo(expected.limit());
        for (int i = 0; i < expected.limit(); i++) {
            assertThat((double) found.get(i)).isCloseTo(expected.get(i), within(tolerance));
        }
    }

    private static FloatBuffer run(BackboneGraph graph, Images images) throws Exception {
        try (GraphSession session = new GraphSession(graph.file(), THREADS)) {
            return Objects.requireNonNull(
                    session.run(images.read(0), Set.of("features")).get("features"));
        }
    }
}
