package io.winnow.app;

import io.winnow.adapter.cli.CannotStartException;
import io.winnow.adapter.faiss.FaissIndexFactory;
import io.winnow.adapter.objects.BucketProbe;
import io.winnow.adapter.objects.ObjectStorage;
import io.winnow.adapter.onnx.OnnxBackboneRuntime;
import io.winnow.adapter.opencv.OpenCvLibrary;
import io.winnow.adapter.storage.DatabaseCheck;
import io.winnow.adapter.storage.DatabaseServerCheck;
import io.winnow.app.config.Configuration;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.core.health.Finding;
import io.winnow.core.health.Health;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at what the service stands on before the framework is started: one clear message instead of a failure half way. */
final class StartChecks {
    /** Major and minor version: what a program is made for. Patches may differ. */
    private static final Pattern SERIES = Pattern.compile("(\\d+\\.\\d+).*");

    private StartChecks() {}

    /**
     * Loads every native library and looks at the database.
     *
     * @throws CannotStartException naming what is wrong and what to do
     */
    static void require(Configuration configuration) {
        libraries(configuration.site()).forEach(Library::require);
        try {
            SiteConfiguration.Storage storage = configuration.site().storage();
            if (storage.database().isPresent()) {
                SiteConfiguration.DatabaseServer server = storage.database().get();
                DatabaseServerCheck.require(server.uri(), DatabaseServers.requireLogin(server));
            } else {
                DatabaseCheck.require(storage.directory(), storage.backup().directory());
            }
        } catch (DatabaseCheck.UnusableDatabaseException e) {
            throw new CannotStartException(String.valueOf(e.getMessage()), e);
        }
        requireStorage(configuration.site().storage());
    }

    /**
     * Looks at where frames, embeddings and models are kept.
     *
     * @throws CannotStartException naming what is wrong and what to do
     */
    static void requireStorage(SiteConfiguration.Storage storage) {
        requireOneHome(storage);
        storage.objects().ifPresent(StartChecks::requireBucket);
    }

    /** Files of before would be as good as lost, and rows that name them would name nothing. */
    static void requireOneHome(SiteConfiguration.Storage storage) {
        if (storage.objects().isEmpty()) {
            return;
        }
        try {
            List<Path> left = FileStores.leftBehind(storage);
            if (!left.isEmpty()) {
                throw new CannotStartException(
                        "storage.objects is given, and %s still holds files from before, which are not moved into a bucket by themselves. Begin with another data folder (storage.directory), or take storage.objects out again"
                                .formatted(left.get(0).toAbsolutePath()));
            }
        } catch (IOException e) {
            throw new CannotStartException("data folder %s cannot be read".formatted(storage.directory()), e);
        }
    }

    /**
     * Puts, reads and deletes an object.
     *
     * @throws CannotStartException when it cannot
     */
    static void requireBucket(SiteConfiguration.Objects objects) {
        try (ObjectStorage bucket = FileStores.bucket(objects)) {
            Finding found = new BucketProbe(bucket, Clock.systemUTC()).look();
            if (found.health() == Health.FAILED) {
                throw new CannotStartException(found.text());
            }
        }
    }

    /**
     * A native library that the service loads.
     *
     * @param expected of the same series is accepted; empty where it is not known
     * @param load gives the version that was loaded
     * @param advice what to do where it does not
     */
    record Library(String name, String expected, Callable<String> load, String advice) {
        /**
         * Loads it and compares versions.
         *
         * @return the version that was found
         * @throws CannotStartException when it cannot be loaded or is another
         */
        String require() {
            String found;
            try {
                found = load.call();
            } catch (Exception | LinkageError e) {
                throw new CannotStartException(
                        "native library %s %s cannot be loaded: %s. %s"
                                .formatted(name, expected, rootMessage(e), advice),
                        e);
            }
            if (!series(found).equals(series(expected.isEmpty() ? found : expected))) {
                throw new CannotStartException("native library %s has version %s, this program needs %s. %s"
                        .formatted(name, found, expected, advice));
            }
            return found;
        }
    }

    /** Those that a configuration needs. */
    static List<Library> libraries(SiteConfiguration site) {
        List<Library> libraries = new ArrayList<>();
        libraries.add(
                new Library(
                        "SQLite",
                        DatabaseCheck.expectedVersion(),
                        DatabaseCheck::loadedVersion,
                        "It is unpacked into the folder for temporary files: look whether one can write there and run programs (-Dorg.sqlite.tmpdir=DIR names another)."));
        libraries.add(
                new Library(
                        "OpenCV",
                        OpenCvLibrary.expectedVersion(),
                        OpenCvLibrary::version,
                        "It is unpacked into the folder for temporary files: look whether one can write there and run programs (-Djava.io.tmpdir=DIR names another)."));
        libraries.add(
                new Library(
                        "ONNX Runtime",
                        OnnxBackboneRuntime.expectedVersion(),
                        OnnxBackboneRuntime::load,
                        "A library of your own is taken from -Donnxruntime.native.path=DIR; without it, the one that comes along is unpacked into the folder for temporary files."));
        if (site.search().engine() == SiteConfiguration.Engine.NATIVE) {
            libraries.add(
                    new Library(
                            "winnow_faiss",
                            FaissIndexFactory.expectedVersion(),
                            FaissIndexFactory::loadedVersion,
                            "Install libopenblas0, libgomp1 and libgfortran5 and build it anew with './winnow build', or search in plain Java, many times slower: search.engine: java in site.yaml."));
        }
        return libraries;
    }

    private static String series(String version) {
        Matcher series = SERIES.matcher(version);
        return series.matches() ? series.group(1) : version;
    }

    /** What the innermost cause says, in one line. */
    static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.toString() : root.getMessage();
        return message.strip().replaceAll("\\s+", " ").replaceFirst("\\.$", "");
    }
}
