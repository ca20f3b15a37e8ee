package io.winnow.adapter.cli;

import io.winnow.core.health.Finding;
import io.winnow.core.health.Health;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow doctor}: whether this machine has what a service needs, and what to do where it has not. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Checks configuration, native libraries, execution providers, backbones, disk, database, clock, broker, port and permissions,",
            "and says what to do. Changes nothing; may run beside the service. Ends with 1 where something would keep the service from working."
        })
public final class DoctorCommand implements Callable<Integer> {
    /** A part that was looked at. */
    public record Checked(String part, Finding finding) {}

    /** Looks at one part after the other. */
    @FunctionalInterface
    public interface Examination {
        /**
         * Examines.
         *
         * @param configuration folder with site.yaml and stations/
         * @param found told of each part at once
         */
        void run(Path configuration, Consumer<Checked> found);
    }

    private final Examination examination;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            defaultValue = "edge-config",
            description = "folder with site.yaml and stations/ (default: ${DEFAULT-VALUE})")
    private Path configuration;

    public DoctorCommand(Examination examination) {
        this.examination = examination;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Map<Health, Integer> counts = new EnumMap<>(Health.class);
        examination.run(configuration, checked -> {
            counts.merge(checked.finding().health(), 1, Integer::sum);
            show(out, checked);
        });
        int failed = counts.getOrDefault(Health.FAILED, 0);
        int attention = counts.getOrDefault(Health.ATTENTION, 0);
        out.println(
                failed + attention == 0
                        ? "all %d checks are well".formatted(counts.getOrDefault(Health.OK, 0))
                        : "%d failed, %d to look at, %d well"
                                .formatted(failed, attention, counts.getOrDefault(Health.OK, 0)));
        out.flush();
        return failed == 0 ? 0 : 1;
    }

    private static void show(PrintWriter out, Checked checked) {
        Finding finding = checked.finding();
        out.println(
                String.format(Locale.ROOT, "%-7s %-22s %s", word(finding.health()), checked.part(), finding.text()));
        finding.action().ifPresent(action -> out.println(" ".repeat(31) + "To do: " + action));
        out.flush();
    }

    private static String word(Health health) {
        return switch (health) {
            case OK -> "ok";
            case ATTENTION -> "look";
            case FAILED -> "FAILED";
        };
    }
}
