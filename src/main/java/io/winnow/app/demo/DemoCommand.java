package io.winnow.app.demo;

import io.winnow.adapter.cli.UsageException;
import io.winnow.adapter.mqtt.MosquittoProcess;
import io.winnow.app.config.Configuration;
import io.winnow.core.access.Accounts;
import io.winnow.core.access.ApiTokens;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a whole line on this machine: broker, service, simulated camera and operator. */
@Command(
        name = "demo",
        description = {
            "Run a whole simulated line: a Mosquitto of its own, the service, a camera that shows about one defect in ten parts,",
            "and an operator who confirms verdicts. Open the printed address in a browser; Ctrl-C ends it."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final int USUAL_PORT = 8080;

    /** Runs a service until it is stopped. */
    public interface Runner {
        /**
         * Runs it.
         *
         * @param welcome sees to it that somebody can enter, before the service is up
         * @param whenUp called once it answers
         * @return the exit status
         */
        int run(Configuration configuration, BiConsumer<Accounts, ApiTokens> welcome, Runnable whenUp);
    }

    private final Function<Path, Configuration> reader;
    private final Runner runner;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${sys:winnow.home:-.}/.winnow/demo",
            description = "Where the demonstration keeps its data; a second start goes on where the first stopped.")
    private Path folder;

    @Option(names = "--fresh", description = "Forget what an earlier demonstration left there.")
    private boolean fresh;

    @Option(
            names = "--models",
            paramLabel = "DIR",
            defaultValue = "${sys:winnow.home:-.}/models",
            description = "Folder of backbones.")
    private Path models;

    @Option(
            names = "--port",
            defaultValue = "-1",
            description = "Port of the dashboard (default: 8080, or a free one where that is taken).")
    private int port;

    @Option(
            names = "--rate",
            paramLabel = "FPS",
            defaultValue = "5",
            description = "Frames a second (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--defects",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "Share of defective parts, 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double defects;

    @Option(
            names = "--collect",
            paramLabel = "FRAMES",
            defaultValue = "100",
            description = "Frames in the pool before the first fit (default: ${DEFAULT-VALUE}).")
    private int collect;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the line (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--no-operator", description = "Nobody confirms verdicts: that is for you to do.")
    private boolean withoutOperator;

    @Option(
            names = "--no-refit",
            description = "Nobody asks for a second fit once there are labels: that is for you to do.")
    private boolean withoutRefit;

    /**
     * @param reader reads a configuration folder
     * @param runner runs the service
     */
    public DemoCommand(Function<Path, Configuration> reader, Runner runner) {
        this.reader = reader;
        this.runner = runner;
    }

    @Override
    public Integer call() throws IOException {
        requireBetween("--rate", rate, 0.1, 100);
        requireBetween("--defects", defects, 0, 1);
        if (fresh) {
            DemoFolder.empty(folder);
        }
        Files.createDirectories(folder);
        int chosenPort = choosePort();
        try (DemoFolder.Lock lock = DemoFolder.lock(folder);
                MosquittoProcess broker =
                        MosquittoProcess.start(folder.resolve("mosquitto"), true, OptionalInt.empty())) {
            Configuration configuration =
                    reader.apply(DemoConfiguration.write(folder, models, broker.uri(), chosenPort, collect));
            URI dashboard = URI.create("http://127.0.0.1:" + chosenPort);
            DemoEntry entry = new DemoEntry(folder);
            return runner.run(configuration, entry, () -> accompany(broker.uri(), dashboard, entry));
        }
    }

    private static void requireBetween(String option, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new UsageException("%s is %s, must be %s to %s".formatted(option, value, least, most));
        }
    }

    private int choosePort() throws IOException {
        if (port > 0) {
            return port;
        }
        try (ServerSocket usual = new ServerSocket(USUAL_PORT, 1, InetAddress.getLoopbackAddress())) {
            return usual.getLocalPort();
        } catch (IOException taken) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            }
        }
    }

    private void accompany(URI broker, URI dashboard, DemoEntry entry) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("demo: the dashboard is at " + dashboard);
        out.println("demo: log in as " + DemoEntry.ACCOUNT + " with the password " + entry.password()
                + "  (made for this demonstration, which only this machine can reach; it may do everything)");
        out.println("demo: the broker is at " + broker + ", data in " + folder.toAbsolutePath());
        out.println("demo: Ctrl-C ends it");
        out.flush();
        Thread narrator = new Thread(
                new DemoNarrator(
                        new ServiceClient(dashboard, entry.narratorToken()), out, !withoutOperator && !withoutRefit),
                "winnow-narrator");
        narrator.setDaemon(true);
        narrator.start();
        new DemoLine(
                        broker,
                        new ServiceClient(dashboard, entry.operatorToken()),
                        new DemoLine.Pace(rate, defects, seed, !withoutOperator))
                .run();
        narrator.interrupt();
    }
}
