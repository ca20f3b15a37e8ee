package io.winnow.adapter.cli;

import io.winnow.core.perf.Goal;
import io.winnow.core.perf.Outcome;
import io.winnow.core.perf.PerfReport;
import io.winnow.core.perf.PerfReports;
import io.winnow.core.perf.PerfRun;
import io.winnow.core.perf.PerfTopic;
import io.winnow.core.perf.Spread;
import io.winnow.core.perf.Timer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow perf}: how fast this machine is, as ratios to what cannot be left out. */
@Command(
        name = "perf",
        mixinStandardHelpOptions = true,
        description = {
            "Measures how fast Winnow is on this machine. Every comparison times both sides in turns in one run and prints the median "
                    + "ratio with its quartiles: single times say little on a machine that does other work too.",
            "A goal that is missed is said so; it is no error. Leave the machine alone meanwhile."
        },
        footer = {"", "Example: winnow perf frame search --models ~/backbones --json perf.json --svg pictures"})
public final class PerfCommand implements Callable<Integer> {
    /** Makes topics and writes what comes of them. */
    public interface Workbench {
        /** All topics, in the order in which they are measured. */
        List<PerfTopic> topics(Settings settings);

        /** Processor, threads, Java and the like, for people. */
        List<String> machine(Settings settings);

        PerfReports reports();

        /** Processor time of this process in nanoseconds. */
        long processorNanos();
    }

    /**
     * What topics work with.
     *
     * @param models folder of ONNX backbones to measure with, beside the installed ones
     * @param threads of backbone and search
     * @param rounds how often each comparison is timed
     * @param full whether to measure what takes many minutes or gigabytes, too
     */
    public record Settings(@Nullable Path models, int threads, int rounds, boolean full) {}

    private final Workbench workbench;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "TOPIC", arity = "0..*", description = "What to measure; all unless given. See --list.")
    private List<String> names = List.of();

    @Option(names = "--list", description = "Print all topics, and do nothing else.")
    private boolean list;

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description =
                    "Folder of ONNX backbones to measure with; names as resnet18*, resnet50*, mobilenetv2* are looked for.")
    private @Nullable Path models;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of backbone and search; one for each processor unless given.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "15",
            description = "How often each comparison is timed, at least 3 (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--full", description = "Measure what takes many minutes or gigabytes, too.")
    private boolean full;

    @Option(names = "--json", paramLabel = "FILE", description = "Write everything as JSON.")
    private @Nullable Path json;

    @Option(names = "--svg", paramLabel = "DIR", description = "Write the charts as SVG pictures.")
    private @Nullable Path svg;

    public PerfCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() throws IOException {
        if (threads < 1 || rounds < 3) {
            throw new UsageException(
                    "--threads = %d must be at least 1, --rounds = %d at least 3".formatted(threads, rounds));
        }
        Settings settings = new Settings(models, threads, rounds, full);
        List<PerfTopic> topics = workbench.topics(settings);
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            topics.forEach(topic -> out.printf("%-10s %s%n", topic.name(), topic.summary()));
            out.flush();
            return ExitCode.OK;
        }
        List<PerfTopic> chosen = chosen(topics);
        List<String> machine = workbench.machine(settings);
        machine.forEach(out::println);
        Printer printer =
                new Printer(out, new ConsoleProgress(spec.commandLine().getErr(), System.console() != null));
        PerfReport report =
                new PerfRun(new Timer(System::nanoTime, workbench::processorNanos), printer).measure(machine, chosen);
        printer.end();
        write(report);
        return ExitCode.OK;
    }

    private List<PerfTopic> chosen(List<PerfTopic> topics) {
        List<String> known = topics.stream().map(PerfTopic::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new UsageException(
                        "there is no topic '%s'; topics are %s".formatted(name, String.join(", ", known)));
            }
        }
        return names.isEmpty()
                ? topics
                : topics.stream().filter(topic -> names.contains(topic.name())).toList();
    }

    private void write(PerfReport report) throws IOException {
        List<Path> written = new ArrayList<>();
        if (json != null) {
            workbench.reports().json(report, json);
            written.add(json);
        }
        if (svg != null) {
            written.addAll(workbench.reports().svg(report, svg));
        }
        written.forEach(path -> spec.commandLine().getErr().println("wrote " + path));
        spec.commandLine().getErr().flush();
    }

    private static final class Printer implements PerfRun.Listener {
        private static final double MILLIS = 1e3;

        private final PrintWriter out;
        private final ConsoleProgress console;

        Printer(PrintWriter out, ConsoleProgress console) {
            this.out = out;
            this.console = console;
        }

        @Override
        public void begins(PerfTopic topic) {
            print("%n%s: %s%n", topic.name(), topic.summary());
        }

        @Override
        public void progress(String what) {
            console.doing(what);
        }

        @Override
        public void measured(Outcome outcome) {
            print(
                    "  %-64s %6.2f  (%.2f to %.2f, %d rounds)  %s%n      %s %s ms, %s %s ms, processor time %.2f%n",
                    outcome.comparison().name(),
                    outcome.ratio().median(),
                    outcome.ratio().lowerQuartile(),
                    outcome.ratio().upperQuartile(),
                    outcome.ratio().count(),
                    verdict(outcome),
                    outcome.comparison().subject().name(),
                    millis(outcome.subjectSeconds()),
                    outcome.comparison().reference().name(),
                    millis(outcome.referenceSeconds()),
                    outcome.cpuRatio());
        }

        private static String verdict(Outcome outcome) {
            Goal goal = outcome.comparison().goal();
            String met = outcome.met() ? "met" : "MISSED";
            return switch (goal.kind()) {
                case AT_MOST -> String.format(Locale.ROOT, "goal at most %.2f: %s", goal.limit(), met);
                case TIMES_FASTER -> String.format(Locale.ROOT, "times faster, goal %.1f: %s", goal.limit(), met);
                case NONE -> "";
            };
        }

        private static String millis(Spread seconds) {
            return String.format(Locale.ROOT, "%.2f", seconds.median() * MILLIS);
        }

        @Override
        public void measured(PerfReport.Figure figure) {
            print("  %-64s %.3f %s%n", figure.name(), figure.value(), figure.unit());
        }

        @Override
        public void noted(String text) {
            print("  note: %s%n", text);
        }

        void end() {
            console.end();
        }

        private void print(String format, Object... arguments) {
            console.end();
            out.print(String.format(Locale.ROOT, format, arguments));
            out.flush();
        }
    }
}
