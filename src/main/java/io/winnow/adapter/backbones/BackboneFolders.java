package io.winnow.adapter.backbones;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.winnow.core.feature.AddedBackbone;
import io.winnow.core.feature.BackboneAddition;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.feature.BackboneRuntime;
import io.winnow.core.feature.BackboneStore;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.InstalledBackbone;
import io.winnow.core.feature.UnusableBackboneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Backbones as {@code NAME.onnx} with {@code NAME.json} in one or more folders. Additions go into the first; where two folders
 * hold the same name, the earlier one counts. A file {@code catalogue.json} in any of them names well-known backbones.
 *
 * <p>Thread-safe.
 */
public final class BackboneFolders implements BackboneStore {
    private static final String CATALOGUE = "catalogue.json";
    private static final String MANIFEST = ".json";
    private static final String MODEL = ".onnx";
    private static final String PARTIAL = ".partial-";

    private final List<Path> folders;
    private final Supplier<? extends BackboneRuntime> runtime;

    /**
     * Backbones in some folders.
     *
     * @param folders at least one; they need not exist
     * @param runtime asked for when a backbone is first opened or added, so that listing loads no native library
     */
    public BackboneFolders(List<Path> folders, Supplier<? extends BackboneRuntime> runtime) {
        if (folders.isEmpty()) {
            throw new IllegalArgumentException("no backbone folders: need at least one");
        }
        this.folders = List.copyOf(folders);
        this.runtime = runtime;
    }

    @Override
    public List<BackboneManifest> list() throws UnusableBackboneException {
        return installed().values().stream().map(InstalledBackbone::manifest).toList();
    }

    @Override
    public InstalledBackbone find(String name) throws UnusableBackboneException {
        TreeMap<String, InstalledBackbone> installed = installed();
        InstalledBackbone found = installed.get(name);
        if (found == null) {
            throw new UnusableBackboneException(
                    "no backbone named %s in %s, there are %s".formatted(name, folders, installed.keySet()));
        }
        return found;
    }

    @Override
    public FeatureExtractor open(String name) throws UnusableBackboneException {
        InstalledBackbone found = find(name);
        return runtime.get().open(found.file(), found.manifest());
    }

    @Override
    public AddedBackbone add(BackboneAddition addition) throws UnusableBackboneException {
        Path folder = folders.get(0);
        try {
            Files.createDirectories(folder);
            Path partial = partial(folder, MODEL);
            try {
                Download.fetch(addition.location(), addition.sha256(), partial);
                AddedBackbone added = new BackboneCheck(runtime.get(), partial).run(addition, known(addition));
                requireNameFree(added.manifest());
                install(folder, partial, added.manifest());
                return added;
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new UnusableBackboneException("%s cannot be written: %s".formatted(folder, e), e);
        }
    }

    /**
     * Writes a model and its manifest into a folder, replacing those of the same name.
     *
     * @param model bytes of the ONNX file
     */
    public static void write(Path folder, byte[] model, BackboneManifest manifest) throws IOException {
        Files.createDirectories(folder);
        Path partial = partial(folder, MODEL);
        try {
            Files.write(partial, model);
            install(folder, partial, manifest);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** The manifest goes last: a backbone without one is not seen. */
    private static void install(Path folder, Path model, BackboneManifest manifest) throws IOException {
        Path partialManifest = partial(folder, MANIFEST);
        try {
            Files.write(partialManifest, ManifestFile.toBytes(manifest));
            move(model, folder.resolve(manifest.name() + MODEL));
            move(partialManifest, folder.resolve(manifest.name() + MANIFEST));
        } finally {
            Files.deleteIfExists(partialManifest);
        }
    }

    /** A name for a file being written; {@link Files#createTempFile} would let nobody else read the installed file. */
    private static Path partial(Path folder, String suffix) {
        return folder.resolve(PARTIAL + UUID.randomUUID() + suffix);
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Optional<BackboneManifest> known(BackboneAddition addition) throws UnusableBackboneException {
        for (Path folder : folders) {
            Path file = folder.resolve(CATALOGUE);
            if (Files.exists(file)) {
                for (BackboneManifest entry : read(file, ManifestFile::readCatalogue)) {
                    if (entry.sha256().equals(addition.sha256())) {
                        return Optional.of(entry);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private void requireNameFree(BackboneManifest added) throws UnusableBackboneException {
        InstalledBackbone existing = installed().get(added.name());
        if (existing != null && !existing.manifest().sha256().equals(added.sha256())) {
            throw new UnusableBackboneException("a backbone named %s with another hash (%s) is installed; give --name"
                    .formatted(added.name(), existing.manifest().sha256()));
        }
    }

    private TreeMap<String, InstalledBackbone> installed() throws UnusableBackboneException {
        TreeMap<String, InstalledBackbone> found = new TreeMap<>();
        for (Path folder : folders) {
            for (Path file : manifests(folder)) {
                BackboneManifest manifest = read(file, ManifestFile::read);
                Path model = folder.resolve(manifest.name() + MODEL);
                if (!file.getFileName().toString().equals(manifest.name() + MANIFEST) || !Files.exists(model)) {
                    throw new UnusableBackboneException("%s names the backbone %s, so files %s and %s must exist"
                            .formatted(file, manifest.name(), manifest.name() + MANIFEST, manifest.name() + MODEL));
                }
                found.putIfAbsent(manifest.name(), new InstalledBackbone(manifest, model));
            }
        }
        return found;
    }

    private static List<Path> manifests(Path folder) throws UnusableBackboneException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(BackboneFolders::isManifest).sorted().toList();
        } catch (IOException e) {
            throw new UnusableBackboneException("%s cannot be read: %s".formatted(folder, e), e);
        }
    }

    private static boolean isManifest(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(MANIFEST) && !name.startsWith(".") && !name.equals(CATALOGUE);
    }

    private interface Reader<T> {
        T read(Path file) throws IOException;
    }

    private static <T> T read(Path file, Reader<T> reader) throws UnusableBackboneException {
        try {
            return reader.read(file);
        } catch (JsonProcessingException e) {
            throw new UnusableBackboneException("%s: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnusableBackboneException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }
}
