package io.winnow.app;

import io.winnow.adapter.cli.CannotStartException;
import io.winnow.adapter.faiss.FaissIndexFactory;
import io.winnow.adapter.onnx.OnnxBackboneRuntime;
import io.winnow.adapter.opencv.OpenCvLibrary;
import io.winnow.adapter.storage.DatabaseCheck;
import io.winnow.app.config.Configuration;
import io.winnow.app.config.SiteConfiguration;
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
            DatabaseCheck.require(storage.directory(), storage.backup().directory());
        } catch (DatabaseCheck.UnusableDatabaseException e) {
            throw new CannotStartException(String.valueOf(e.getMessage()), e);
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
