package io.winnow.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.fleet.FleetRig.Verdict;
import io.winnow.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three members of one fleet with sixteen cameras, killed and started again at random, while a new champion is rolled out.
 * {@code -Dwinnow.fleet.kills=20} for the long form.
 */
@Tag("native")
class FleetIT {
    private static final int STATIONS = 16;
    private static final int COLLECTED = 12;
    private static final int KILLS = Integer.getInteger("winnow.fleet.kills", 2);
    private static final Duration BETWEEN_FRAMES = Duration.ofMillis(Integer.getInteger("winnow.fleet.pause", 40));
    private static final List<String> MEMBERS = List.of("m1", "m2", "m3");
    /** Shorter than a member's lease, and longer than it is waited for before it is taken over. */
    private static final List<Duration> DATABASE_GONE = List.of(Duration.ofSeconds(1), Duration.ofSeconds(20));

    private static final String ROLLED_OUT = "s00";
    private static final long SEED = 5;

    private final Random random = new Random(SEED);

    @Test
    void fleet_killedAndRolledOutUnderLoad_losesNoFrame_decidesNoneTwice_agreesOnTheChampion(@TempDir Path folder)
            throws Exception {
        try (FleetRig rig = new FleetRig(folder, STATIONS, COLLECTED)) {
            for (String member : MEMBERS) {
                rig.start(member);
            }
            MEMBERS.forEach(rig::awaitReady);
            CompletableFuture<Void> cameras = rig.send(BETWEEN_FRAMES);
            awaitChampions(rig, MEMBERS, "v1");

            for (int kill = 0; kill < KILLS; kill++) {
                // The leader in turn with others, so that both are killed however few kills there are.
                String victim = kill % 2 == 0 ? rig.leader() : MEMBERS.get(random.nextInt(MEMBERS.size()));
                rig.kill(victim);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_500)));
                rig.start(victim);
                rig.awaitReady(victim);
            }
            int rolledOutAt = rollOut(rig);
            // Nobody starts this one again: what it has left is taken over.
            String gone = MEMBERS.stream()
                    .filter(member -> !member.equals(leaderOf(rig)))
                    .findFirst()
                    .orElseThrow();
            rig.kill(gone);
            Await.until("takeover from " + gone, Duration.ofSeconds(90), () -> Optional.of(
                            rig.count("SELECT COUNT(*) FROM fleet_member WHERE name = '" + gone + "'"))
                    .filter(known -> known == 0));
            rig.stopSending();
            // A camera that could not send fails the test here.
            cameras.get(20, TimeUnit.SECONDS);
            rig.awaitVerdicts(Duration.ofMinutes(2));

            assertEachFrameOnce(rig);
            assertVersions(rig, rolledOutAt);
        }
    }

    /** Frames wait at the broker while there is no database; nobody has to start a member again. */
    @Test
    void fleet_databaseGoneUnderLoad_losesNoFrame_goesOnByItself(@TempDir Path folder) throws Exception {
        List<String> two = MEMBERS.subList(0, 2);
        try (FleetRig rig = new FleetRig(folder, 4, COLLECTED)) {
            for (String member : two) {
                rig.start(member);
            }
            two.forEach(rig::awaitReady);
            CompletableFuture<Void> cameras = rig.send(BETWEEN_FRAMES);
            awaitChampions(rig, two, "v1");

            for (Duration gone : DATABASE_GONE) {
                rig.stopDatabase();
                int before = rig.sent.get();
                LockSupport.parkNanos(gone.toNanos());
                assertThat(rig.sent.get()).as("frames sent meanwhile").isGreaterThan(before);
                rig.startDatabase();
                long stored = rig.count("SELECT COUNT(*) FROM inspection");
                Await.until("frames stored again", Duration.ofSeconds(60), () -> Optional.of(
                                rig.count("SELECT COUNT(*) FROM inspection"))
                        .filter(now -> now > stored));
            }
            rig.stopSending();
            cameras.get(20, TimeUnit.SECONDS);
            rig.awaitVerdicts(Duration.ofMinutes(2));

            assertEachFrameOnce(rig);
            assertThat(two)
                    .allSatisfy(member -> assertThat(rig.member(member).alive()).isTrue());
            assertThat(two).as("nobody is taken for gone").allSatisfy(member -> assertThat(
                            rig.member(member).output())
                    .doesNotContain("is gone for"));
            assertThat(two).contains(orderRefit(rig));
        }
    }

    /**
     * By hand: {@code -Dwinnow.fleet.frames=2000}; prints frames a second for one, two and three members with one thread each. With
     * {@code -Dwinnow.fleet.cores=true} each member has one core, so that members are more cores until there are none left;
     * {@code -Dwinnow.fleet.side=256} makes frames cost more than broker and database do.
     */
    @Test
    @EnabledIfSystemProperty(named = "winnow.fleet.frames", matches = "[0-9]+")
    void throughput_growsWithMembers(@TempDir Path folder) throws Exception {
        int frames = Integer.getInteger("winnow.fleet.frames");
        try (FleetRig rig = new FleetRig(folder, STATIONS, COLLECTED)) {
            rig.start(MEMBERS.get(0));
            rig.awaitReady(MEMBERS.get(0));
            rig.send(STATIONS * COLLECTED);
            awaitChampions(rig, MEMBERS.subList(0, 1), "v1");
            double before = 0;
            for (int members = 1; members <= MEMBERS.size(); members++) {
                if (members > 1) {
                    rig.start(MEMBERS.get(members - 1));
                    rig.awaitReady(MEMBERS.get(members - 1));
                }
                rig.send(frames / 4); // warms up whoever is new
                rig.awaitVerdicts(Duration.ofMinutes(5));
                long began = System.nanoTime();
                rig.send(frames);
                rig.awaitVerdicts(Duration.ofMinutes(10));
                double rate = frames / ((System.nanoTime() - began) / 1e9);
                System.getLogger(FleetIT.class.getName())
                        .log(System.Logger.Level.INFO, "{0} members: {1} frames a second", members, rate);
                assertThat(rig.verdicts()).hasSize(rig.sent.get());
                if (members == 2) {
                    assertThat(rate).as("frames a second of two members").isGreaterThan(before);
                }
                before = rate;
            }
        }
    }

    private static String leaderOf(FleetRig rig) {
        try {
            return rig.leader();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitChampions(FleetRig rig, List<String> members, String version) {
        for (String member : members) {
            for (String station : rig.stations) {
                Await.until(version + " of " + station + " at " + member, Duration.ofMinutes(4), () -> rig.serves(
                                member, station)
                        .filter(version::equals));
            }
        }
    }

    /** Only who leads takes the order. */
    private static String orderRefit(FleetRig rig) {
        return Await.until("a leader that fits", Duration.ofSeconds(30), () -> {
            String now = rig.leader();
            int status = rig.client(now)
                    .json("POST", "/api/v1/stations/" + ROLLED_OUT + "/refits", "{}")
                    .status();
            return status == 202 ? Optional.of(now) : Optional.empty();
        });
    }

    /** Fits a second version, promotes it at another member than fitted it; the number of the first frame after all had it. */
    private static int rollOut(FleetRig rig) throws Exception {
        String leader = orderRefit(rig);
        String other = MEMBERS.stream()
                .filter(member -> !member.equals(leader))
                .findFirst()
                .orElseThrow();
        String promote = "/api/v1/stations/" + ROLLED_OUT + "/models/v2/promote";
        Await.until("promotion", Duration.ofMinutes(1), () -> Optional.of(rig.client(other)
                        .json("POST", promote, "{\"reason\": \"rolled out by a test\"}")
                        .status())
                .filter(status -> status < 300));
        long promoted = System.nanoTime();
        for (String member : MEMBERS) {
            Await.until("v2 at " + member, Duration.ofSeconds(20), () -> rig.serves(member, ROLLED_OUT)
                    .filter("v2"::equals));
        }
        System.getLogger(FleetIT.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "all members serve the promoted version after {0} ms",
                        Duration.ofNanos(System.nanoTime() - promoted).toMillis());
        return rig.sent.get();
    }

    private static void assertEachFrameOnce(FleetRig rig) throws Exception {
        assertThat(rig.count("SELECT COUNT(*) FROM inspection"))
                .as("inspections")
                .isEqualTo(rig.sent.get());
        assertThat(rig.count("SELECT COUNT(DISTINCT frame_id) FROM inspection"))
                .as("frames inspected")
                .isEqualTo(rig.sent.get());
        Await.until(
                "an empty outbox", Duration.ofSeconds(20), () -> Optional.of(rig.count("SELECT COUNT(*) FROM outbox"))
                        .filter(waiting -> waiting == 0));
        List<Verdict> verdicts = rig.verdicts();
        Set<String> frames = verdicts.stream().map(Verdict::frame).collect(Collectors.toCollection(HashSet::new));
        assertThat(verdicts).as("verdicts, repeated events dropped").hasSize(rig.sent.get());
        assertThat(frames).as("frames with a verdict").hasSize(rig.sent.get());
    }

    private static void assertVersions(FleetRig rig, int rolledOutAt) throws Exception {
        assertThat(rig.count("SELECT COUNT(*) FROM inspection WHERE model_version IS NULL AND score IS NOT NULL"))
                .isZero();
        assertThat(rig.verdicts())
                .filteredOn(verdict -> !verdict.verdict().equals("undecided"))
                .isNotEmpty()
                .allSatisfy(verdict -> assertThat(verdict.model()).isPresent());
        assertThat(rig.verdicts())
                .filteredOn(verdict -> verdict.station().equals(ROLLED_OUT)
                        && Integer.parseInt(verdict.frame().substring(2)) >= rolledOutAt)
                .as("frames sent after all members had the new champion")
                .isNotEmpty()
                .allSatisfy(verdict -> assertThat(verdict.model()).contains("v2"));
    }
}
