package io.winnow.adapter.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks ONNX Runtime itself where a graph runs: its profile of one run names the execution provider of every operation. What was
 * configured has no say in it.
 */
final class ExecutionProfile {
    /** Of one operation's run, which is one line of the profile; other times have other names. */
    private static final Pattern OPERATION = Pattern.compile("_kernel_time\".*?\"provider\"\\s*:\\s*\"([^\"]+)\"");

    private ExecutionProfile() {}

    /**
     * Runs a grey image of one side through a session of its own.
     *
     * @param options as the real session has them; profiling is switched on
     * @return operations by execution provider
     */
    static Map<String, Integer> take(Path file, SessionOptions options, int side) throws OrtException, IOException {
        Path folder = Files.createTempDirectory("winnow-profile");
        try {
            options.enableProfiling(folder.resolve("profile").toString());
            return count(Files.readString(run(file, options, side), StandardCharsets.UTF_8));
        } finally {
            delete(folder);
        }
    }

    private static Path run(Path file, SessionOptions options, int side) throws OrtException {
        OrtEnvironment environment = OnnxSessions.environment();
        try (OrtSession session = environment.createSession(file.toString(), options)) {
            String input = session.getInputNames().iterator().next();
            try (OnnxTensor grey = OnnxTensor.createTensor(
                            environment, FloatBuffer.wrap(new float[3 * side * side]), new long[] {1, 3, side, side});
                    OrtSession.Result ignored = session.run(Map.of(input, grey))) {
                return Path.of(session.endProfiling());
            }
        }
    }

    /** Operations by provider in a profile. */
    static Map<String, Integer> count(String profile) {
        Map<String, Integer> operations = new TreeMap<>();
        Matcher matcher = OPERATION.matcher(profile);
        while (matcher.find()) {
            operations.merge(matcher.group(1), 1, Integer::sum);
        }
        return operations;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
