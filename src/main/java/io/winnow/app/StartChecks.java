package io.winnow.app;

import io.winnow.adapter.cli.CannotStartException;
import io.winnow.adapter.faiss.FaissIndexFactory;
import io.winnow.adapter.onnx.OnnxBackboneRuntime;
import io.winnow.adapter.opencv.OpenCvLibrary;
import io.winnow.adapter.storage.DatabaseCheck;
import io.winnow.app.config.Configuration;
import io.winnow.app.config.SiteConfiguration;
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
        requireLibraries(configuration.site());
        try {
            DatabaseCheck.require(configuration.site().storage().directory());
        } catch (DatabaseCheck.UnusableDatabaseException e) {
            throw new CannotStartException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireLibraries(SiteConfiguration site) {
        requireLibrary(
                "SQLite",
                DatabaseCheck.expectedVersion(),
                DatabaseCheck::loadedVersion,
                "It is unpacked into the folder for temporary files: look whether one can write there and run programs (-Dorg.sqlite.tmpdir=DIR names another).");
        requireLibrary(
                "OpenCV",
                OpenCvLibrary.expectedVersion(),
                OpenCvLibrary::version,
                "It is unpacked into the folder for temporary files: look whether one can write there and run programs (-Djava.io.tmpdir=DIR names another).");
        requireLibrary(
                "ONNX Runtime",
                OnnxBackboneRuntime.expectedVersion(),
                OnnxBackboneRuntime::load,
                "A library of your own is taken from -Donnxruntime.native.path=DIR; without it, the one that comes along is unpacked into the folder for temporary files.");
        if (site.search().engine() == SiteConfiguration.Engine.NATIVE) {
            requireLibrary(
                    "winnow_faiss",
                    FaissIndexFactory.expectedVersion(),
                    FaissIndexFactory::loadedVersion,
                    "Install libopenblas0, libgomp1 and libgfortran5 and build it anew with './winnow build', or search in plain Java, many times slower: search.engine: java in site.yaml.");
        }
    }

    /**
     * Loads a library and compares versions.
     *
     * @param expected of the same series is accepted; empty where it is not known
     * @param load gives the version that was loaded
     */
    static void requireLibrary(String name, String expected, Callable<String> load, String advice) {
        String found;
        try {
            found = load.call();
        } catch (Exception | LinkageError e) {
            throw new CannotStartException(
                    "native library %s %s cannot be loaded: %s. %s".formatted(name, expected, rootMessage(e), advice),
                    e);
        }
        if (!series(found).equals(series(expected.isEmpty() ? found : expected))) {
            throw new CannotStartException("native library %s has version %s, this program needs %s. %s"
                    .formatted(name, found, expected, advice));
        }
    }

    private static String series(String version) {
        Matcher series = SERIES.matcher(version);
        return series.matches() ? series.group(1) : version;
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.toString() : root.getMessage();
        return message.strip().replaceAll("\\s+", " ").replaceFirst("\\.$", "");
    }
}
