package io.winnow.adapter.storage;

import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.model.ModelFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** {@code <station>/v7} for each version, {@code <station>/.draft-v7} while it is written. Thread-safe for different versions. */
public final class ModelFolders implements ModelFiles {
    private static final String DRAFT = ".draft-";
    private static final String GOING = ".going-";
    private static final String VERSION = "v[1-9][0-9]{0,8}";

    private final Path root;

    /** @param root made where it is absent */
    public ModelFolders(Path root) {
        this.root = root;
    }

    @Override
    public Path folder(StationId station, ModelVersion version) {
        return station(station).resolve(version.toString());
    }

    private Path station(StationId station) {
        return root.resolve(station.value());
    }

    @Override
    public Path draft(StationId station, ModelVersion version) throws IOException {
        deleteDraft(station, version);
        return Files.createDirectories(draftPath(station, version));
    }

    private Path draftPath(StationId station, ModelVersion version) {
        return station(station).resolve(DRAFT + version);
    }

    @Override
    public void deleteDraft(StationId station, ModelVersion version) throws IOException {
        deleteTree(draftPath(station, version));
    }

    @Override
    public void adopt(StationId station, ModelVersion version) throws IOException {
        Files.move(draftPath(station, version), folder(station, version), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(station(station), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** {@inheritDoc} Renamed first. */
    @Override
    public void delete(StationId station, ModelVersion version) throws IOException {
        Path folder = folder(station, version);
        if (Files.isDirectory(folder)) {
            Path going = station(station).resolve(GOING + version);
            deleteTree(going);
            Files.move(folder, going, StandardCopyOption.ATOMIC_MOVE);
            deleteTree(going);
        }
    }

    @Override
    public List<Kept> list() throws IOException {
        List<Kept> found = new ArrayList<>();
        for (Path station : folders(root)) {
            for (Path version : folders(station)) {
                String name = String.valueOf(version.getFileName());
                if (name.matches(VERSION)) {
                    found.add(new Kept(new StationId(String.valueOf(station.getFileName())), ModelVersion.parse(name)));
                }
            }
        }
        return found;
    }

    @Override
    public void deleteDrafts() throws IOException {
        for (Path station : folders(root)) {
            for (Path folder : folders(station)) {
                String name = String.valueOf(folder.getFileName());
                if (name.startsWith(DRAFT) || name.startsWith(GOING)) {
                    deleteTree(folder);
                }
            }
        }
    }

    private static List<Path> folders(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
