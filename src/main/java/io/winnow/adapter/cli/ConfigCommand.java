package io.winnow.adapter.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow config}: what concerns {@code edge-config/}. */
@Command(name = "config", description = "Look at the configuration.", mixinStandardHelpOptions = true)
public final class ConfigCommand implements Runnable {
    private final ConfigurationCheck configuration;
    private final Supplier<Map<String, String>> schemas;

    @Spec
    private CommandSpec spec;

    /** @param schemas JSON Schema of each kind of file, by {@code site} and {@code station} */
    public ConfigCommand(ConfigurationCheck configuration, Supplier<Map<String, String>> schemas) {
        this.configuration = configuration;
        this.schemas = schemas;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "winnow config: name a command");
    }

    /** Reads a configuration and says what is wrong with it, or what it says. */
    @Command(
            name = "check",
            description = "Reports every problem of a configuration; ends with 2 where there is one.",
            mixinStandardHelpOptions = true)
    int check(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "DIR",
                            defaultValue = "edge-config",
                            description = "Folder with site.yaml and stations/ (default: ${DEFAULT-VALUE}).")
                    Path directory) {
        ConfigurationCheck.Report report = configuration.check(directory);
        if (report.problems().isEmpty()) {
            PrintWriter out = spec.commandLine().getOut();
            report.summary().forEach(out::println);
            return 0;
        }
        PrintWriter err = spec.commandLine().getErr();
        report.problems().forEach(err::println);
        int count = report.problems().size();
        err.printf("winnow: %s: %d %s%n", directory, count, count == 1 ? "problem" : "problems");
        return 2;
    }

    /** Prints what editors check the files against, or writes it where they look for it. */
    @Command(
            name = "schema",
            description = {
                "Prints the JSON Schema of a kind of file, for editors.",
                "With --write, writes those of all kinds into a folder, as edge-config/schema has them."
            },
            mixinStandardHelpOptions = true)
    int schema(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "KIND",
                            description = "site (site.yaml) or station (stations/*.yaml).")
                    @Nullable
                    String kind,
            @Option(
                            names = "--write",
                            paramLabel = "DIR",
                            description =
                                    "Folder for site.schema.json and station.schema.json, such as edge-config/schema.")
                    @Nullable
                    Path folder) {
        Map<String, String> known = schemas.get();
        if ((kind == null) == (folder == null) || (kind != null && !known.containsKey(kind))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "winnow config schema: name one of %s, or --write DIR".formatted(known.keySet()));
        }
        if (kind != null) {
            spec.commandLine().getOut().print(known.get(kind));
            spec.commandLine().getOut().flush();
        }
        if (folder != null) {
            write(known, folder);
        }
        return 0;
    }

    private static void write(Map<String, String> schemas, Path folder) {
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, String> schema : schemas.entrySet()) {
                Files.writeString(folder.resolve(schema.getKey() + ".schema.json"), schema.getValue());
            }
        } catch (IOException e) {
            throw UsageException.because(e);
        }
    }
}
