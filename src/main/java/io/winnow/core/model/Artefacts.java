package io.winnow.core.model;

import io.winnow.core.detector.PatchCore;
import io.winnow.core.detector.PatchCoreArtifact;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.ContentHash;
import io.winnow.core.index.IndexFactory;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Writes artefacts and opens them again, which is refused unless every file is the one that was written, the artefact is this
 * station's, signed where that is wanted, and its golden frames score as they did. Thread-safe.
 */
public final class Artefacts {
    /**
     * Whose artefact is to be opened.
     *
     * @param seal hash of the manifest as it was recorded
     * @param reader makes embeddings as the station does
     * @param backbones opens the version's own backbone where it has one
     */
    public record Owner(
            StationId station,
            ModelVersion version,
            Recipe recipe,
            ContentHash backbone,
            Optional<ContentHash> seal,
            PatchReader reader,
            OwnBackbones backbones) {}

    /**
     * An artefact that passed, open. Whoever receives it closes it, or both its parts.
     *
     * @param backbone that made the embeddings which the detector knows; empty where it is the station's
     */
    public record Opened(
            Artefact artefact, PatchCore detector, Optional<FeatureExtractor> backbone, ParityReport parity)
            implements AutoCloseable {
        @Override
        public void close() {
            detector.close();
            backbone.ifPresent(FeatureExtractor::close);
        }
    }

    private final ArtefactCodec codec;
    private final IndexFactory indexes;
    private final ArtefactTrust trust;

    public Artefacts(ArtefactCodec codec, IndexFactory indexes, ArtefactTrust trust) {
        this.codec = codec;
        this.indexes = indexes;
        this.trust = trust;
    }

    /**
     * Finishes a folder that holds everything but the manifest: reads the files back, scores the golden frames with what was
     * read, and writes the manifest with the outcome; on disk when it returns.
     *
     * @param described says all but the files and the outcome
     * @return hash of the manifest
     * @throws ArtefactException when what was read back scores differently
     */
    ContentHash seal(Artefact described, PatchReader reader, Path folder) throws IOException {
        ParityReport check;
        try (PatchCore detector = PatchCoreArtifact.read(folder, indexes)) {
            check = ParityGate.check(described, detector, reader, folder);
        }
        require(described.model(), check);
        byte[] manifest =
                codec.write(described.withFiles(ArtefactFiles.seals(folder)).withCheck(check));
        Files.write(folder.resolve(Artefact.FILE), manifest);
        trust.seal(folder, manifest);
        ArtefactFiles.force(folder);
        return ContentHash.of(ByteBuffer.wrap(manifest));
    }

    /** What the manifest in a folder says; nothing else is looked at. */
    public Artefact read(Path folder) throws ArtefactException {
        return codec.read(manifest(folder));
    }

    /**
     * Opens a version.
     *
     * @throws ArtefactException when it must not be used, saying why
     */
    public Opened open(Path folder, Owner owner) throws ArtefactException {
        String name = "model %s of station %s".formatted(owner.version(), owner.station());
        try {
            byte[] bytes = manifest(folder);
            trust.require(folder, bytes);
            Artefact artefact = codec.read(bytes);
            requireOwn(artefact, owner);
            requireSealed(owner, ContentHash.of(ByteBuffer.wrap(bytes)));
            for (Map.Entry<String, Artefact.Seal> file : artefact.files().entrySet()) {
                requireIntact(folder.resolve(file.getKey()), file.getKey(), file.getValue());
            }
            return load(folder, owner, artefact);
        } catch (ArtefactException e) {
            throw new ArtefactException("%s is refused: %s".formatted(name, e.getMessage()), e);
        } catch (IOException | RuntimeException e) {
            throw new ArtefactException("%s cannot be opened: %s".formatted(name, e), e);
        }
    }

