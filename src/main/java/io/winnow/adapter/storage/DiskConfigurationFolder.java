package io.winnow.adapter.storage;

import io.winnow.core.configuration.ConfigurationFiles;
import io.winnow.core.configuration.ConfigurationFolder;
import io.winnow.core.inspection.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A configuration folder on disk: {@code site.yaml} and {@code stations/}. What else lies there is left alone. */
public final class DiskConfigurationFolder implements ConfigurationFolder {
    private static final String STATIONS = "stations";

    private final Path folder;

    public DiskConfigurationFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public ConfigurationFiles read() {
        SortedMap<String, String> texts = new TreeMap<>();
        try {
            take(texts, folder.resolve(ConfigurationFiles.SITE));
            if (Files.isDirectory(folder.resolve(STATIONS))) {
                try (Stream<Path> stations = Files.list(folder.resolve(STATIONS))) {
                    for (Path file : stations.toList()) {
                        take(texts, file);
                    }
                }
            }
            return new ConfigurationFiles(texts);
        } catch (IOException | IllegalArgumentException e) {
            throw new StorageException("configuration folder %s cannot be read: %s".formatted(folder, e), e, false);
        }
    }

    private void take(SortedMap<String, String> texts, Path file) throws IOException {
        String path = folder.relativize(file).toString();
        if (ConfigurationFiles.isPath(path) && Files.isRegularFile(file)) {
            // Bytes that are no UTF-8 read as the same signs again: such a file is refused where it is read in earnest.
            texts.put(path, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        }
    }

    @Override
    public void write(ConfigurationFiles files) {
        try {
            ConfigurationFiles before = read();
            for (String path : files.texts().keySet()) {
                String text = files.texts().get(path);
                if (text != null && !text.equals(before.texts().get(path))) {
                    WholeFile.write(folder.resolve(path), text);
                }
            }
            for (String path : before.texts().keySet()) {
                if (!files.texts().containsKey(path)) {
                    Files.deleteIfExists(folder.resolve(path));
                }
            }
        } catch (IOException e) {
            throw new StorageException("configuration folder %s cannot be written: %s".formatted(folder, e), e);
        }
    }

    @Override
    public boolean writable() {
        Path stations = folder.resolve(STATIONS);
        return Files.isWritable(folder) && (!Files.exists(stations) || Files.isWritable(stations));
    }
}
