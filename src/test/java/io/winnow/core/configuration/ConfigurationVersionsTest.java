package io.winnow.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.winnow.core.configuration.ConfigurationRefusedException.Kind;
import io.winnow.core.configuration.ConfigurationVersion.Ending;
import io.winnow.core.configuration.ConfigurationVersion.Origin;
import io.winnow.core.configuration.FakeConfiguration.PowerCut;
import io.winnow.core.configuration.RemoteConfiguration.Change;
import io.winnow.core.configuration.RemoteConfiguration.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConfigurationVersionsTest {
    private static final String TOP = "stations/top.yaml";

    private final FakeConfiguration world = new FakeConfiguration(files("one"));

    private static ConfigurationFiles files(String top) {
        return new ConfigurationFiles(new TreeMap<>(Map.of("site.yaml", site(top), TOP, top)));
    }

    /** It changes as well, so that there are two files to be written and a moment in between. */
    private static String site(String top) {
        return "site: plant-1\n# fits to " + top;
    }

    private static Change change(long base, String top) {
        return new Change(base, Map.of("site.yaml", Optional.of(site(top)), TOP, Optional.of(top)), "because");
    }

    private static Kind refusal(Runnable work) {
        try {
            work.run();
        } catch (ConfigurationRefusedException e) {
            return e.kind();
        }
        throw new AssertionError("nothing was refused");
    }

    @Test
    void firstStart_findsTheFirstVersion() {
        world.startsWell();

        assertThat(world.versions().all()).singleElement().satisfies(version -> {
            assertThat(version.origin()).isEqualTo(Origin.FIRST);
            assertThat(version.files()).isEqualTo(files("one"));
        });
        assertThat(world.versions().state().inForce()).isEqualTo(1);
    }

    @Test
    void change_isTriedByTheNextStart_andInForceOnceThatIsUp() {
        world.startsWell();

        Receipt receipt = world.remote().change(change(1, "two"), "anna", Origin.REST);

        assertThat(receipt.restarting()).isTrue();
        assertThat(world.restarts()).isEqualTo(1);
        assertThat(world.folder()).as("nothing changes under a running service").isEqualTo(files("one"));
        world.begins();
        assertThat(world.folder()).isEqualTo(files("two"));
        assertThat(world.versions().state().inForce()).as("not before it is up").isEqualTo(1);
        world.versions().ready();
        assertThat(world.states()).containsExactly("in-force", "replaced");
        assertThat(world.versions().find(2).orElseThrow().by()).isEqualTo("anna");
    }

    @Test
    void start_thatFails_isFollowedByOneThatPutsTheVersionBeforeBack() {
        world.startsWell();
        world.remote().change(change(1, "two"), "anna", Origin.REST);
        world.begins();
        assertThat(world.versions().failed("port 8080 is in use"))
                .as("worth another start")
                .isTrue();

        world.startsWell();

        assertThat(world.folder()).isEqualTo(files("one"));
        assertThat(world.states()).containsExactly("failed", "in-force");
        assertThat(world.versions().restored().orElseThrow().ending())
                .contains(new Ending(true, "port 8080 is in use"));
        assertThat(world.versions().failed("anything"))
                .as("nothing is left to go back to")
                .isFalse();
    }

    @Test
    void start_thatDies_isFollowedByOneThatPutsTheVersionBeforeBack() {
        world.startsWell();
        world.remote().change(change(1, "two"), "anna", Origin.REST);
        world.begins();

        world.startsWell();

        assertThat(world.folder()).isEqualTo(files("one"));
        assertThat(world.versions()
                        .restored()
                        .orElseThrow()
                        .ending()
                        .orElseThrow()
                        .reason())
                .contains("ended before the service was up");
    }

    /** Whatever step the power fails at: some starts later the folder is whole, and what is said of it is true. */
    @Test
    void processThatDiesAtAnyStep_leavesAWholeVersionInForce() {
        List<String> outcomes = new ArrayList<>();
        for (boolean fails : new boolean[] {true, false}) {
            for (int step = 0; step < 60; step++) {
                outcomes.add(outcomeOfPowerCutAt(step, fails));
            }
        }
        assertThat(outcomes).contains("one", "two");
    }

    private static String outcomeOfPowerCutAt(int step, boolean fails) {
        FakeConfiguration world = new FakeConfiguration(files("one"));
        world.startsWell();
        world.cutPowerAfter(step);
        try {
            world.remote().change(change(1, "two"), "anna", Origin.REST);
            world.begins();
            if (fails) {
                world.versions().failed("it does not work");
                world.begins();
            }
            world.versions().ready();
        } catch (PowerCut e) {
            assertThat(e).isNotNull();
        }
        world.cutPowerAfter(Integer.MAX_VALUE);
        world.startsWell();
        world.startsWell();
        ConfigurationState state = world.versions().state();
        assertThat(state.trial()).as("power cut at step %d", step).isEmpty();
        assertThat(world.folder())
                .as("power cut at step %d", step)
                .isEqualTo(world.versions().find(state.inForce()).orElseThrow().files())
                .isIn(files("one"), files("two"));
        assertThat(world.versions().all())
                .as("no mixture became a version, step %d", step)
                .allMatch(version -> version.origin() != Origin.HAND);
        return String.valueOf(world.folder().texts().get(TOP));
    }

    @Test
    void folderThatCannotBeWritten_isLeftAsItWas() {
        world.startsWell();
        world.remote().change(change(1, "two"), "anna", Origin.REST);
        world.failNextWrite();

        world.startsWell();

        assertThat(world.folder()).isEqualTo(files("one"));
        assertThat(world.states()).containsExactly("failed", "in-force");
        assertThat(world.versions().find(2).orElseThrow().ending().orElseThrow().reason())
                .contains("could not be written: disk full");
    }

    @Test
    void editByHand_becomesAVersionOfItsOwn() {
        world.startsWell();
        world.edit(files("by hand"));

        world.startsWell();

        assertThat(world.states()).containsExactly("in-force", "replaced");
        assertThat(world.versions().find(2).orElseThrow().reason()).isEqualTo("edited by hand");
    }

    @Test
    void editByHand_beforeATrial_winsOverIt() {
        world.startsWell();
        world.remote().change(change(1, "two"), "anna", Origin.REST);
        world.edit(files("by hand"));

        world.startsWell();

        assertThat(world.folder()).isEqualTo(files("by hand"));
        assertThat(world.states()).containsExactly("in-force", "dropped", "replaced");
    }

    @Test
    void editByHand_afterAFailedTrial_isNotOverwritten() {
        world.startsWell();
        world.remote().change(change(1, "two"), "anna", Origin.REST);
        world.begins();
        world.versions().failed("it does not work");
        world.edit(files("mended"));

        world.startsWell();

        assertThat(world.folder()).isEqualTo(files("mended"));
        assertThat(world.states()).containsExactly("in-force", "failed", "replaced");
    }

    @Test
    void change_ofAnOutdatedVersion_isAConflict() {
        world.startsWell();
        world.remote().change(change(1, "two"), "anna", Origin.REST);
        world.startsWell();

        assertThat(refusal(() -> world.remote().change(change(1, "three"), "ben", Origin.REST)))
                .isEqualTo(Kind.CONFLICT);
        assertThat(world.versions().all()).hasSize(2);
    }

    @Test
    void change_whileOneIsUnderWay_isAConflict_orTakesItsPlaceWhereNobodyRestarts() {
        world.startsWell();
        world.remote().change(change(1, "two"), "anna", Origin.REST);
        assertThat(refusal(() -> world.remote().change(change(2, "three"), "ben", Origin.REST)))
                .isEqualTo(Kind.CONFLICT);

        world.unsupervised();
        Receipt receipt = world.remote().change(change(2, "three"), "ben", Origin.REST);

        assertThat(receipt.restarting()).isFalse();
        assertThat(receipt.text()).contains("takes effect at the next start");
        assertThat(world.states()).containsExactly("pending", "dropped", "in-force");
        world.startsWell();
        assertThat(world.folder()).isEqualTo(files("three"));
    }

    @Test
    void change_thatTheReaderRefuses_isInvalidWithEveryProblem() {
        world.startsWell();

        assertThatExceptionOfType(ConfigurationRefusedException.class)
                .isThrownBy(() -> world.remote().change(change(1, "wrong"), "anna", Origin.REST))
                .satisfies(refused -> {
                    assertThat(refused.kind()).isEqualTo(Kind.INVALID);
                    assertThat(refused.problems()).hasSize(1);
                });
        assertThat(world.remote().check(Map.of(TOP, Optional.of("wrong")))).hasSize(1);
        assertThat(world.remote().check(Map.of(TOP, Optional.of("two")))).isEmpty();
        assertThat(world.versions().all()).hasSize(1);
    }

    @Test
    void change_thatMakesNoSenseOrMayNotBe_isRefused() {
        world.startsWell();
        RemoteConfiguration remote = world.remote();

        assertThat(refusal(() -> remote.change(change(1, "one"), "anna", Origin.REST)))
                .as("nothing changes")
                .isEqualTo(Kind.MALFORMED);
        Change elsewhere = new Change(1, Map.of("../passwd", Optional.of("x")), "");
        assertThat(refusal(() -> remote.change(elsewhere, "anna", Origin.REST))).isEqualTo(Kind.MALFORMED);
        Change absent = new Change(1, Map.of("stations/left.yaml", Optional.empty()), "");
        assertThat(refusal(() -> remote.change(absent, "anna", Origin.REST))).isEqualTo(Kind.MALFORMED);
        Change moved = new Change(1, Map.of("site.yaml", Optional.of("storage.directory=elsewhere")), "");
        assertThat(refusal(() -> remote.change(moved, "anna", Origin.REST))).isEqualTo(Kind.INVALID);
        assertThat(refusal(() -> remote.rollBack(9, 1, "", "anna", Origin.REST)))
                .isEqualTo(Kind.UNKNOWN);
        world.close(Origin.REST);
        assertThat(refusal(() -> world.remote().change(change(1, "two"), "anna", Origin.REST)))
                .isEqualTo(Kind.FORBIDDEN);
        world.readOnly();
        assertThat(refusal(() -> world.remote().change(change(1, "two"), "anna", Origin.MQTT)))
                .isEqualTo(Kind.CONFLICT);
    }

    @Test
    void change_overMqtt_mayNotTouchWhoEntersAndWhereDataGoes() {
        world.startsWell();
        Change access = new Change(1, Map.of("site.yaml", Optional.of("access.sessionIdle=30d")), "");
        Change level = new Change(1, Map.of("site.yaml", Optional.of("log.level=debug")), "");

        assertThatExceptionOfType(ConfigurationRefusedException.class)
                .isThrownBy(() -> world.remote().change(access, "mqtt", Origin.MQTT))
                .withMessageContaining("access.sessionIdle")
                .matches(refused -> refused.kind() == Kind.FORBIDDEN);
        assertThat(world.remote().change(level, "mqtt", Origin.MQTT).version().number())
                .isEqualTo(2);
    }

    @Test
    void rollBack_isTriedLikeAnyOtherVersion() {
        world.startsWell();
        world.remote().change(change(1, "two"), "anna", Origin.REST);
        world.startsWell();

        world.remote().rollBack(1, 2, "too strict", "ben", Origin.REST);
        world.startsWell();

        assertThat(world.folder()).isEqualTo(files("one"));
        assertThat(world.versions().find(3).orElseThrow().reason()).isEqualTo("back to version 1: too strict");
    }

    @Test
    void rollBackAtOnce_dropsWhatWaits() {
        world.startsWell();
        world.remote().change(change(1, "two"), "anna", Origin.REST);

        world.versions().rollBackAtOnce(1, "carla");

        assertThat(world.folder()).isEqualTo(files("one"));
        assertThat(world.states()).containsExactly("in-force", "dropped", "replaced");
        world.startsWell();
        assertThat(world.versions().all()).hasSize(3);
    }

    @Test
    void history_keepsTheLastVersions() {
        world.startsWell();
        for (int i = 0; i < ConfigurationVersions.KEPT + 5; i++) {
            world.edit(files("text " + i));
            world.startsWell();
        }
        assertThat(world.versions().all()).hasSize(ConfigurationVersions.KEPT);
        assertThat(world.versions().all().get(0).number()).isEqualTo(ConfigurationVersions.KEPT + 6);
    }

    @Test
    void files_withOddNamesOrSizes_areRefused() {
        for (String path : List.of(
                "../site.yaml",
                "/etc/passwd",
                "stations/../site.yaml",
                "stations/Top.yaml",
                "stations/top.yml",
                "stations/a/b.yaml",
                "stations/.yaml",
                "stations/top.yaml\n",
                "site.yaml\0",
                "schema/site.schema.json",
                "")) {
            assertThatIllegalArgumentException()
                    .as(path)
                    .isThrownBy(() -> files("one").with(Map.of(path, Optional.of("x"))))
                    .withMessageContaining("must be site.yaml or stations/ID.yaml");
        }
        String large = "x".repeat(ConfigurationFiles.MOST_BYTES + 1);
        assertThatIllegalArgumentException().isThrownBy(() -> files(large)).withMessageContaining("at most 1048576");
    }
}
