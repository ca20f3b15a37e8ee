package io.winnow.adapter.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.winnow.adapter.onnx.OnnxBackboneRuntime;
import io.winnow.adapter.onnx.OnnxSettings;
import io.winnow.adapter.scattering.ScatteringBackbone;
import io.winnow.adapter.scattering.SmallModels;
import io.winnow.core.feature.AddedBackbone;
import io.winnow.core.feature.BackboneAddition;
import io.winnow.core.feature.BackboneManifest;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.UnusableBackboneException;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.Preprocessing.Normalisation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackboneFoldersTest {
    private static final byte[] PYRAMID = SmallModels.pyramid();

    private final Path temporary;
    private final Path folder;
    private final BackboneFolders store;

    BackboneFoldersTest(@TempDir Path temporary) {
        this.temporary = temporary;
        folder = temporary.resolve("own");
        store = new BackboneFolders(
                List.of(folder, temporary.resolve("builtin")), () -> new OnnxBackboneRuntime(OnnxSettings.CPU));
    }

    @Test
    void add_fileWithPatchCoresLayers_choosesThemAndTellsTheirStrides() throws Exception {
        AddedBackbone added = store.add(BackboneAddition.of(file("Net-A.onnx", PYRAMID), hash(PYRAMID)));
        assertThat(added.outputs())
                .containsExactly(new AddedBackbone.Output("layer2", 3, 2), new AddedBackbone.Output("layer3", 3, 4));
        BackboneManifest manifest = store.list().get(0);
        assertThat(manifest).isEqualTo(added.manifest());
        assertThat(manifest.name()).isEqualTo("net-a");
        assertThat(manifest.licence()).isEqualTo("unknown");
        assertThat(manifest.normalisation()).isEqualTo(Normalisation.IMAGENET);
        try (FeatureExtractor extractor = store.open("net-a")) {
            assertThat(extractor.manifest()).isEqualTo(manifest);
        }
    }

    @Test
    void add_knownHash_takesTheManifestFromTheCatalogueAndOptionsOverIt() throws Exception {
        Path catalogue = Files.createDirectories(temporary.resolve("builtin")).resolve("catalogue.json");
        Files.writeString(catalogue, """
                {"backbones": [{"name": "known", "sha256": "%s", "licence": "MIT", "source": "somewhere",
                  "mean": [0, 0, 0], "deviation": [1, 1, 1], "sizeMultiple": 8, "outputs": ["layer3"],
                  "standardise": true}]}""".formatted(hash(PYRAMID)));
        URI location = file("x.onnx", PYRAMID);
        BackboneManifest known =
                store.add(BackboneAddition.of(location, hash(PYRAMID))).manifest();
        assertThat(known)
                .isEqualTo(new BackboneManifest(
                        "known", hash(PYRAMID), "MIT", "somewhere", Normalisation.NONE, 8, List.of("layer3"), true));
        BackboneAddition own = new BackboneAddition(
                location,
                hash(PYRAMID),
                Optional.of("mine"),
                Optional.empty(),
                Optional.of(List.of("layer2")),
                Optional.of(Normalisation.IMAGENET),
                Optional.of(4),
                Optional.of(false));
        assertThat(store.add(own).manifest())
                .isEqualTo(new BackboneManifest(
                        "mine",
                        hash(PYRAMID),
                        "MIT",
                        "somewhere",
                        Normalisation.IMAGENET,
                        4,
                        List.of("layer2"),
                        false));
    }

    @Test
    void add_otherHashThanPromised_isRefusedAndLeavesNothing() throws IOException {
        URI location = file("x.onnx", PYRAMID);
        ContentHash other = hash(new byte[0]);
        assertRefused(() -> store.add(BackboneAddition.of(location, other)), "expected " + other);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void add_modelThatFailsItsTestRun_isRefusedAndLeavesNothing() throws IOException {
        byte[] model = SmallModels.notANumber();
        URI location = file("x.onnx", model);
        assertRefused(() -> store.add(BackboneAddition.of(location, hash(model))), "every value must be finite");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void add_greyModel_isRefusedWithItsInputs() throws IOException {
        byte[] model = SmallModels.greyOnly();
        URI location = file("x.onnx", model);
        assertRefused(() -> store.add(BackboneAddition.of(location, hash(model))), "input FLOAT[-1, 1, -1, -1]");
    }

    @Test
    void add_nameOfAnotherBackbone_isRefused() throws Exception {
        store.add(BackboneAddition.of(file("same.onnx", PYRAMID), hash(PYRAMID)));
        byte[] other = ScatteringBackbone.generate();
        URI location = file("same.onnx", other);
        assertRefused(() -> store.add(BackboneAddition.of(location, hash(other))), "a backbone named same");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("same.onnx", "same.json");
    }

    @Test
    void add_overHttp_fetchesTheFile() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/net.onnx", exchange -> {
            exchange.sendResponseHeaders(200, PYRAMID.length);
            exchange.getResponseBody().write(PYRAMID);
            exchange.close();
        });
        server.start();
        try {
            String base = "http://localhost:" + server.getAddress().getPort();
            store.add(BackboneAddition.of(URI.create(base + "/net.onnx"), hash(PYRAMID)));
            assertThat(store.list()).extracting(BackboneManifest::name).containsExactly("net");
            assertRefused(
                    () -> store.add(BackboneAddition.of(URI.create(base + "/missing.onnx"), hash(PYRAMID))),
                    "status 404");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void add_unknownScheme_isRefused() {
        assertRefused(
                () -> store.add(BackboneAddition.of(URI.create("ftp://example.org/x.onnx"), hash(PYRAMID))),
                "scheme must be file, http or https");
    }

    @Test
    void open_unknownName_isRefusedWithThoseThereAre() throws Exception {
        store.add(BackboneAddition.of(file("net.onnx", PYRAMID), hash(PYRAMID)));
        assertRefused(() -> store.open("nett"), "there are [net]");
    }

    @Test
    void list_manifestWithAnUnknownKey_isRefusedByName() throws IOException {
        BackboneFolders.write(
                folder,
                PYRAMID,
                new BackboneManifest(
                        "x", hash(PYRAMID), "MIT", "here", Normalisation.NONE, 4, List.of("layer2"), false));
        Path manifest = folder.resolve("x.json");
        Files.writeString(manifest, Files.readString(manifest).replace("{", "{ \"layers\": [],"));
        assertRefused(() -> store.list(), "layers");
    }

    @Test
    void list_manifestWithAMissingKey_isRefusedByName() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("x.json"), "{\"name\": \"x\"}");
        assertRefused(() -> store.list(), "sha256");
    }

    @Test
    void list_committedModels_holdTheBuiltInBackboneAndAReadableCatalogue() throws Exception {
        Path models = Path.of("models");
        BackboneFolders committed =
                new BackboneFolders(List.of(models), () -> new OnnxBackboneRuntime(OnnxSettings.CPU));
        assertThat(committed.list()).extracting(BackboneManifest::name).contains("scattering_j3_l8");
        assertThat(ManifestFile.readCatalogue(models.resolve("catalogue.json"))).hasSize(4);
    }

    private URI file(String name, byte[] content) throws IOException {
        return Files.write(temporary.resolve(name), content).toUri();
    }

    private static ContentHash hash(byte[] bytes) {
        return ContentHash.of(ByteBuffer.wrap(bytes));
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(UnusableBackboneException.class).hasMessageContaining(message);
    }
}
