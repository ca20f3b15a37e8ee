package io.winnow.adapter.scattering;

/** ONNX models of a few bytes, for tests of what runs and installs them. */
public final class SmallModels {
    private static final double[] BOX = {0.25, 0.25, 0.25, 0.25};

    private SmallModels() {}

    /** Two maps of three channels: {@code layer2} at stride 2, {@code layer3} at stride 4. */
    public static byte[] pyramid() {
        OnnxGraph graph = new OnnxGraph("pyramid");
        String half = halve(graph, graph.input("input", "N", 3, "H", "W"));
        graph.output(half, "layer2", "N", 3, "H / 2", "W / 2");
        graph.output(halve(graph, half), "layer3", "N", 3, "H / 4", "W / 4");
        return graph.toByteArray("test");
    }

    /** One map, the logarithm of the input less two: not a number for every image in 0..1. */
    public static byte[] notANumber() {
        OnnxGraph graph = new OnnxGraph("not a number");
        String input = graph.input("input", "N", 3, "H", "W");
        String shifted = graph.apply("Add", input, graph.floats(new double[] {-2}));
        graph.output(graph.apply("Log", shifted), "map", "N", 3, "H", "W");
        return graph.toByteArray("test");
    }

    /** One map, but grey images only. */
    public static byte[] greyOnly() {
        OnnxGraph graph = new OnnxGraph("grey");
        graph.output(graph.input("input", "N", 1, "H", "W"), "map", "N", 1, "H", "W");
        return graph.toByteArray("test");
    }

    /** One map whose weights hold a NaN: finite for no image. */
    public static byte[] weightThatIsNoNumber() {
        OnnxGraph graph = new OnnxGraph("nan weight");
        String input = graph.input("input", "N", 3, "H", "W");
        graph.output(graph.apply("Add", input, graph.floats(new double[] {Double.NaN})), "map", "N", 3, "H", "W");
        return graph.toByteArray("test");
    }

    /** Two inputs where one image comes. */
    public static byte[] twoInputs() {
        OnnxGraph graph = new OnnxGraph("two inputs");
        String sum = graph.apply("Add", graph.input("a", "N", 3, "H", "W"), graph.input("b", "N", 3, "H", "W"));
        graph.output(sum, "map", "N", 3, "H", "W");
        return graph.toByteArray("test");
    }

    /** Images of 48 x 48 and no others. */
    public static byte[] oneSizeOnly() {
        OnnxGraph graph = new OnnxGraph("fixed");
        graph.output(graph.input("input", 1, 3, 48, 48), "map", 1, 3, 48, 48);
        return graph.toByteArray("test");
    }

    /** A number for the whole image instead of a map. */
    public static byte[] vector() {
        OnnxGraph graph = new OnnxGraph("vector");
        graph.output(graph.apply("Flatten", graph.input("input", "N", 3, "H", "W")), "map", "N", "F");
        return graph.toByteArray("test");
    }

    private static String halve(OnnxGraph graph, String value) {
        double[] weights = new double[3 * BOX.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = BOX[i % BOX.length];
        }
        return graph.convolveEach(value, graph.floats(weights, 3, 1, 2, 2), 3, 2);
    }
}
