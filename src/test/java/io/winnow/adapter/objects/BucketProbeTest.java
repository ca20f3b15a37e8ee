package io.winnow.adapter.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.health.Finding;
import io.winnow.core.health.Health;
import io.winnow.core.health.StorageUse;
import io.winnow.core.image.EncodedImage;
import io.winnow.testing.S3Server;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BucketProbeTest {
    private final S3Server server = S3Server.start();

    @AfterEach
    void end() {
        server.close();
    }

    private BucketProbe probe(Clock clock) {
        return new BucketProbe(server.open(), clock);
    }

    @Test
    void look_bucketThatWorks_isOkAndLeavesNothing() {
        Finding found = probe(Clock.systemUTC()).look();

        assertThat(found.health()).isEqualTo(Health.OK);
        assertThat(found.text()).contains("bucket winnow at " + server.uri());
        assertThat(server.names()).isEmpty();
    }

    @Test
    void look_wrongSecret_failsAndSaysWhatToMend() {
        Finding found = new BucketProbe(ObjectStorage.open(server.settings("wrong")), Clock.systemUTC()).look();

        assertThat(found.health()).isEqualTo(Health.FAILED);
        assertThat(found.text()).contains("does not accept the access key");
        assertThat(found.action())
                .hasValueSatisfying(action -> assertThat(action).contains("storage.objects"));
    }

    @Test
    void look_serverAway_failsAndSaysWhere() {
        server.goAway();

        Finding found = probe(Clock.systemUTC()).look();

        assertThat(found.health()).isEqualTo(Health.FAILED);
        assertThat(found.text()).contains(server.uri().toString()).contains("cannot be reached");
    }

    @Test
    void look_clocksApart_needsAttention() {
        Finding found =
                probe(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5))).look();

        assertThat(found.health()).isEqualTo(Health.ATTENTION);
        assertThat(found.code()).isEqualTo("objects.clock");
    }

    @Test
    void use_addsUpByKind() {
        new ObjectFrameStore(server.open()).put(EncodedImage.adopt(new byte[1000]));

        assertThat(probe(Clock.systemUTC()).use())
                .contains(new StorageUse.Kind("frames", 1, 1000), new StorageUse.Kind("models", 0, 0));
    }
}
