package io.winnow.adapter.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.winnow.core.perf.Comparison;
import io.winnow.core.perf.Comparison.Work;
import io.winnow.core.perf.Goal;
import io.winnow.core.perf.PerfException;
import io.winnow.core.perf.PerfLog;
import io.winnow.core.perf.PerfTopic;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Whether it pays to run frames through the backbone together: in one batch, or side by side with fewer threads each. */
public final class BatchTopic implements PerfTopic {
    private static final int SIDE = 224;
    private static final int BATCH = 4;

    private final Path file;
    private final int threads;
    private final int rounds;

    /** @param file an ONNX backbone that takes batches */
    public BatchTopic(Path file, int threads, int rounds) {
        this.file = file;
        this.threads = threads;
        this.rounds = rounds;
    }

    @Override
    public String name() {
        return "batch";
    }

    @Override
    public String summary() {
        return "frames through the backbone in batches or side by side, against one after the other";
    }

    @Override
    public void measure(PerfLog log) throws PerfException {
        OrtEnvironment environment = OnnxSessions.environment();
        try (SessionOptions all = OnnxSessions.options(threads);
                SessionOptions single = OnnxSessions.options(1);
                OrtSession together = environment.createSession(file.toString(), all);
                OrtSession first = environment.createSession(file.toString(), single);
                OrtSession second = environment.createSession(file.toString(), single);
                OnnxTensor one = tensor(environment, 1);
                OnnxTensor batch = tensor(environment, BATCH)) {
            String backbone = String.valueOf(file.getFileName());
            Work inTurn = new Work("%d one by one".formatted(BATCH), () -> {
                for (int i = 0; i < BATCH; i++) {
                    run(together, one);
                }
            });
            log.compare(new Comparison(
                    "batch of %d, %s, %d threads".formatted(BATCH, backbone, threads),
                    new Work("in one batch", () -> run(together, batch)),
                    inTurn,
                    Goal.NONE,
                    rounds));
            log.compare(new Comparison(
                    "two frames at a time, one thread each, %s".formatted(backbone),
                    new Work("side by side", () -> {
                        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> twice(second, one));
                        twice(first, one);
                        other.join();
                    }),
                    inTurn,
                    Goal.NONE,
                    rounds));
        } catch (OrtException e) {
            throw new PerfException("%s does not run in batches: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, int images) throws OrtException {
        float[] values = new float[images * 3 * SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(0.1 * i);
        }
        return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), new long[] {images, 3, SIDE, SIDE});
    }

    private static void twice(OrtSession session, OnnxTensor image) {
        for (int i = 0; i < BATCH / 2; i++) {
            run(session, image);
        }
    }

    private static void run(OrtSession session, OnnxTensor images) {
        String input = session.getInputNames().iterator().next();
        try (OrtSession.Result ignored = session.run(Map.of(input, images))) {
            // Its results are of no interest.
        } catch (OrtException e) {
            throw new IllegalStateException("backbone failed while it was measured", e);
        }
    }
}
