package io.winnow.app;

import io.winnow.adapter.backbones.BackboneFolders;
import io.winnow.adapter.cli.BackboneCommand;
import io.winnow.adapter.onnx.OnnxSettings;
import io.winnow.adapter.scattering.ScatteringBackbone;
import io.winnow.core.feature.BackboneManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** Wires the {@code winnow backbone} commands. */
final class BackboneCommands {
    private BackboneCommands() {}

    static CommandLine create(Map<String, String> environment) {
        return BackboneCommand.create(
                Backbones.own(environment),
                folder -> Backbones.store(folder, OnnxSettings.CPU),
                BackboneCommands::generate,
                new FolderQuantiser());
    }

    private static Path generate(Path folder) throws IOException {
        byte[] file = ScatteringBackbone.generate();
        BackboneManifest manifest = ScatteringBackbone.manifest(file);
        BackboneFolders.write(folder, file, manifest);
        return folder.resolve(manifest.name() + ".onnx");
    }
}
