package io.winnow.adapter.scattering;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.adapter.backbones.BackboneFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files in {@code models/} are what the generator writes. */
class ScatteringFileTest {
    private static final Path MODELS = Path.of("models");

    @Test
    void generate_again_givesTheCommittedModelByteForByte() throws IOException {
        byte[] file = ScatteringBackbone.generate();
        assertThat(file).isEqualTo(Files.readAllBytes(MODELS.resolve("scattering_j3_l8.onnx")));
        assertThat(file.length).isLessThan(5_000_000);
    }

    @Test
    void write_again_givesTheCommittedManifest(@TempDir Path folder) throws IOException {
        byte[] file = ScatteringBackbone.generate();
        BackboneFolders.write(folder, file, ScatteringBackbone.manifest(file));
        assertThat(folder.resolve("scattering_j3_l8.json"))
                .hasSameTextualContentAs(MODELS.resolve("scattering_j3_l8.json"));
        assertThat(folder.toFile().list()).hasSize(2);
    }
}
