package io.winnow.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.winnow.adapter.faiss.FaissIndexFactory;
import io.winnow.adapter.faiss.Native;
import io.winnow.adapter.storage.TestDatabase;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.life.PromotionPolicy;
import io.winnow.core.model.ModelEvent;
import io.winnow.core.model.ModelRecord;
import io.winnow.core.model.ModelState;
import io.winnow.testing.ModelFiles;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process at random points of refits, promotions and rollbacks, and looks at what a start makes of what is left. */
class KilledProcessTest {
    private static final int KILLS = 50;

    /** Small, so that a process gets through several steps before it is killed. */
    static final int POOL = 12;

    private static final int WARM = 3;
    private static final long SEED = 7;
    private static final long LONGEST_WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(600);

    /** What the child needs of the class path: the whole of it takes longer to open than the child's work. */
    private static final Pattern NEEDED = Pattern.compile(".*(jdbi|sqlite|jackson|slf4j-api|geantyref).*");

    private final Path folder;
    private final FaissIndexFactory faiss = Native.factory(1);
    private final Deque<Child> warm = new ArrayDeque<>();
    private int started;

    KilledProcessTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** A process that waits for its start. */
    private record Child(Process process, BufferedReader out) {
        static Child start(Path folder, Path scratch) throws IOException {
            TestDatabase.create(Files.createDirectories(scratch));
            String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(entry -> new File(entry).isDirectory()
                            || NEEDED.matcher(entry).matches())
                    .collect(Collectors.joining(File.pathSeparator));
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx256m",
                            "-cp",
                            classPath,
                            LifeChild.class.getName(),
                            folder.toString(),
                            scratch.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Child(
                    process,
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
        }

        void await(String word) throws IOException {
            for (String line = out.readLine(); !word.equals(line); line = out.readLine()) {
                assertThat(line).as("what the child says instead of " + word).isNotNull();
            }
        }

        void say(String line) throws IOException {
            OutputStream in = process.getOutputStream();
            in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        }

        void kill() throws InterruptedException {
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void kill_atRandomPoints_leavesTheOldStateOrTheFinishedOne() throws Exception {
        TestDatabase.create(folder);
        try (LifeRig rig = rig()) {
            rig.filled(POOL).opened();
            rig.refitAndAdmit(1);
        }
        SplittableRandom random = new SplittableRandom(SEED);
        int leftovers = 0;
        int events = 0;
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                runAndKill(random);
                leftovers += leftovers().size();
                events = requireWhole(kill, events);
            }
        } finally {
            for (Child child : warm) {
                child.kill();
            }
        }
        // Otherwise no kill ever met a version half way, and the test would prove nothing.
        assertThat(leftovers).as("kills that left something to sweep").isGreaterThan(3);
        assertThat(events).as("steps that were finished in between").isGreaterThan(KILLS / 2);
    }

    private void runAndKill(SplittableRandom random) throws Exception {
        while (warm.size() < WARM) {
            warm.add(Child.start(folder, folder.resolve("scratch-" + started++)));
        }
        Child child = warm.remove();
        child.await(LifeChild.READY);
        child.say(Integer.toString(random.nextInt(1_000_000)));
        child.await(LifeChild.WORKING);
        LockSupport.parkNanos(random.nextLong(LONGEST_WORK_NANOS));
        child.kill();
    }

    private LifeRig rig() throws IOException {
        return new LifeRig(folder, TestDatabase.open(folder.resolve("test.db")), faiss, PromotionPolicy.DEFAULT);
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> folders = Files.list(folder.resolve("fitted").resolve(LifeRig.STATION.value()))) {
            return folders.filter(path -> String.valueOf(path.getFileName()).startsWith("."))
                    .toList();
        }
    }

    /** What a start finds must be a state in which a process could have been between two steps. */
    private int requireWhole(int kill, int eventsBefore) throws IOException {
        try (LifeRig rig = rig().opened()) {
            String what = "after kill " + kill;
            List<ModelRecord> models = rig.models.list(LifeRig.STATION);
            assertThat(rig.refusals).as(what).isEmpty();
            assertThat(leftovers()).as(what).isEmpty();
            assertThat(models.stream().filter(model -> model.state() == ModelState.CHAMPION))
                    .as(what)
                    .singleElement()
                    .satisfies(champion -> assertThat(
                                    rig.station.model().orElseThrow().version())
                            .isEqualTo(champion.version()));
            assertThat(models.stream().filter(model -> model.state().open()).count())
                    .as(what)
                    .isLessThanOrEqualTo(1);
            for (ModelRecord model : models) {
                if (model.files()) {
                    assertThatCode(() -> ModelFiles.open(rig.artefacts, rig.models, rig.station, model)
                                    .detector()
                                    .close())
                            .as("%s: model %s", what, model.version())
                            .doesNotThrowAnyException();
                } else {
                    assertThat(rig.folder(model.version())).as(what).doesNotExist();
                }
            }
            return requireHistory(what, rig, models, eventsBefore);
        }
    }

    /** The history's last word on each version is its state, and nothing of it was lost. */
    private static int requireHistory(String what, LifeRig rig, List<ModelRecord> models, int before) {
        List<ModelEvent> history = rig.models.history(LifeRig.STATION, 100_000);
        assertThat(history.size()).as(what).isGreaterThanOrEqualTo(before);
        Map<ModelVersion, ModelState> last = new LinkedHashMap<>();
        history.forEach(event -> last.putIfAbsent(event.version(), event.to()));
        assertThat(models).as(what).allSatisfy(model -> assertThat(last).containsEntry(model.version(), model.state()));
        assertThat(last).as(what).hasSameSizeAs(models);
        return history.size();
    }
}
