package io.winnow.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.adapter.objects.LocalCache;
import io.winnow.adapter.objects.ObjectEmbeddingStore;
import io.winnow.adapter.objects.ObjectFrameStore;
import io.winnow.adapter.objects.ObjectStorage;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.health.ClockWatch;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.index.FloatMatrix;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.OutgoingEvent;
import io.winnow.testing.Inspections;
import io.winnow.testing.S3Server;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retention deletes objects by the same rules as files. */
class RetentionOfObjectsTest {
    private static final RetentionLimits LIMITS =
            new RetentionLimits(1_000, Duration.ofDays(36_500), 1_000_000, true, true, false);

    private final S3Server server = S3Server.start();
    private final Database database;
    private final ObjectFrameStore frames;
    private final ObjectEmbeddingStore embeddings;

    RetentionOfObjectsTest(@TempDir Path folder) throws IOException {
        ObjectStorage storage = server.open();
        database = TestDatabase.create(folder);
        frames = new ObjectFrameStore(storage);
        embeddings = new ObjectEmbeddingStore(
                storage, folder.resolve("copies"), new LocalCache(1_000_000, Clock.systemUTC()));
    }

    @AfterEach
    void end() {
        server.close();
    }

    private void put(String content) {
        frames.put(EncodedImage.adopt(content.getBytes(StandardCharsets.UTF_8)));
    }

    private Retention.Outcome run(Duration later) throws IOException {
        Clock clock = Clock.offset(Clock.systemUTC(), later);
        return new Retention(
                        database,
                        frames,
                        embeddings,
                        LIMITS,
                        () -> Set.of(Inspections.hash("recipe")),
                        clock,
                        new ClockWatch(clock))
                .run();
    }

    @Test
    void run_frameOfNoInspection_goesAfterTheGracePeriod() throws IOException {
        put("image 1");
        put("image 2");
        Inspection inspection = Inspections.scored(1, 0.5, Inspections.mapWithPeak(2, 2, 0, 0, 0.5f));
        new SqlInspectionStore(database)
                .save(
                        inspection,
                        new OutgoingEvent(inspection.id().value(), inspection.station(), ByteBuffer.allocate(1)));

        assertThat(run(Duration.ZERO).frames()).isZero();
        Retention.Outcome outcome = run(Duration.ofMinutes(10));

        assertThat(outcome.frames()).isOne();
        assertThat(server.names()).containsExactly("plant/frames/" + Inspections.hash("image 1"));
    }

    @Test
    void run_embeddingsOutsidePoolsAndOfOtherRecipes_go() throws IOException {
        PatchEmbeddings some = new PatchEmbeddings(1, 1, List.of(2), FloatMatrix.copyOf(new float[][] {{1, 2}}));
        embeddings.put(Inspections.hash("recipe"), Inspections.hash("image"), some);
        embeddings.put(Inspections.hash("old recipe"), Inspections.hash("image"), some);

        assertThat(run(Duration.ofMinutes(10)).embeddings()).isEqualTo(2);
        assertThat(server.names()).isEmpty();
    }
}
