package io.winnow.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.winnow.adapter.storage.TestDatabase;
import io.winnow.core.index.ExactIndexFactory;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.Verdict;
import io.winnow.core.life.PromotionPolicy;
import io.winnow.core.life.PromotionPolicy.Mode;
import io.winnow.core.model.Artefact;
import io.winnow.core.model.ArtefactException;
import io.winnow.core.model.BackboneReport;
import io.winnow.core.model.ModelState;
import io.winnow.core.model.OwnBackbones;
import io.winnow.core.model.PoolFrame;
import io.winnow.core.model.Precision;
import io.winnow.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnBackboneTest {
    private static final PromotionPolicy BY_HAND = new PromotionPolicy(Mode.MANUAL, 3, 1, 1, 0.5, 0.5, 3);

    private final Path folder;
    private final LifeRig rig;

    OwnBackboneTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        rig = new LifeRig(folder, TestDatabase.create(folder), new ExactIndexFactory(), BY_HAND)
                .filled()
                .opened();
    }

    @AfterEach
    void close() {
        rig.close();
        assertThat(rig.own.open).as("backbones left open").hasValue(0);
    }

    private ModelVersion refit(Precision precision, long seed) throws IOException {
        rig.precision = precision;
        return rig.refitAndAdmit(seed);
    }

    private Artefact artefact(ModelVersion version) throws ArtefactException {
        return rig.artefacts.read(rig.folder(version));
    }

    @Test
    void refit_inIntegers_servesWithItsOwnBackboneAndSaysWhatItGains() throws IOException {
        ModelVersion version = refit(Precision.INT8, 1);

        Artefact artefact = artefact(version);
        assertThat(artefact.ownBackbone()).isPresent();
        assertThat(rig.folder(version).resolve(OwnBackbones.FILE)).isNotEmptyFile();
        BackboneReport report = artefact.backboneReport().orElseThrow();
        assertThat(report.refusal()).isEmpty();
        assertThat(report.int8()).contains(RigBackbones.QUANTISATION);
        assertThat(report.comparison()).hasValueSatisfying(found -> {
            assertThat(found.frames()).isEqualTo(5);
            assertThat(found.flips()).isZero();
            assertThat(found.largestScoreDifference()).isBetween(0.0, 0.05);
        });
        int before = rig.own.runs.get();
        Inspection inspection = rig.inspect(RigCamera.good(500));
        assertThat(inspection.verdict()).isInstanceOf(Verdict.Pass.class);
        assertThat(inspection.model()).contains(version);
        assertThat(rig.own.runs.get() - before).isEqualTo(1);
        assertThat(rig.own.open).hasValue(1);
    }

    @Test
    void refit_verdictsThatFlip_isMadeInFloat32AndSaysWhy() throws IOException {
        rig.own.scale = 0;

        ModelVersion version = refit(Precision.INT8, 1);

        Artefact artefact = artefact(version);
        assertThat(artefact.ownBackbone()).isEmpty();
        BackboneReport report = artefact.backboneReport().orElseThrow();
        assertThat(report.refusal()).hasValueSatisfying(why -> assertThat(why).contains("golden frames differ"));
        assertThat(report.comparison())
                .hasValueSatisfying(found -> assertThat(found.flips()).isPositive());
        assertThat(rig.inspect(RigCamera.good(501)).model()).contains(version);
    }

    @Test
    void refit_backboneThatCannotBeQuantised_isMadeInFloat32AndSaysWhy() throws IOException {
        rig.own.refusal = Optional.of("features are off by 40 %");

        ModelVersion version = refit(Precision.INT8, 1);

        assertThat(artefact(version).ownBackbone()).isEmpty();
        assertThat(artefact(version).backboneReport().orElseThrow().refusal()).contains("features are off by 40 %");
    }

    @Test
    void refit_inFloat32_reportsNothing() throws IOException {
        assertThat(artefact(refit(Precision.FLOAT32, 1)).backboneReport()).isEmpty();
    }

    @Test
    void refit_embeddingsInIntegers_areNotKept() throws Exception {
        refit(Precision.INT8, 1);

        try (Stream<Path> files = Files.walk(folder.resolve("embeddings"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(LifeRig.POOL);
        }
        for (PoolFrame frame : rig.pool.list(LifeRig.STATION)) {
            assertThat(rig.patches.find(rig.station, frame.image()).stored()).isTrue();
        }
    }

    @Test
    void candidateWithItsOwnBackbone_isTriedPromotedAndRolledBackFrom() throws Exception {
        ModelVersion plain = refit(Precision.FLOAT32, 1);
        ModelVersion own = refit(Precision.INT8, 2);

        Inspection before = rig.inspect(RigCamera.good(700));
        assertThat(before.model()).contains(plain);
        Await.until("the candidate has scored the frame", () -> rig.scores.scored(LifeRig.STATION, own, before.id()));
        rig.life.promote(rig.station, own, "engineer", "tried");
        assertThat(rig.inspect(RigCamera.good(701)).model()).contains(own);
        rig.life.rollBack(rig.station, plain, "engineer", "tried");

        assertThat(rig.inspect(RigCamera.good(702)).model()).contains(plain);
        assertThat(rig.model(own).state()).isEqualTo(ModelState.RETIRED);
        assertThat(rig.own.open).hasValue(0);
        assertThat(rig.refusals).isEmpty();
    }

    @Test
    void damagedOwnBackbone_isRefusedNamingTheFileAndTheChampionStays() throws Exception {
        ModelVersion plain = refit(Precision.FLOAT32, 1);
        ModelVersion own = refit(Precision.INT8, 2);
        Path file = rig.folder(own).resolve(OwnBackbones.FILE);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> rig.life.promote(rig.station, own, "engineer", "why not"))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining(OwnBackbones.FILE)
                .hasMessageContaining("damaged");
        assertThat(rig.inspect(RigCamera.good(702)).model()).contains(plain);
    }

    @Test
    void framesThatEnterThePoolUnderIntegers_areEmbeddedByTheStationsBackbone() throws Exception {
        refit(Precision.INT8, 1);

        for (int i = 0; i < 20; i++) {
            rig.inspect(RigCamera.good(900 + i));
        }

        for (PoolFrame frame : rig.pool.list(LifeRig.STATION)) {
            assertThat(rig.patches
                            .find(rig.station, frame.image())
                            .patches()
                            .vectors()
                            .at(0, 0))
                    .isCloseTo(
                            rig.station
                                    .reader()
                                    .read(rig.frames.find(frame.image()).orElseThrow())
                                    .vectors()
                                    .at(0, 0),
                            within(1e-3f));
        }
    }
}
