package io.winnow.adapter.cli;

import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.feature.BackboneStore;
import io.winnow.core.feature.UnusableBackboneException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints one line for each installed backbone. */
@Command(name = "list", description = "Lists the installed backbones.", mixinStandardHelpOptions = true)
final class BackboneListCommand implements Runnable {
    private static final String LINE = "%-28s %8s  %-24s %-14s %s%n";

    private final Path defaultFolder;
    private final Function<Path, BackboneStore> stores;

    @Mixin
    private BackboneCommand.ModelsOption models;

    @Spec
    private CommandSpec spec;

    BackboneListCommand(Path defaultFolder, Function<Path, BackboneStore> stores) {
        this.defaultFolder = defaultFolder;
        this.stores = stores;
    }

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            out.printf(LINE, "NAME", "MULTIPLE", "OUTPUTS", "LICENCE", "SOURCE");
            for (BackboneManifest manifest :
                    stores.apply(models.orElse(defaultFolder)).list()) {
                out.printf(
                        LINE,
                        manifest.name(),
                        manifest.sizeMultiple(),
                        String.join(",", manifest.outputs()),
                        manifest.licence(),
                        manifest.source());
            }
            out.flush();
        } catch (UnusableBackboneException e) {
            throw UsageException.because(e);
        }
    }
}
