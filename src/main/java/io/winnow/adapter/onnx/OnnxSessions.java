package io.winnow.adapter.onnx;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;

/** What all sessions of ONNX Runtime have in common. Thread-safe. */
public final class OnnxSessions {
    static final String ENGINE = "OnnxRuntime";

    private OnnxSessions() {}

    /** The environment of this process. DJL's engine must come first: it sets up what every later caller shares. */
    public static OrtEnvironment environment() {
        Engine.getEngine(ENGINE);
        return OrtEnvironment.getEnvironment();
    }

    /**
     * New options, to be closed by the caller.
     *
     * @param threads that one run uses, at least 1
     */
    public static SessionOptions options(int threads) throws OrtException {
        SessionOptions options = new SessionOptions();
        try {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            // On x86 without VNNI ONNX Runtime adds two products of bytes in 16 bits, which are cut off for weights of
            // more than 7
            // bits. With this it takes unsigned weights there, which is slower and right; nothing else changes.
            options.addConfigEntry("session.x64quantprecision", "1");
            return options;
        } catch (OrtException e) {
            options.close();
            throw e;
        }
    }
}
