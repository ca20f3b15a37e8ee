package io.winnow.core.model;

import io.winnow.core.image.ContentHash;
import io.winnow.core.image.FrameId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the manifest in a version's folder says: everything that has to be known to use the files beside it, and to refuse them.
 *
 * @param format of the artefact; this program reads {@link #FORMAT} alone
 * @param backbone SHA-256 of the backbone's file
 * @param pool SHA-256 over the hashes of the frames that were kept, sorted
 * @param ledger SHA-256 over frames, scores, ranks, rounds and reasons of those that were dropped
 * @param files every other file of the folder by name
 * @param backboneReport where a backbone in 8-bit integers was wanted; whether there is one, {@code files} says
 */
public record Artefact(
        int format,
        ModelManifest model,
        ContentHash backbone,
        ContentHash pool,
        ContentHash ledger,
        Map<String, Seal> files,
        Calibration calibration,
        Golden golden,
        Environment environment,
        Optional<BackboneReport> backboneReport) {
    /** The format that this program writes and reads. */
    public static final int FORMAT = 1;

    /** Name of the manifest's file. */
    public static final String FILE = "manifest.json";

    /** By which a file is recognised. */
    public record Seal(long bytes, ContentHash sha256) {}

    /**
     * Where the thresholds come from.
     *
     * @param method for people
     * @param falseRejectRate share of normal frames that may be rejected
     * @param frames whose scores the thresholds were computed from
     */
    public record Calibration(String method, double falseRejectRate, int frames) {}

    /**
     * Frames with what the fitted detector said of them before it was written.
     *
     * @param tolerance largest difference of a score that is no difference, as a share of the threshold
     * @param check what came out when the written files were read again, right after the fit
     */
    public record Golden(double tolerance, List<GoldenFrame> frames, ParityReport check) {
        public Golden {
            frames = List.copyOf(frames);
        }
    }

    /**
     * One golden frame.
     *
     * @param file its encoded image in the folder
     * @param score of the image
     * @param peak highest score of its map
     * @param rejected whether the score is above the threshold
     */
    public record GoldenFrame(String file, FrameId frame, double score, double peak, boolean rejected) {}

    /**
     * Where it was fitted.
     *
     * @param libraries versions by name
     */
    public record Environment(String java, String operatingSystem, String architecture, Map<String, String> libraries) {
        public Environment {
            libraries = Map.copyOf(libraries);
        }

        /** This process, with the libraries that it uses. */
        public static Environment here(Map<String, String> libraries) {
            return new Environment(
                    System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
                    System.getProperty("os.name") + " " + System.getProperty("os.version"),
                    System.getProperty("os.arch"),
                    libraries);
        }
    }

    public Artefact {
        files = Map.copyOf(files);
    }

    Artefact withFiles(Map<String, Seal> sealed) {
        return new Artefact(
                format, model, backbone, pool, ledger, sealed, calibration, golden, environment, backboneReport);
    }

    Artefact withCheck(ParityReport check) {
        return new Artefact(
                format,
                model,
                backbone,
                pool,
                ledger,
                files,
                calibration,
                new Golden(golden.tolerance(), golden.frames(), check),
                environment,
                backboneReport);
    }

    /** The seal of the version's own backbone; empty where it works with the station's. */
    public Optional<Seal> ownBackbone() {
        return Optional.ofNullable(files.get(OwnBackbones.FILE));
    }
}
