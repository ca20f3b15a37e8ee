package io.winnow.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.adapter.storage.TestDatabase;
import io.winnow.core.image.ContentHash;
import io.winnow.core.index.ExactIndexFactory;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.life.PromotionPolicy;
import io.winnow.core.model.Artefact;
import io.winnow.core.model.ArtefactException;
import io.winnow.core.model.Artefacts;
import io.winnow.core.model.ModelRecord;
import io.winnow.core.model.Recipe;
import io.winnow.testing.Inspections;
import io.winnow.testing.ModelFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One artefact, damaged in every way and put right again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArtefactDamageTest {
    private static final int FLIPS = 40;

    private final LifeRig rig;
    private final ModelRecord model;
    private final Path folder;

    ArtefactDamageTest(@TempDir Path parent) throws IOException {
        rig = new LifeRig(parent, TestDatabase.create(parent), new ExactIndexFactory(), PromotionPolicy.DEFAULT)
                .filled()
                .opened();
        ModelVersion version = rig.refitAndAdmit(1);
        model = rig.model(version);
        folder = rig.folder(version);
    }

    @AfterAll
    void close() {
        rig.close();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private void open() throws ArtefactException {
        ModelFiles.open(rig.artefacts, rig.models, rig.station, model)
                .detector()
                .close();
    }

    private void assertRefused(String as, String... named) {
        assertThatThrownBy(this::open)
                .as(as)
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("model v1 of station press-1")
                .hasMessageContainingAll(named);
    }

    @Test
    void intact_isOpenedAndScoresTheGoldenFramesAsTheFitDid() throws IOException {
        assertThat(files())
                .extracting(file -> file.getFileName().toString())
                .contains("index", "patchcore", "manifest.json", "golden-1", "golden-5");

        Artefacts.Opened opened = ModelFiles.open(rig.artefacts, rig.models, rig.station, model);

        opened.detector().close();
        assertThat(opened.parity().frames()).isEqualTo(5);
        assertThat(opened.parity().passed()).isTrue();
        assertThat(opened.artefact().golden().frames())
                .anySatisfy(frame -> assertThat(frame.rejected()).isTrue())
                .anySatisfy(frame -> assertThat(frame.rejected()).isFalse());
        assertThat(opened.artefact().environment().architecture()).isEqualTo(System.getProperty("os.arch"));
        assertThat(opened.artefact().golden().check().passed()).isTrue();
    }

    @Test
    void everyFile_anyBitFlipped_isRefusedNamingTheFile() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        for (Path file : files()) {
            byte[] intact = Files.readAllBytes(file);
            for (int i = 0; i < FLIPS; i++) {
                int at = i == 0 ? 0 : i == 1 ? intact.length - 1 : random.nextInt(intact.length);
                byte[] damaged = intact.clone();
                damaged[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, damaged);
                assertRefused(
                        "bit at byte %d of %s".formatted(at, file),
                        file.getFileName().toString());
            }
            Files.write(file, intact);
            open();
        }
    }

    @Test
    void everyFile_truncatedOrGrown_isRefused() throws IOException {
        for (Path file : files()) {
            byte[] intact = Files.readAllBytes(file);
            for (int length : new int[] {0, 1, intact.length / 2, intact.length - 1, intact.length + 1}) {
                Files.write(file, Arrays.copyOf(intact, length));
                assertRefused(
                        "%s with %d bytes".formatted(file, length),
                        file.getFileName().toString());
            }
            Files.write(file, intact);
        }
        open();
    }

    @Test
    void everyFile_removed_isRefused() throws IOException {
        for (Path file : files()) {
            byte[] intact = Files.readAllBytes(file);
            Files.delete(file);
            assertRefused("without " + file, file.getFileName().toString(), "missing");
            Files.write(file, intact);
        }
        open();
    }

    @Test
    void otherStationBackboneOrRecipe_isRefusedAsForeign() {
        Artefacts.Owner own = ModelFiles.owner(rig.station, model);
        ContentHash other = Inspections.hash("other");
        assertForeign(
                new Artefacts.Owner(
                        new StationId("press-2"),
                        own.version(),
                        own.recipe(),
                        own.backbone(),
                        own.seal(),
                        own.reader(),
                        own.backbones()),
                "station is press-1, must be press-2");
        assertForeign(
                new Artefacts.Owner(
                        own.station(), own.version(), own.recipe(), other, own.seal(), own.reader(), own.backbones()),
                "backbone hash");
        assertForeign(
                new Artefacts.Owner(
                        own.station(),
                        own.version(),
                        new Recipe(other),
                        own.backbone(),
                        own.seal(),
                        own.reader(),
                        own.backbones()),
                "recipe (backbone, region, input size)");
    }

    private void assertForeign(Artefacts.Owner owner, String rule) {
        assertThatThrownBy(() -> rig.artefacts.open(folder, owner))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("foreign")
                .hasMessageContaining(rule);
    }

    @Test
    void otherFormat_isRefusedNamingBoth() throws IOException {
        Path manifest = folder.resolve(Artefact.FILE);
        byte[] intact = Files.readAllBytes(manifest);
        String text = new String(intact, StandardCharsets.UTF_8);
        for (String format : List.of("0", "2")) {
            Files.writeString(manifest, text.replaceFirst("\"format\" : 1", "\"format\" : " + format));
            assertRefused("format " + format, "format is " + format + ", this program reads 1", "er format");
        }
        Files.write(manifest, intact);
    }

    /** Whoever changes files and manifest together still cannot change what the golden frames say. */
    @Test
    void goldenScoreOrVerdictChangedWithAMatchingSeal_parityGateRefuses() throws IOException {
        Path manifest = folder.resolve(Artefact.FILE);
        byte[] intact = Files.readAllBytes(manifest);
        String text = new String(intact, StandardCharsets.UTF_8);
        String changed = text.replaceFirst("\"rejected\" : true", "\"rejected\" : false");
        assertThat(changed).isNotEqualTo(text);
        byte[] bytes = changed.getBytes(StandardCharsets.UTF_8);
        Files.write(manifest, bytes);
        Artefacts.Owner own = ModelFiles.owner(rig.station, model);
        Artefacts.Owner fooled = new Artefacts.Owner(
                own.station(),
                own.version(),
                own.recipe(),
                own.backbone(),
                Optional.of(ContentHash.of(ByteBuffer.wrap(bytes))),
                own.reader(),
                own.backbones());

        assertThatThrownBy(() -> rig.artefacts.open(folder, fooled))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("does not score as it did")
                .hasMessageContaining("1 verdicts flip");
        Files.write(manifest, intact);
    }
}
