package io.winnow.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.adapter.faiss.FaissIndexFactory;
import io.winnow.testing.WinnowProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native libraries that are missing, broken or of another version: one line, exit status 3, and the service does not start. */
class StartFaultsIT {
    private static final String NOWHERE = "/nonexistent/winnow";

    private final Path folder;

    StartFaultsIT(@TempDir Path folder) {
        this.folder = folder;
    }

    private String refused(String... options) throws Exception {
        try (FaultRig rig = new FaultRig(folder, folder.resolve("data")).station("top", 64, 100, "")) {
            WinnowProcess service = rig.start(List.of(options), Map.of());
            assertThat(service.awaitExit(FaultRig.PATIENCE)).isEqualTo(3);
            List<String> lines = service.output()
                    .lines()
                    .filter(line -> line.startsWith("winnow: "))
                    .toList();
            assertThat(lines).hasSize(1);
            assertThat(service.output()).doesNotContain("\tat ");
            return lines.get(0);
        }
    }

    @Test
    void sqlite_cannotBeUnpacked() throws Exception {
        assertThat(refused("-Dorg.sqlite.tmpdir=" + NOWHERE))
                .contains("cannot start: native library SQLite 3.")
                .contains("-Dorg.sqlite.tmpdir=DIR");
    }

    @Test
    void openCv_cannotBeUnpacked() throws Exception {
        assertThat(refused("-Djava.io.tmpdir=" + NOWHERE, "-Dorg.sqlite.tmpdir=" + folder))
                .contains("cannot start: native library OpenCV 4.9")
                .contains("-Djava.io.tmpdir=DIR");
    }

    @Test
    void onnxRuntime_isBroken() throws Exception {
        Path own = Files.createDirectories(folder.resolve("onnx"));
        for (String name : List.of("libonnxruntime.so", "libonnxruntime4j_jni.so")) {
            Files.writeString(own.resolve(name), "this is no library");
        }
        assertThat(refused("-Donnxruntime.native.path=" + own))
                .contains("cannot start: native library ONNX Runtime 1.28")
                .contains("-Donnxruntime.native.path=DIR");
    }

    @Test
    void search_isMissing() throws Exception {
        assertThat(refused("-Dwinnow.faiss.library=" + NOWHERE + "/libwinnow_faiss.so"))
                .contains("cannot start: native library winnow_faiss %s cannot be loaded"
                        .formatted(FaissIndexFactory.expectedVersion()))
                .contains("search.engine: java in site.yaml");
    }

    @Test
    void search_isOfAnotherVersion() throws Exception {
        assertThat(refused("-Dwinnow.faiss.library=" + anotherVersion()))
                .contains("winnow_faiss " + FaissIndexFactory.expectedVersion())
                .contains("interface version 99, this program needs ");
    }

    private Path anotherVersion() throws IOException, InterruptedException {
        Path source = Files.writeString(
                folder.resolve("old.c"),
                "int Java_io_winnow_adapter_faiss_NativeMethods_abiVersion(void *e, void *c) { return 99; }");
        return compile(source);
    }

    /** A shared library made of a C file, beside it. */
    static Path compile(Path source) throws IOException, InterruptedException {
        Path library = Path.of(source + ".so");
        Process compiler = new ProcessBuilder(
                        "cc", "-shared", "-fPIC", "-O1", "-o", library.toString(), source.toString(), "-ldl")
                .redirectErrorStream(true)
                .start();
        String said = new String(compiler.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(compiler.waitFor(60, TimeUnit.SECONDS) && compiler.exitValue() == 0)
                .as(said)
                .isTrue();
        return library;
    }
}
