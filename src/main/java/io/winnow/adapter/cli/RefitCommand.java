package io.winnow.adapter.cli;

import io.winnow.core.Progress;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow refit}: one refit in a process of its own. */
@Command(
        name = "refit",
        mixinStandardHelpOptions = true,
        description = {
            "Refits a station from its pool and records the version as candidate, or as champion where it has none.",
            "The pod of a Kubernetes Job runs this; by hand it works on one box while the service is stopped."
        },
        footer = {"", "Example: winnow refit --station press-1 --strategy sroc --ratio 0.1"})
public final class RefitCommand implements Callable<Integer> {
    /** What is to be done. */
    public record Wanted(StationId station, Optional<String> strategy, OptionalDouble ratio, Optional<String> job) {}

    /** Does it. */
    @FunctionalInterface
    public interface Refits {
        /**
         * Refits with the configuration of a folder.
         *
         * @return the version that was recorded
         * @throws UsageException when it cannot be done like that
         */
        ModelVersion run(Path configuration, Wanted wanted, Progress progress) throws Exception;
    }

    private final Refits refits;
    private final Path lastWords;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            defaultValue = "edge-config",
            description = "folder with site.yaml and stations/ (default: ${DEFAULT-VALUE})")
    private Path configuration;

    @Option(names = "--station", paramLabel = "ID", required = true, description = "station to refit")
    private String station;

    @Option(names = "--strategy", paramLabel = "NAME", description = "instead of the station's refit.strategy")
    private @Nullable String strategy;

    @Option(
            names = "--ratio",
            paramLabel = "SHARE",
            description = "share of the pool to drop, at least 0 and below 0.5, instead of the station's refit.ratio")
    private @Nullable Double ratio;

    @Option(
            names = "--job",
            paramLabel = "ID",
            description = "id under which progress is noted in the database (default: a new one)")
    private @Nullable String job;

    /** @param lastWords file that a cluster reads what a container ended of from, where it exists */
    public RefitCommand(Refits refits, Path lastWords) {
        this.refits = refits;
        this.lastWords = lastWords;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        ConsoleProgress shown = new ConsoleProgress(err, System.console() != null);
        try {
            ModelVersion version = refits.run(
                    configuration,
                    new Wanted(station(), Optional.ofNullable(strategy), ratio(), Optional.ofNullable(job)),
                    (phase, done, total) -> shown.progress(done, total, Optional.empty(), phase));
            shown.end();
            spec.commandLine().getOut().printf("model %s of station %s is recorded%n", version, station);
            leave("model %s is recorded".formatted(version));
            return ExitCode.OK;
        } catch (UsageException | CannotStartException e) {
            shown.end();
            leave(String.valueOf(e.getMessage()));
            throw e;
        } catch (Exception e) {
            shown.end();
            String why = oneLine(e);
            err.println("winnow: the refit of station %s failed: %s".formatted(station, why));
            leave(why);
            return ExitCode.SOFTWARE;
        }
    }

    private StationId station() {
        try {
            return new StationId(station);
        } catch (IllegalArgumentException e) {
            throw UsageException.because(e);
        }
    }

    private OptionalDouble ratio() {
        if (ratio == null) {
            return OptionalDouble.empty();
        }
        if (!(ratio >= 0 && ratio < 0.5)) {
            throw new UsageException("--ratio = %s: must be at least 0 and below 0.5".formatted(ratio));
        }
        return OptionalDouble.of(ratio);
    }

    private static String oneLine(Exception e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.strip().replaceAll("\\s+", " ");
    }

    private void leave(String words) throws IOException {
        if (Files.exists(lastWords)) {
            Files.writeString(lastWords, words, StandardCharsets.UTF_8, StandardOpenOption.TRUNCATE_EXISTING);
        }
    }
}
