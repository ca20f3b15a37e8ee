package io.winnow.app;

import io.quarkus.runtime.Quarkus;
import io.winnow.adapter.cli.CannotStartException;
import io.winnow.adapter.cli.StopSignals;
import io.winnow.app.config.Configuration;
import io.winnow.core.access.Accounts;
import io.winnow.core.access.ApiTokens;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the service until it is told to stop. */
@Command(
        name = "serve",
        description = "Run the inspection service with the configuration of a folder, until SIGTERM or Ctrl-C.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final System.Logger LOG = System.getLogger(ServeCommand.class.getName());

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            defaultValue = "edge-config",
            description = "Folder with site.yaml and stations/ (default: ${DEFAULT-VALUE}).")
    private Path directory;

    @Override
    public Integer call() throws Exception {
        Restarts restarts = new Restarts(System.getenv());
        VersionedStart start = new VersionedStart(directory, restarts);
        start.begin();
        try {
            Configuration configuration = Configurations.read(directory);
            FirstStart welcome = new FirstStart(configuration.site().storage().directory());
            return restarts.status(run(configuration, start, welcome, () -> {}));
        } catch (RuntimeException e) {
            String why = String.valueOf(e.getMessage());
            if (!start.failed(why)) {
                throw e;
            }
            spec.commandLine()
                    .getErr()
                    .println(
                            "winnow: the start with the changed configuration failed; the next one puts the version before back: "
                                    + why);
            return Restarts.EXIT_STATUS;
        }
    }

    /**
     * Runs the service until SIGTERM or Ctrl-C, and returns once every frame that it had taken is stored. Nobody starts it again.
     *
     * @param welcome sees to it that somebody can enter
     * @param whenUp called on a thread of its own once the service answers
     * @return the exit status
     * @throws CannotStartException when it does not get up
     */
    static int run(Configuration configuration, BiConsumer<Accounts, ApiTokens> welcome, Runnable whenUp) {
        return run(configuration, new VersionedStart(configuration.folder(), new Restarts(Map.of())), welcome, whenUp);
    }

    private static int run(
            Configuration configuration,
            VersionedStart start,
            BiConsumer<Accounts, ApiTokens> welcome,
            Runnable whenUp) {
        ServiceSettings.use(configuration, welcome);
        StartChecks.require(configuration);
        start.read(configuration);
        ServiceSettings.changeBy(start.remote(configuration));
        ServiceApplication.whenUp(() -> {
            start.ready();
            whenUp.run();
        });
        AtomicInteger status = new AtomicInteger();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try (StopSignals signals = StopSignals.endInOrder(Quarkus::asyncExit)) {
            // Without a handler of ours Quarkus would end the process itself, before the caller could stop what it had
            // started.
            Quarkus.run(ServiceApplication.class, (exitStatus, cause) -> {
                status.set(exitStatus);
                failure.set(cause);
            });
        }
        Throwable cause = failure.get();
        if (cause != null) {
            // Logging may not be up yet: the message goes to the terminal in any case.
            LOG.log(System.Logger.Level.ERROR, "the service did not start", cause);
            throw new CannotStartException("the service did not start: " + StartChecks.rootMessage(cause), cause);
        }
        return status.get();
    }
}
