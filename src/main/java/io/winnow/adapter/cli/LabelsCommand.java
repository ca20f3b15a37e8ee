package io.winnow.adapter.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow labels}: labels and frames out of a running service and into it. */
@Command(
        name = "labels",
        description = "Exports and imports labels and frames of a running service.",
        mixinStandardHelpOptions = true)
public final class LabelsCommand implements Runnable {
    /** Where the service is, and whose labels are meant. */
    private static final class Place {
        @Option(
                names = "--service",
                paramLabel = "URI",
                defaultValue = "http://127.0.0.1:8080",
                description = "address of the service (default: ${DEFAULT-VALUE})")
        private URI service;

        @Option(
                names = "--token-file",
                paramLabel = "FILE",
                description = {
                    "file with an API token of the role engineer, made on the dashboard's Users page",
                    "(default: what the environment variable WINNOW_TOKEN holds)"
                })
        private @Nullable Path tokenFile;

        @Option(names = "--station", required = true, paramLabel = "ID", description = "station")
        private String station;

        private LabelsService open(Services services) {
            return services.open(service, AccessToken.read(tokenFile, System.getenv()));
        }
    }

    /** Opens a running service with what lets in. */
    @FunctionalInterface
    public interface Services {
        LabelsService open(URI service, String token);
    }

    @Spec
    private CommandSpec spec;

    private LabelsCommand() {}

    /** The command with its subcommands. */
    public static CommandLine create(Services services) {
        return new CommandLine(new LabelsCommand())
                .addSubcommand(new Export(services))
                .addSubcommand(new Import(services));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "winnow: name a labels command");
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Writes labels and frames of a station into a file, streamed.",
            footer = {"", "Example: winnow labels export --station flange --format mvtec flange.zip"})
    private static final class Export implements Callable<Integer> {
        private final Services services;

        @Spec
        private CommandSpec spec;

        @CommandLine.Mixin
        private Place place;

        @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "mvtec, coco or csv")
        private String format;

        @Option(
                names = "--frames",
                paramLabel = "WHICH",
                defaultValue = "labelled",
                description = "labelled or all (default: ${DEFAULT-VALUE})")
        private String frames;

        @Option(names = "--no-images", description = "the table or JSON alone, without a zip")
        private boolean noImages;

        @Option(names = "--from", paramLabel = "TIME", description = "captured at this ISO 8601 time or later")
        private @Nullable String from;

        @Option(names = "--to", paramLabel = "TIME", description = "captured before this ISO 8601 time")
        private @Nullable String to;

        @Parameters(paramLabel = "FILE", description = "file to write; must not exist")
        private Path file;

        Export(Services services) {
            this.services = services;
        }

        @Override
        public Integer call() {
            if (Files.exists(file)) {
                throw new UsageException("file %s exists; name one that does not".formatted(file));
            }
            String query = "format=%s&frames=%s&images=%s%s%s"
                    .formatted(
                            format,
                            frames,
                            !noImages,
                            from == null ? "" : "&from=" + from,
                            to == null ? "" : "&to=" + to);
            try {
                long bytes = place.open(services).export(place.station, query, file);
                spec.commandLine().getOut().printf("%s: %d bytes%n", file, bytes);
                return ExitCode.OK;
            } catch (IOException | IllegalArgumentException e) {
                throw UsageException.because(e);
            }
        }
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = {
                "Sends a file of labels and frames and says what it would change; changes nothing without --apply.",
                "FILE is a zip (MVTec tree, COCO or CSV with images), a COCO JSON or a CSV; with --undo it is an import's id."
            },
            footer = {"", "Example: winnow labels import --station flange --apply --conflicts keep labels.zip"})
    private static final class Import implements Callable<Integer> {
        private final Services services;

        @Spec
        private CommandSpec spec;

        @CommandLine.Mixin
        private Place place;

        @Option(names = "--apply", description = "do what the check says")
        private boolean apply;

        @Option(names = "--undo", description = "take back the import of that id")
        private boolean undo;

        @Option(
                names = "--conflicts",
                paramLabel = "HOW",
                defaultValue = "keep",
                description = "keep or replace labels that say something else (default: ${DEFAULT-VALUE})")
        private String conflicts;

        @Parameters(paramLabel = "FILE", description = "file to read")
        private String file;

        Import(Services services) {
            this.services = services;
        }

        @Override
        public Integer call() {
            try {
                LabelsService service = place.open(services);
                if (undo) {
                    tell(service.undo(file));
                    return ExitCode.OK;
                }
                Path path = Path.of(file);
                if (!Files.isReadable(path)) {
                    throw new UsageException("file %s cannot be read".formatted(path));
                }
                String id = service.send(place.station, path);
                LabelsService.Answer plan = service.plan(id);
                tell(plan);
                if (!plan.state().equals("checked")) {
                    return ExitCode.USAGE;
                }
                if (!apply) {
                    service.discard(id);
                    spec.commandLine().getErr().println("nothing was changed; --apply does it");
                    return ExitCode.OK;
                }
                LabelsService.Answer done = service.apply(id, conflicts);
                tell(done);
                spec.commandLine().getOut().printf("import %s%n", id);
                return done.state().equals("applied") ? ExitCode.OK : ExitCode.SOFTWARE;
            } catch (IOException | IllegalArgumentException e) {
                throw UsageException.because(e);
            }
        }

        private void tell(LabelsService.Answer answer) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(answer.state());
            answer.counts().forEach((name, count) -> out.printf("  %-14s %6d%n", name, count));
            answer.lines().forEach(spec.commandLine().getErr()::println);
        }
    }
}
