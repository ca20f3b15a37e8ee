package io.winnow.core.configuration;

import io.winnow.core.configuration.ConfigurationVersion.Origin;
import io.winnow.core.inspection.StorageException;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A machine whose disk, power and supervisor do as a test says. For use by one thread. */
final class FakeConfiguration {
    /** The process ends here and now. */
    static final class PowerCut extends Error {
        private static final long serialVersionUID = 1;
    }

    private final TreeMap<String, String> disk;
    private final Map<Long, ConfigurationVersion> kept = new TreeMap<>();
    private final Set<Origin> open = EnumSet.of(Origin.REST, Origin.MQTT);
    private Optional<ConfigurationState> state = Optional.empty();
    private ConfigurationVersions versions = process();
    private int stepsLeft = Integer.MAX_VALUE;
    private int restarts;
    private boolean supervised = true;
    private boolean writable = true;
    private boolean failNextWrite;

    FakeConfiguration(ConfigurationFiles files) {
        this.disk = new TreeMap<>(files.texts());
    }

    private ConfigurationVersions process() {
        return new ConfigurationVersions(new History(), new Folder(), () -> Instant.parse("2026-03-01T12:00:00Z"));
    }

    /** A new process, as far as the reading of the configuration. */
    void begins() {
        versions = process();
        versions.begin();
        versions.noticed();
    }

    /** A new process that gets up. */
    void startsWell() {
        begins();
        versions.ready();
    }

    ConfigurationVersions versions() {
        return versions;
    }

    RemoteConfiguration remote() {
        return new RemoteConfiguration(
                versions,
                new Rules(),
                new RemoteConfiguration.Restart() {
                    @Override
                    public boolean supervised() {
                        return supervised;
                    }

                    @Override
                    public void begin() {
                        restarts++;
                    }
                },
                open);
    }

    int restarts() {
        return restarts;
    }

    /** States of all versions, newest first. */
    List<String> states() {
        return versions.all().stream()
                .map(version -> ConfigurationVersions.stateOf(version, versions.state()))
                .toList();
    }

    ConfigurationFiles folder() {
        return new ConfigurationFiles(disk);
    }

    /** Somebody edits the folder. */
    void edit(ConfigurationFiles files) {
        disk.clear();
        disk.putAll(files.texts());
    }

    void cutPowerAfter(int steps) {
        stepsLeft = steps;
    }

    void failNextWrite() {
        failNextWrite = true;
    }

    void unsupervised() {
        supervised = false;
    }

    void readOnly() {
        writable = false;
    }

    void close(Origin way) {
        open.remove(way);
    }

    private void step() {
        if (stepsLeft-- <= 0) {
            throw new PowerCut();
        }
    }

    private final class History implements ConfigurationHistory {
        @Override
        public List<ConfigurationVersion> versions() {
            return kept.values().stream()
                    .sorted(Comparator.comparingLong(ConfigurationVersion::number)
                            .reversed())
                    .toList();
        }

        @Override
        public void save(ConfigurationVersion version) {
            step();
            kept.put(version.number(), version);
        }

        @Override
        public void delete(ConfigurationVersion version) {
            step();
            kept.remove(version.number());
        }

        @Override
        public Optional<ConfigurationState> state() {
            return state;
        }

        @Override
        public void save(ConfigurationState now) {
            step();
            state = Optional.of(now);
        }
    }

    private final class Folder implements ConfigurationFolder {
        @Override
        public ConfigurationFiles read() {
            return folder();
        }

        /** File by file, so that it can end half way. */
        @Override
        public void write(ConfigurationFiles files) {
            files.texts().forEach((path, text) -> {
                step();
                disk.put(path, text);
                if (failNextWrite) {
                    failNextWrite = false;
                    throw new StorageException("disk full", new IOException("disk full"));
                }
            });
            disk.keySet().retainAll(files.texts().keySet());
        }

        @Override
        public boolean writable() {
            return writable;
        }
    }

    /** A file that says "wrong" is; a site file may say "key=value". */
    private static final class Rules implements ConfigurationRules {
        @Override
        public List<Problem> check(ConfigurationFiles files) {
            return files.texts().entrySet().stream()
                    .filter(file -> file.getValue().equals("wrong"))
                    .map(file -> new Problem(file.getKey(), 1, "is wrong"))
                    .toList();
        }

        @Override
        public List<String> changedSiteKeys(ConfigurationFiles before, ConfigurationFiles after) {
            String text = after.text(ConfigurationFiles.SITE).orElse("");
            int end = text.indexOf('=');
            return end < 0 ? List.of() : List.of(text.substring(0, end));
        }
    }
}
