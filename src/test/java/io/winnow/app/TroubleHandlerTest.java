package io.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.health.Advice;
import io.winnow.core.health.Trouble;
import io.winnow.core.health.TroubleLog;
import io.winnow.core.inspection.StorageException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TroubleHandlerTest {
    private final TroubleLog troubles = new TroubleLog();
    private final TroubleHandler handler =
            new TroubleHandler(troubles, new Redaction(List.of("s3same-open")), List.of("press", "press-2"));

    private void log(Level level, String source, String message, @Nullable Throwable thrown) {
        LogRecord logged = new LogRecord(level, message);
        logged.setLoggerName(source);
        logged.setThrown(thrown);
        handler.publish(logged);
    }

    @Test
    void publish_information_isNoTrouble() {
        log(Level.INFO, "io.winnow.app.Plant", "all is well", null);
        assertThat(troubles.newest()).isEmpty();
    }

    @Test
    void publish_namesTheStationExactly() {
        log(Level.SEVERE, "io.winnow.core.station.Inspector", "frame 1 of press-2 could not be scored", null);
        assertThat(troubles.newest()).singleElement().satisfies(trouble -> {
            assertThat(trouble.station()).isEqualTo(Optional.of("press-2"));
            assertThat(trouble.source()).isEqualTo("Inspector");
            assertThat(trouble.level()).isEqualTo(Trouble.Level.ERROR);
        });
    }

    @Test
    void publish_withACause_saysIt_andAdvisesByIt() {
        log(
                Level.SEVERE,
                "io.winnow.core.station.FrameQueue",
                "frame 1 of press was not stored",
                new StorageException("storing", new IllegalStateException("disk full")));
        assertThat(troubles.newest()).singleElement().satisfies(trouble -> {
            assertThat(trouble.message()).isEqualTo("frame 1 of press was not stored: disk full");
            assertThat(trouble.advice()).isEqualTo(Advice.STORAGE);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "io.winnow.adapter.mqtt.MqttConnection, BROKER",
        "io.winnow.app.OutboxPublisher, BROKER",
        "io.winnow.app.Backbones, BACKBONE",
        "io.winnow.app.Search, SEARCH",
        "io.winnow.core.life.StationLife, MODEL",
        "io.winnow.core.model.JobRunner, REFIT",
        "io.winnow.adapter.storage.Retention, STORAGE",
        "io.vertx.core.impl.BlockedThreadChecker, OTHER",
    })
    void publish_advisesByWhoSaysIt(String source, Advice advice) {
        log(Level.WARNING, source, "something", null);
        assertThat(troubles.newest()).extracting(Trouble::advice).containsExactly(advice);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://kim:s3same-open@broker:1883 refused",
                "password=s3same-open was refused",
                "{\"token\": \"s3same-open\"}",
                "Authorization: Bearer s3same-open",
                "the word s3same-open alone",
            })
    void publish_secrets_areNotShown(String message) {
        log(Level.WARNING, "io.winnow.adapter.mqtt.MqttConnection", message, new IllegalStateException(message));
        assertThat(troubles.newest().get(0).message())
                .doesNotContain("s3same-open")
                .contains("•••");
    }

    @Test
    void redact_unknownPasswords_areHiddenByTheirPlace() {
        Redaction redaction = new Redaction(List.of());
        assertThat(redaction.redact("mqtts://kim:other@broker, api_key='abc'"))
                .doesNotContain("other", "abc")
                .contains("mqtts://•••@broker");
        assertThat(redaction.redact("frame f-1 was not stored")).isEqualTo("frame f-1 was not stored");
    }
}
