package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.winnow.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands of docs/measurements-int8.md on the quickest of their cases. */
class QuantisedBackboneTest {
    @TempDir
    private Path folder;

    @Test
    void quantise_mobileNetAfterCookies_tellsThemApartAsWellAsFloat32() throws Exception {
        Path model = Shared.model("mobilenetv2_l123.onnx");
        Path cookies = Shared.data("cookie");
        Path quantised = folder.resolve("int8.onnx");
        run("backbone", "quantise", model, "--images", cookies.resolve("train/good"), "--input-size", "256x128", "--out", quantised);

        List<Double> areas = auroc(cookies, model, quantised);

        assertThat(Files.size(quantised)).isLessThan(Files.size(model) / 2);
        assertThat(areas).hasSize(2);
        assertThat(areas.get(0)).isGreaterThan(0.95);
        assertThat(areas.get(1)).isCloseTo(areas.get(0), within(0.005));
    }

    private List<Double> auroc(Path dataset, Path... backbones) throws IOException {
        Path table = folder.resolve("figures.csv");
        run(
                "bench",
                dataset,
                "--backbone",
                String.join(",", Arrays.stream(backbones).map(Path::toString).toList()),
                "--detector",
                "patchcore",
                "--strategy",
                "none",
                "--pollution",
                "0",
                "--refinement",
                "0",
                "--pollution-set",
                "0",
                "--seeds",
                "1",
                "--input-size",
                "256x128",
                "--cache",
                folder.resolve("cache"),
                "--csv",
                table);
        List<String> lines = Files.readAllLines(table);
        int column = Arrays.asList(lines.get(0).split(",", -1)).indexOf("image.auroc");
        return lines.stream()
                .skip(1)
                .map(line -> Double.parseDouble(line.split(",", -1)[column]))
                .toList();
    }

    private static void run(Object... arguments) {
        int status = Main.commandLine()
                .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        assertThat(status).isEqualTo(CommandLine.ExitCode.OK);
    }
}