    private Opened load(Path folder, Owner owner, Artefact artefact) throws IOException {
        PatchCore detector = PatchCoreArtifact.read(folder, indexes);
        Optional<FeatureExtractor> backbone = Optional.empty();
        try {
            backbone = backbone(folder, owner, artefact);
            PatchReader reader = backbone.map(owner.backbones()::reader).orElse(owner.reader());
            ParityReport parity = ParityGate.check(artefact, detector, reader, folder);
            require(artefact.model(), parity);
            return new Opened(artefact, detector, backbone, parity);
        } catch (IOException | RuntimeException e) {
            detector.close();
            backbone.ifPresent(FeatureExtractor::close);
            throw e;
        }
    }

    private static Optional<FeatureExtractor> backbone(Path folder, Owner owner, Artefact artefact) throws IOException {
        Optional<Artefact.Seal> own = artefact.ownBackbone();
        if (own.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(owner.backbones()
                    .open(folder.resolve(OwnBackbones.FILE), own.get().sha256()));
        } catch (UnusableBackboneException e) {
            throw new ArtefactException("its own backbone cannot be used: " + e.getMessage(), e);
        }
    }

    private static byte[] manifest(Path folder) throws ArtefactException {
        Path file = folder.resolve(Artefact.FILE);
        if (!Files.exists(file)) {
            throw new ArtefactException(
                    Files.isDirectory(folder)
                            ? "file %s is missing; an artefact without it is older than this program or damaged"
                                    .formatted(Artefact.FILE)
                            : "its folder %s is missing".formatted(folder));
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ArtefactException("file %s cannot be read: %s".formatted(Artefact.FILE, e.getMessage()), e);
        }
    }

    private static void requireOwn(Artefact artefact, Owner owner) throws ArtefactException {
        ModelManifest model = artefact.model();
        requireSame("station", model.station(), owner.station());
        requireSame("version", model.version(), owner.version());
        requireSame("backbone hash", artefact.backbone(), owner.backbone());
        requireSame(
                "recipe (backbone, region, input size)",
                model.recipe(),
                owner.recipe().hash().hex());
    }

    private static void requireSame(String what, Object found, Object wanted) throws ArtefactException {
        if (!found.equals(wanted)) {
            throw new ArtefactException("%s is foreign: %s is %s, must be %s; refit the station"
                    .formatted(Artefact.FILE, what, found, wanted));
        }
    }

    private static void requireSealed(Owner owner, ContentHash actual) throws ArtefactException {
        if (!owner.seal().equals(Optional.of(actual))) {
            throw new ArtefactException("%s is damaged: its SHA-256 is %s, must be %s"
                    .formatted(
                            Artefact.FILE,
                            actual,
                            owner.seal().map(ContentHash::hex).orElse("recorded and is not")));
        }
    }

    private static void requireIntact(Path file, String name, Artefact.Seal seal) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ArtefactException("file %s is missing".formatted(name));
        }
        if (Files.size(file) != seal.bytes()) {
            throw new ArtefactException("file %s is damaged: it has %d bytes, must have %d"
                    .formatted(name, Files.size(file), seal.bytes()));
        }
        ContentHash actual = ArtefactFiles.hash(file);
        if (!actual.equals(seal.sha256())) {
            throw new ArtefactException(
                    "file %s is damaged: its SHA-256 is %s, must be %s".formatted(name, actual, seal.sha256()));
        }
    }

    private static void require(ModelManifest model, ParityReport parity) throws ArtefactException {
        if (!parity.passed()) {
            throw new ArtefactException(
                    ("model %s does not score as it did when it was fitted: over %d golden frames the largest difference"
                                    + " is %.3g of image scores and %.3g of map maxima, must be at most %.3g, and %d"
                                    + " verdicts flip, must be 0")
                            .formatted(
                                    model.version(),
                                    parity.frames(),
                                    parity.largestScoreDifference(),
                                    parity.largestPeakDifference(),
                                    parity.tolerance(),
                                    parity.flips()));
        }
    }
}
