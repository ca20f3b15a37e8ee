package io.winnow.app.config;

import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.model.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads a folder with {@code site.yaml} and {@code stations/ID.yaml}. Relative paths in it start from the folder that holds it.
 * Thread-safe.
 */
public final class ConfigurationReader {
    private static final String SITE = "site.yaml";
    private static final String STATIONS = "stations";
    private static final String SUFFIX = ".yaml";

    private final Set<String> strategies;
    private final Function<Path, Map<String, BackboneManifest>> backbones;
    private final Map<String, String> environment;

    /**
     * @param strategies of refinement that a station may name, the default first
     * @param backbones those installed in a models folder, by name
     * @param environment variables that secrets may refer to
     */
    public ConfigurationReader(
            Set<String> strategies,
            Function<Path, Map<String, BackboneManifest>> backbones,
            Map<String, String> environment) {
        this.strategies = Collections.unmodifiableSet(new LinkedHashSet<>(strategies));
        this.backbones = backbones;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads everything.
     *
     * @throws ConfigurationException with all problems of all files
     */
    public Configuration read(Path directory) throws ConfigurationException {
        return new Reading(directory, directory).read();
    }

    /**
     * Reads files that are meant for another folder than the one where they are.
     *
     * @param home the folder that they are meant for
     * @throws ConfigurationException with all problems of all files
     */
    Configuration read(Path directory, Path home) throws ConfigurationException {
        return new Reading(directory, home).read();
    }

    /**
     * Where data lies, found out also where the rest of {@code site.yaml} is not in order; empty where not even that can be said.
     */
    public static Optional<Path> data(Path directory) {
        ConfigFile file = new ConfigFile(directory.resolve(SITE), SITE);
        return file.hasProblems()
                ? Optional.empty()
                : Optional.of(SiteReader.data(file.root().section("storage"), base(directory)));
    }

    private static Path base(Path directory) {
        Path parent = directory.toAbsolutePath().normalize().getParent();
        return parent == null ? directory : parent;
    }

    /** One run over a folder. */
    private final class Reading {
        private final Path directory;
        private final Path base;
        private final List<Problem> problems = new ArrayList<>();

        private Reading(Path directory, Path home) {
            this.directory = directory;
            this.base = base(home);
        }

        private Configuration read() throws ConfigurationException {
            ConfigFile siteFile = new ConfigFile(directory.resolve(SITE), name(SITE));
            Optional<SiteConfiguration> site = new SiteReader(siteFile, base, environment).read();
            problems.addAll(siteFile.problems());
            List<StationConfiguration> stations = stations(site.map(found -> backbones.apply(found.models())));
            site.ifPresent(known -> requireProcessor(known, stations));
            if (!problems.isEmpty()) {
                Collections.sort(problems);
                throw new ConfigurationException(problems);
            }
            return new Configuration(directory, site.orElseThrow(), stations);
        }

        /** Whoever took the CPU from the list must not find it at work all the same. */
        private void requireProcessor(SiteConfiguration site, List<StationConfiguration> stations) {
            List<String> providers = site.inference().providers();
            stations.stream()
                    .filter(station -> station.precision() == Precision.INT8 && !providers.contains("cpu"))
                    .forEach(station -> problems.add(new Problem(
                            name(STATIONS + "/" + station.id() + SUFFIX),
                            1,
                            "precision = int8: needs cpu among inference.providers, which are %s: integers run there"
                                    .formatted(providers))));
        }

        private List<StationConfiguration> stations(Optional<Map<String, BackboneManifest>> installed) {
            List<StationConfiguration> stations = new ArrayList<>();
            Map<String, String> cameras = new HashMap<>();
            for (String fileName : stationFiles()) {
                String name = name(STATIONS + "/" + fileName);
                if (!fileName.endsWith(SUFFIX)) {
                    problems.add(new Problem(name, 1, "is no station: its name must end in " + SUFFIX));
                    continue;
                }
                ConfigFile file = new ConfigFile(directory.resolve(STATIONS).resolve(fileName), name);
                new StationReader(file, strategies, installed, cameras).read().ifPresent(stations::add);
                problems.addAll(file.problems());
            }
            return stations;
        }

        private List<String> stationFiles() {
            Path folder = directory.resolve(STATIONS);
            try (Stream<Path> files = Files.list(folder)) {
                List<String> names = files.map(file -> String.valueOf(file.getFileName()))
                        .filter(file -> !file.startsWith("."))
                        .sorted()
                        .toList();
                if (names.isEmpty()) {
                    problems.add(new Problem(name(STATIONS), 1, "must hold at least one station, such as demo.yaml"));
                }
                return names;
            } catch (IOException e) {
                problems.add(new Problem(name(STATIONS), 1, "must be a folder with one file for each station: " + e));
                return List.of();
            }
        }

        private String name(String relative) {
            return directory.resolve(relative).toString();
        }
    }
}
