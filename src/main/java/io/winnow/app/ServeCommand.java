package io.winnow.app;

import io.quarkus.runtime.Quarkus;
import io.winnow.app.config.Configuration;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the service until it is told to stop. */
@Command(
        name = "serve",
        description = "Run the inspection service with the configuration of a folder, until SIGTERM or Ctrl-C.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "DIR",
            defaultValue = "edge-config",
            description = "Folder with site.yaml and stations/ (default: ${DEFAULT-VALUE}).")
    private Path directory;

    @Override
    public Integer call() throws Exception {
        Configuration configuration = Configurations.read(directory);
        run(configuration, () -> {});
        return 0;
    }

    /** Runs the service; {@code whenUp} is called on a thread of its own once it answers. */
    static void run(Configuration configuration, Runnable whenUp) {
        ServiceSettings.use(configuration);
        ServiceApplication.whenUp(whenUp);
        Quarkus.run(ServiceApplication.class);
    }
}
