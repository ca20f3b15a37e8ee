package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.adapter.opencv.OpenCvLibrary;
import io.winnow.testing.RawArrays;
import io.winnow.testing.Shared;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;
import picocli.CommandLine;

/** The command from its arguments to what it prints. */
class EvaluateCommandTest {
    private final Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    EvaluateCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"mix64", "ties64", "inverted64"})
    void json_goldenSet_hasEveryKeyNestedAndFlatInFullPrecision(String set) throws IOException {
        JsonNode golden = RawArrays.json("metrics_" + set + ".json");
        String shape = golden.get("n_images").asInt() + ",64,64";
        JsonNode report = json(
                "--scores", Shared.golden("metrics_" + set + "_maps.f32").toString(),
                "--masks", Shared.golden("metrics_" + set + "_masks.u8").toString(),
                "--shape", shape);
        assertNumber(report.at("/image/auroc"), golden.at("/image/auroc"));
        assertNumber(report.at("/pixel/aupr"), golden.at("/pixel/average_precision"));
        assertNumber(report.at("/pixel/f1"), golden.at("/pixel/max_f1"));
        assertNumber(report.at("/pixel/f1_threshold"), golden.at("/pixel/threshold"));
        assertNumber(report.get("aupro"), golden.at("/aupro/exact_float64_8conn/0.3"));
        assertNumber(report.get("au_iou"), golden.at("/au_iou@0.3/pooled"));
        assertNumber(report.get("pl30"), golden.at("/pl/linear_v0.1.1/PL@0.3"));
        assertNumber(report.get("pl50"), golden.at("/pl/linear_v0.1.1/PL@0.5"));
        assertNumber(report.get("pl30_percentile"), golden.at("/pl/percentile_v0.1.3/PL@0.3"));
        for (String key : new String[] {"auroc", "aupr", "f1"}) {
            assertThat(report.get("image." + key)).isEqualTo(report.at("/image/" + key));
            assertThat(report.get("pixel." + key)).isEqualTo(report.at("/pixel/" + key));
        }
        assertThat(report.at("/counts/regions").asInt())
                .isEqualTo(golden.get("regions_8conn").asInt());
        assertThat(report.has("intervals")).isFalse();
    }

    private static void assertNumber(JsonNode actual, JsonNode expected) {
        assertThat(expected.isNumber()).isTrue();
        assertThat(actual.asDouble()).isCloseTo(expected.asDouble(), within(Math.abs(expected.asDouble()) * 1e-9));
    }

    @ParameterizedTest
    @CsvSource({"<f4,1,|u1", "<f4,2,|b1", "<f8,3,<f4", ">f4,1,|u1", "|u1,1,|u1"})
    void json_numpyFiles_givesTheFiguresOfTheRawOnes(String scoreType, int version, String maskType)
            throws IOException {
        double[] scores = {9, 8, 1, 2, 7, 3};
        double[] masks = {1, 0, 0, 0, 1, 0};
        Path scoreFile = npy("scores.npy", version, scoreType, "False", "(2, 1, 3)", scores);
        Path maskFile = npy("masks.npy", version, maskType, "False", "(2, 1, 3)", masks);
        JsonNode report = json("--scores", scoreFile.toString(), "--masks", maskFile.toString());
        // Defects 9 and 7 against 8, 1, 2, 3: one of eight pairs is in the wrong order.
        assertThat(report.at("/pixel/auroc").asDouble()).isEqualTo(7 / 8.0);
        assertThat(report.at("/image/auroc").isNull()).isTrue();
        assertThat(report.at("/undefined/image.auroc").asText()).isEqualTo("no normal image");
    }

    @Test
    void json_mvtecFolders_readsTiffAndPngAndTakesGoodAsEmpty() throws IOException {
        OpenCvLibrary.load();
        Path scores = folder.resolve("maps");
        Path masks = folder.resolve("truth");
        write(scores.resolve("good/000.tiff"), CvType.CV_32FC1, 0.5, 0.25, 0.125, 0.0625);
        write(scores.resolve("hole/000.tif"), CvType.CV_32FC1, 0.25, 3.5, 0.5, 0.25);
        write(scores.resolve("scratch/001.png"), CvType.CV_16UC1, 0, 0, 2, 60000);
        write(masks.resolve("hole/000_mask.png"), CvType.CV_8UC1, 0, 255, 0, 0);
        write(masks.resolve("scratch/001.png"), CvType.CV_8UC3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0);
        JsonNode report = json("--scores", scores.toString(), "--masks", masks.toString());
        assertThat(report.at("/image/auroc").asDouble()).isEqualTo(1);
        assertThat(report.at("/pixel/aupr").asDouble()).isEqualTo(1);
        assertThat(report.at("/counts/anomalous_images").asInt()).isEqualTo(2);
        assertThat(report.get("pl30_by_type").fieldNames()).toIterable().containsExactlyInAnyOrder("hole", "scratch");
    }

    @Test
    void json_imageScores_replaceMapMaxima() throws IOException {
        Path scores = raw("s.f32", 1, 2, 3, 4);
        Path masks = bytes("m.u8", 0, 0, 0, 1);
        Path images = Files.writeString(folder.resolve("images.csv"), "image,score\na,0.9\nb,0.1\n");
        String[] arguments = {"--scores", scores.toString(), "--masks", masks.toString(), "--shape", "2,1,2"};
        assertThat(json(arguments).at("/image/auroc").asDouble()).isEqualTo(1);
        JsonNode replaced = json(
                "--scores",
                scores.toString(),
                "--masks",
                masks.toString(),
                "--shape",
                "2,1,2",
                "--image-scores",
                images.toString());
        assertThat(replaced.at("/image/auroc").asDouble()).isZero();
    }

    @Test
    void json_bootstrap_addsIntervalsThatTheSeedRepeats() throws IOException {
        String[] arguments = {
            "--scores",
            Shared.golden("metrics_mix64_maps.f32").toString(),
            "--masks",
            Shared.golden("metrics_mix64_masks.u8").toString(),
            "--shape",
            "12,64,64",
            "--bootstrap",
            "20",
            "--seed",
            "3"
        };
        JsonNode report = json(arguments);
        JsonNode interval = report.at("/intervals/pixel/auroc");
        assertThat(interval.get(0).asDouble()).isLessThan(interval.get(1).asDouble());
        // Wilson for 12 of 18.
        assertThat(report.at("/intervals/pl30/0").asDouble()).isCloseTo(0.4375, within(5e-4));
        assertThat(json(arguments)).isEqualTo(report);
    }

    @Test
    void table_goldenSet_namesEveryFigure() {
        int status = run(
                "--scores", Shared.golden("metrics_const64_maps.f32").toString(),
                "--masks", Shared.golden("metrics_const64_masks.u8").toString(),
                "--shape", "3,64,64");
        assertThat(status).isZero();
        assertThat(out.toString()).contains("image.auroc", "0.500000", "pl30_percentile", "3 images, 2 anomalous");
    }

    @Test
    void evaluate_scoreNotANumber_namesMapRowAndColumn() throws IOException {
        assertRefused(
                "score map 1 holds NaN in row 0, column 1",
                "--scores",
                raw("s.f32", 1, 2, 3, Float.NaN).toString(),
                "--masks",
                bytes("m.u8", 0, 0, 0, 1).toString(),
                "--shape",
                "2,1,2");
    }

    @Test
    void evaluate_sizesDisagree_namesBoth() throws IOException {
        String scores = raw("s.f32", 1, 2, 3, 4).toString();
        String masks = bytes("m.u8", 0, 0, 0, 1).toString();
        assertRefused(
                "has 16 bytes of numbers; shape 3,1,2 of float32 needs 24",
                "--scores",
                scores,
                "--masks",
                masks,
                "--shape",
                "3,1,2");
        Path other = npy("m.npy", 1, "|u1", "False", "(1, 2, 2)", 0, 1, 0, 0);
        Path maps = npy("s.npy", 1, "<f4", "False", "(2, 1, 2)", 0, 1, 0, 0);
        assertRefused("2,1,2", "--scores", maps.toString(), "--masks", other.toString());
        assertThat(err.toString()).contains("1,2,2");
    }

    @Test
    void evaluate_badInput_saysWhatIsWrong() throws IOException {
        String scores = raw("s.f32", 1, 2, 3, 4).toString();
        String masks = bytes("m.u8", 0, 0, 0, 1).toString();
        assertRefused("state its shape with --shape", "--scores", scores, "--masks", masks);
        assertRefused("must be N,H,W", "--scores", scores, "--masks", masks, "--shape", "2,0,2");
        assertRefused("does not exist", "--scores", "nowhere.f32", "--masks", masks);
        assertRefused(
                "must be above 0 and at most 1",
                "--scores",
                scores,
                "--masks",
                masks,
                "--shape",
                "2,1,2",
                "--au-pro-limit",
                "0");
        Path fortran = npy("f.npy", 1, "<f4", "True", "(2, 1, 2)", 0, 1, 0, 0);
        assertRefused("Fortran order", "--scores", fortran.toString(), "--masks", masks, "--shape", "2,1,2");
        Path integers = npy("i.npy", 1, "<i8", "False", "(2, 1, 2)", 0, 1, 0, 0);
        assertRefused("numbers of type <i8", "--scores", integers.toString(), "--masks", masks, "--shape", "2,1,2");
        Path noArray = Files.writeString(folder.resolve("no.npy"), "text");
        assertRefused("no .npy file", "--scores", noArray.toString(), "--masks", masks);
    }

    @Test
    void evaluate_foldersWithoutMask_namesTheMap() {
        OpenCvLibrary.load();
        Path scores = folder.resolve("maps");
        write(scores.resolve("hole/000.tiff"), CvType.CV_32FC1, 1, 2, 3, 4);
        assertRefused("has no mask", "--scores", scores.toString(), "--masks", folder.toString());
        write(folder.resolve("hole/000.png"), CvType.CV_8UC1, 1);
        assertRefused("is 1x1", "--scores", scores.toString(), "--masks", folder.toString());
        assertThat(err.toString()).contains("2x2");
    }

    private void assertRefused(String message, String... arguments) {
        err.getBuffer().setLength(0);
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(err.toString()).startsWith("winnow: ").contains(message).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    private JsonNode json(String... arguments) throws IOException {
        String[] all = new String[arguments.length + 1];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--json";
        out.getBuffer().setLength(0);
        assertThat(run(all)).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "evaluate";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        CommandLine commands = Main.commandLine();
        commands.setOut(new PrintWriter(out, true));
        commands.setErr(new PrintWriter(err, true));
        return commands.execute(all);
    }

    private Path raw(String name, float... values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return Files.write(folder.resolve(name), bytes.array());
    }

    private Path bytes(String name, int... values) throws IOException {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return Files.write(folder.resolve(name), bytes);
    }

    private Path npy(String name, int version, String type, String fortran, String shape, double... values)
            throws IOException {
        byte[] header = "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n"
                .formatted(type, fortran, shape)
                .getBytes(StandardCharsets.UTF_8);
        int size = Character.digit(type.charAt(2), 10);
        ByteBuffer file = ByteBuffer.allocate(12 + header.length + values.length * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) version)
                .put((byte) 0);
        if (version == 1) {
            file.putShort((short) header.length);
        } else {
            file.putInt(header.length);
        }
        file.put(header).order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            switch (size) {
                case 1 -> file.put((byte) value);
                case 4 -> file.putFloat((float) value);
                default -> file.putDouble(value);
            }
        }
        byte[] bytes = new byte[file.position()];
        file.flip().get(bytes);
        return Files.write(folder.resolve(name), bytes);
    }

    /** An image of two columns, or of one pixel. */
    private static void write(Path file, int type, double... values) {
        int channels = CvType.channels(type);
        int width = values.length == channels ? 1 : 2;
        Mat image = new Mat(values.length / channels / width, width, type);
        image.put(0, 0, values);
        File parent = file.toFile().getParentFile();
        assertThat(parent.mkdirs() || parent.isDirectory()).isTrue();
        assertThat(Imgcodecs.imwrite(file.toString(), image)).isTrue();
        image.release();
    }
}
